import { test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { contractLaws } from '../../laws/tensor/contracts.ts'
import { givenLaws } from '../../laws/tensor/gives.ts'

for (const set of [contractLaws, givenLaws]) registerLaws(set, test)
