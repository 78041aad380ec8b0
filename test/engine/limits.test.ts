import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  adam,
  batches,
  compile,
  compose,
  dense,
  EngineError,
  fit,
  full,
  key,
  last,
  meanSquaredError,
  op,
  relu,
  sgd,
  supervised,
  type Tensor,
  zeros,
} from '../../src/index.ts'
import { allocateMemory } from '../../src/engine/memory.ts'

interface Found {
  readonly learned: { readonly loss: number; readonly evaluated: number }
  readonly multiplied: boolean
  readonly vectors: boolean
  readonly relaxed: boolean
  readonly error: { readonly name: string; readonly message: string }
}

/** What a process finds whose host lacks something, which `without` says. */
const hostWithout = async (without: string): Promise<Found> => {
  const file = new URL('poorHost.ts', import.meta.url).pathname
  const args = ['--conditions=pullback-source', file, without]
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout)
}

describe.concurrent('a host without', () => {
  test('WebAssembly trains in the reference engine, and says so to who asks for the other', async () => {
    const { learned, vectors, error } = await hostWithout('WebAssembly')
    expect(learned.loss).toBe(learned.evaluated)
    expect(vectors).toBe(false)
    expect(error.name).toBe('EngineError')
    expect(error.message).toMatch(
      /^This host has no WebAssembly, which .*\{ engine: reference \}.*\{ compile: false \}/,
    )
  })

  test('vectors does as well', async () => {
    const { learned, vectors, error } = await hostWithout('vectors')
    expect(learned.loss).toBe(learned.evaluated)
    expect(vectors).toBe(false)
    expect(error.message).toMatch(/^This host has no WebAssembly with 128-bit vectors, which/)
  })

  test('relaxed vectors uses the others', async () => {
    const { learned, vectors, relaxed, error } = await hostWithout('relaxed vectors')
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect({ vectors, relaxed, error: error.name }).toEqual({ vectors: true, relaxed: false, error: 'none' })
  })

  test.each(['sharing', 'SharedArrayBuffer'])('%s computes shares one after the other', async without => {
    const { learned, multiplied, vectors } = await hostWithout(without)
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect({ multiplied, vectors }).toEqual({ multiplied: true, vectors: true })
  })

  test('memory to give says how much was needed', async () => {
    const { error } = await hostWithout('memory')
    expect(error.name).toBe('EngineError')
    expect(error.message).toMatch(
      /^The program needs 1\.0 MiB .* host has not so much to give \(RangeError: .*smaller batches/,
    )
  })
})

test('a program may not need more than can be addressed', () => {
  expect(() => allocateMemory(2 ** 42)).toThrow(EngineError)
  expect(() => allocateMemory(2 ** 42)).toThrow(
    'The program needs 4096.0 GiB of memory at one time, but the wasm engine can address 2.0 GiB. Use smaller batches',
  )
  expect(() => allocateMemory(Number.NaN)).toThrow(EngineError)
  expect(allocateMemory(100_000).buffer.byteLength).toBe(2 * 65536)
})

test('an absurdly large program says so when it is compiled', () => {
  const huge = (x: Tensor) => op.sum()(op.exp(op.broadcast([1e6, 1e6])(x)))
  expect(() => compile(huge)(full([], 1))).toThrow(EngineError)
  expect(() => compile(huge)(full([], 1))).toThrow(/^The program needs 3725\.3 GiB of memory at one time/)
})

test('an absurdly large program says so in fit, at once', async () => {
  const net = compose(dense(1, 1_000_000), relu(), dense(1_000_000, 1))
  const data = batches({ inputs: zeros([100_000, 1]), targets: zeros([100_000, 1]) }, { size: 100_000 })
  for (const optimiser of [sgd(0.1), adam()] as const)
    await expect(
      last(fit(supervised(net, meanSquaredError), optimiser as never, data)(key(0))),
    ).rejects.toThrow(
      /^The program needs .* GiB of memory at one time, but the wasm engine can address 2\.0 GiB/,
    )
})
