import { describe, test } from 'vitest'
import { registerLaws } from '../../laws/index.ts'
import { carriedLaws } from '../../laws/program/carried.ts'
import { reference, wasm } from '../../src/index.ts'

for (const engine of [reference, wasm]) describe(engine.name, () => registerLaws(carriedLaws(engine), test))
