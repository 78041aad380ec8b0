import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MatmulShape, planMatmul } from '../../src/plan/matmul.ts'
import { FunctionBuilder } from '../../src/wasm/binary/assembler.ts'
import { encodeModule } from '../../src/wasm/binary/module.ts'
import { features } from '../../src/wasm/host/features.ts'
import { host } from '../../src/wasm/host/host.ts'
import { emitMatmul, type MatmulSpec, matmulScratchBytes } from '../../src/wasm/matmul/matmul.ts'

const arrays = { f32: Float32Array, f64: Float64Array }
const epsilon = { f32: 2 ** -24, f64: 2 ** -53 }

/** Runs a product in a memory full of NaN and returns the largest error in units of its bound, and how many other bytes changed. */
const run = (shape: MatmulShape, relaxed: boolean, random: () => number, most = Infinity) => {
  const { dtype, batch, m, n, k, transposeA, transposeB } = shape
  const Elements = arrays[dtype]
  const size = Elements.BYTES_PER_ELEMENT
  const behind = (address: number, count: number): number =>
    Math.ceil((address + count * size) / 16) * 16 + 64
  const a = 16
  const b = behind(a, batch * m * k)
  const c = behind(b, batch * k * n)
  const scratch = behind(c, batch * m * n)
  const scratchEnd = scratch + matmulScratchBytes(shape)
  const spec: MatmulSpec = { ...shape, a, b, c, scratch }

  const body = emitMatmul(new FunctionBuilder(), spec, { relaxed })
  const bytes = encodeModule([{ name: 'run', body }])
  const memory = new host!.Memory({ initial: Math.ceil((scratchEnd + 64) / 65536) })
  const { exports } = new host!.Instance(new host!.Module(bytes), { host: { memory } })

  new Elements(memory.buffer).fill(NaN)
  const left = new Elements(memory.buffer, a, batch * m * k).map(random)
  const right = new Elements(memory.buffer, b, batch * k * n).map(random)
  new Elements(memory.buffer, a).set(left)
  new Elements(memory.buffer, b).set(right)
  const before = new Uint8Array(memory.buffer).slice()
  ;(exports.run as () => void)()

  const result = new Elements(memory.buffer, c, batch * m * n)
  const stride = Math.max(1, Math.floor(result.length / most))
  let worst = 0
  for (let index = 0; index < result.length; index += stride) {
    const [q, i, j] = [Math.floor(index / (m * n)), Math.floor(index / n) % m, index % n]
    let [sum, norm] = [0, 0]
    for (let p = 0; p < k; p++) {
      const x = left[q * m * k + (transposeA ? p * m + i : i * k + p)] as number
      const y = right[q * k * n + (transposeB ? j * k + p : p * n + j)] as number
      sum += x * y
      norm += Math.abs(x * y)
    }
    const error = Math.abs((result[index] as number) - sum)
    const inBounds = error === 0 ? 0 : error / (64 * epsilon[dtype] * k * norm)
    // Unlike a comparison, this keeps NaN once it has met it.
    worst = Math.max(worst, inBounds)
  }
  const strays = new Uint8Array(memory.buffer).filter(
    (byte, i) =>
      byte !== before[i] && !(i >= c && i < c + result.byteLength + 16) && !(i >= scratch && i < scratchEnd),
  ).length
  return { worst, strays, bytes: bytes.length, result }
}

/** Numbers between -1 and 1 that follow from a seed. */
const numbers = (seed: number) => () => {
  seed = (Math.imul(seed, 1103515245) + 12345) | 0
  return seed / 2 ** 31
}

const passes = (shape: MatmulShape, relaxed: boolean, seed: number, most?: number): void => {
  const { worst, strays, bytes } = run(shape, relaxed && features().relaxed, numbers(seed), most)
  expect({ worst: worst <= 1, strays, short: bytes < 20480 }).toEqual({ worst: true, strays: 0, short: true })
}

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 17 }) },
  { weight: 3, arbitrary: fc.integer({ min: 18, max: 70 }) },
  { weight: 1, arbitrary: fc.constantFrom(97, 128, 200, 256, 450, 513) },
)

const shapes = fc.record({
  dtype: fc.constantFrom('f32' as const, 'f64' as const),
  batch: fc.constantFrom(1, 1, 2, 3),
  m: size,
  n: size,
  k: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
})

const flags = [false, true]

test('a product is that of the definition, and nothing else is written', () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), fc.integer(), (shape, relaxed, seed) => passes(shape, relaxed, seed)),
    { numRuns: 400 },
  )
})

describe('a product of matrices that are read in blocks', () => {
  const cases = [
    [200, 512, 600],
    [199, 257, 1031],
    [512, 130, 512],
    [3, 1030, 700],
    [700, 5, 1030],
  ] as const
  for (const dtype of ['f32', 'f64'] as const)
    for (const transposeA of flags)
      for (const transposeB of flags)
        test.each(cases)(`${dtype}, ${transposeA}, ${transposeB}: %i by %i, inner %i`, (m, n, k) => {
          for (const relaxed of flags)
            passes({ dtype, batch: 1, m, n, k, transposeA, transposeB }, relaxed, m + n + k, 2000)
        })

  test('blocks of the left and of the right operand are copied', () => {
    const shape = {
      dtype: 'f32',
      batch: 1,
      m: 512,
      n: 512,
      k: 512,
      transposeA: true,
      transposeB: false,
    } as const
    expect(planMatmul(shape, { relaxed: true })).toMatchObject({ form: 'wide', packRight: true })
    expect(planMatmul(shape, { relaxed: true })).not.toMatchObject({ rowBlock: 0, depth: 512 })
  })
})

describe('an empty product', () => {
  const shape = { dtype: 'f32', batch: 2, m: 3, n: 5, k: 4, transposeA: false, transposeB: true } as const

  test('is zero if its inner axis is empty', () => {
    const { result, strays } = run({ ...shape, k: 0 }, false, numbers(1))
    expect([...result]).toEqual(Array.from({ length: 30 }, () => 0))
    expect(strays).toBe(0)
  })

  test.each(['batch', 'm', 'n'] as const)('is nothing if %s is 0', axis => {
    const { result, strays } = run({ ...shape, [axis]: 0 }, false, numbers(1))
    expect([result.length, strays]).toEqual([0, 0])
  })
})

test('NaN in an operand reaches exactly its row or column', () => {
  const shape = { dtype: 'f32', batch: 1, m: 7, n: 6, k: 5, transposeA: false, transposeB: false } as const
  let calls = 0
  const { result } = run(shape, false, () => (calls++ === 12 ? Number.NaN : 1))
  expect([...result].map(Number.isNaN)).toEqual(Array.from({ length: 42 }, (_, i) => Math.floor(i / 6) === 2))
})
