import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { inputsFrom, resultsFrom } from '../../laws/program/randomProgram.ts'
import { tapeOf } from '../../laws/program/tape.ts'
import { type AnyTensor, program, zeros } from '../../src/index.ts'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'
import { inChunks } from '../engines.ts'
import { trespasses } from './guards.ts'

vi.mock('../../src/plan/layout.ts', async original => {
  const real = await original<typeof import('../../src/plan/layout.ts')>()
  const { guardedPlace } = await import('./guards.ts')
  return { ...real, place: guardedPlace(real.place) }
})
vi.mock('../../src/wasm/memoryPool.ts', async original => {
  const real = await original<typeof import('../../src/wasm/memoryPool.ts')>()
  const { guardedGiveMemory, guardedTakeMemory } = await import('./guards.ts')
  return {
    ...real,
    takeMemory: guardedTakeMemory(real.takeMemory),
    giveMemory: guardedGiveMemory(real.giveMemory),
  }
})

const engines = [
  ['', wasmWith('alone', { pool: threadPool(1) })],
  [', all in chunks', inChunks],
] as const

beforeEach(() => {
  trespasses()
})

describe.each(engines)('nothing is written that no value owns%s', (_, engine) => {
  test('by a random program', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 16), { minLength: 12, maxLength: 120 }), numbers => {
        const inputs = inputsFrom(tapeOf(numbers.slice(0, 8))).map(
          ({ shape, dtype }) => zeros(shape, dtype) as AnyTensor,
        )
        const traced = program.trace((...xs: readonly AnyTensor[]) =>
          resultsFrom(tapeOf(numbers.slice(8)), xs).map(({ x }) => x),
        )(...inputs).program
        const executable = engine.prepare(traced)
        inputs.forEach((x, i) => {
          executable.write(i, x)
        })
        executable.execute()
        expect(trespasses(), program.show(traced)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})
