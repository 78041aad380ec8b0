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
import { allocateMemory } from '../../src/wasm/host/memory.ts'

interface Found {
  readonly learned: { readonly loss: number; readonly evaluated: number }
  readonly multiplied: boolean
  readonly vectors: boolean
  readonly relaxed: boolean
  readonly why: string
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
      /^The wasm engine cannot run: this host has no WebAssembly\. .*\{ engine: reference \}.*\{ compile: false \}/,
    )
  })

  test('vectors does as well', async () => {
    const { learned, vectors, error } = await hostWithout('vectors')
    expect(learned.loss).toBe(learned.evaluated)
    expect(vectors).toBe(false)
    expect(error.message).toMatch(
      /^The wasm engine cannot run: this host has no WebAssembly with 128-bit vectors\./,
    )
  })

  test('relaxed vectors uses the others', async () => {
    const { learned, vectors, relaxed, error } = await hostWithout('relaxed vectors')
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect({ vectors, relaxed, error: error.name }).toEqual({ vectors: true, relaxed: false, error: 'none' })
  })

  test.each(['sharing', 'SharedArrayBuffer'])('%s computes chunks one after the other', async without => {
    const { learned, multiplied, vectors } = await hostWithout(without)
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect({ multiplied, vectors }).toEqual({ multiplied: true, vectors: true })
  })

  test('permission to compile trains in the reference engine, and `auto` says why', async () => {
    const { learned, multiplied, error, why } = await hostWithout('permission')
    expect(learned.loss).toBe(learned.evaluated)
    expect(multiplied).toBe(true)
    expect(why).toMatch(/^reference, .* forbids WebAssembly \(.*Refused to compile.*'wasm-unsafe-eval'/)
    expect(error.message).toMatch(/^The wasm engine cannot run: this host forbids WebAssembly/)
  })

  test('memory of 64-bit addresses says what was largest', async () => {
    const { learned, multiplied, error } = await hostWithout('memory64')
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect(multiplied).toBe(true)
    expect(error.name).toBe('EngineError')
    expect(error.message).toMatch(
      /^The program needs 7\.\d GiB of memory at one time \(its largest value is %\d+ = \w+ : f32\[20000, 20000\], of 1\.5 GiB\), but this host has no WebAssembly memory with addresses of 64 bits.* 4\.0 GiB.*microBatched.*checkpointed.*f32.*\{ engine: reference \}/,
    )
  })

  test('workers computes chunks one after the other', async () => {
    const { learned, multiplied, why } = await hostWithout('workers')
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect({ multiplied, why }).toMatchObject({ multiplied: true, why: expect.stringMatching(/^wasm, /) })
  })

  test('room for a large function says so as a sentence', async () => {
    const { error } = await hostWithout('room')
    expect(error.name).toBe('EngineError')
    expect(error.message).toMatch(
      /^The program, of \d+ operations?, became a module of .* does not take \(.*maximum function size.*\{ engine: reference \}/,
    )
  })

  test.skipIf(process.platform !== 'linux')('many addresses runs all the same in what there is', async () => {
    const file = new URL('poorHost.ts', import.meta.url).pathname
    const command = `ulimit -v ${20 * 2 ** 20}; exec '${process.execPath}' --conditions=pullback-source '${file}' addresses`
    const { learned, multiplied, why }: Found = JSON.parse(
      (await promisify(execFile)('sh', ['-c', command])).stdout,
    )
    expect(learned.loss).toBeCloseTo(learned.evaluated, 5)
    expect(multiplied).toBe(true)
    expect(why).toMatch(/^wasm, /)
  })

  test('memory to give trains in the reference engine, and says how much was needed to who asks for it', async () => {
    const { learned, error, why } = await hostWithout('memory')
    expect(learned.loss).toBe(learned.evaluated)
    expect(why).toMatch(/^reference, .* gives no memory\. The program needs .*--disable-wasm-trap-handler/)
    expect(error.name).toBe('EngineError')
    expect(error.message).toMatch(
      /^The program needs 1\.0 MiB .* which is little, but the host has none to give \(RangeError: .*ulimit -v.*--disable-wasm-trap-handler.*engine: reference/,
    )
  })
})

test('a program may not need more than can be addressed', () => {
  expect(() => allocateMemory(2 ** 42)).toThrow(EngineError)
  expect(() => allocateMemory(2 ** 42)).toThrow(
    'The program needs 4096.0 GiB of memory at one time, but addresses of 32 bits reach 4.0 GiB. Use smaller batches',
  )
  expect(() => allocateMemory(Number.NaN)).toThrow(EngineError)
  expect(allocateMemory(100_000).buffer.byteLength).toBe(2 * 65536)
})

/** More than hosts address, or than machines have. */
const muchMore =
  /^The program needs \d+\.\d GiB of memory at one time \(its largest value is %\d+ = \w+ : .*\), but (this process can have .* GiB of this machine's|the host has not so much to give)/

test('an absurdly large program says so when it is compiled', () => {
  const huge = (x: Tensor<[]>) =>
    Array.from({ length: 100 }, (_, i) => op.exp(op.scale(i)(op.broadcast([20_000, 20_000])(x))))
  expect(() => compile(huge)(full([], 1, 'f64'))).toThrow(EngineError)
  expect(() => compile(huge)(full([], 1, 'f64'))).toThrow(muchMore)
})

test('an absurdly large program says so in fit, at once', async () => {
  const layers = Array.from({ length: 40 }, () => compose(dense(1, 20_000), relu(), dense(20_000, 1)))
  const net = compose(...(layers as never as [(typeof layers)[0]]))
  const data = batches({ inputs: zeros([20_000, 1]), targets: zeros([20_000, 1]) }, { size: 20_000 })
  for (const optimiser of [sgd(0.1), adam()] as const)
    await expect(
      last(fit(optimiser as never, data)(supervised(meanSquaredError())(net))(key(0))),
    ).rejects.toThrow(muchMore)
})
