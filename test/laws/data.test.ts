import { test } from 'vitest'
import { rowLaws } from '../../laws/data/rows.ts'
import { standardiseLaws } from '../../laws/data/standardise.ts'
import { registerLaws } from '../../laws/index.ts'

for (const set of [standardiseLaws, rowLaws]) registerLaws(set, test)
