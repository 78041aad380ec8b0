import { describe, test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { carriedLaws } from '../../laws/program/carried.ts'
import { engines } from '../../src/index.ts'

for (const engine of Object.values(engines))
  describe(engine.name, () => registerLaws(carriedLaws(engine), test))
