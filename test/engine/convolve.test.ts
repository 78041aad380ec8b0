// Windows in sizes that laws are too small for: whole vectors, rows that are longer than an unrolled copy, many channels.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import {
  compile,
  fromValues,
  key,
  op,
  random,
  type Shape,
  type Tensor,
  tensor,
  toValues,
  wasm,
} from '../../src/index.ts'
import { ArgmaxWindows } from '../../src/primitive/window/argmaxWindows.ts'
import type { Convolution, ConvolveOptions } from '../../src/primitive/window/convolution.ts'
import { type Pair, windowsOver } from '../../src/primitive/window/sliding.ts'
import { inChunks, onThreads } from '../engines.ts'

type Images = Tensor<[number, number, number, number]>
type DType = 'f32' | 'f64'

interface Geometry
  extends ConvolveOptions,
    Pick<Convolution, 'batch' | 'inputs' | 'outputs' | 'image' | 'kernel'> {
  readonly dtype: DType
}

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))

const geometries: fc.Arbitrary<Geometry> = fc
  .record({
    dtype: fc.constantFrom<DType>('f32', 'f64'),
    batch: fc.integer({ min: 1, max: 3 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    inputs: fc.integer({ min: 1, max: 5 }),
    outputs: fc.integer({ min: 1, max: 9 }),
    kernel: pair(1, 6),
    strides: fc.oneof(fc.constant([1, 1] as const), pair(1, 3)),
    padding: pair(0, 3),
    dilations: fc.oneof(fc.constant([1, 1] as const), pair(1, 2)),
    image: pair(1, 45),
  })
  .filter(({ image, kernel, ...sliding }) => windowsOver<Pair>(image, kernel, sliding).every(n => n > 0))

const filled = (dtype: DType, seed: number, ...shape: Shape): Images =>
  random.normal(shape, 0, 1, { dtype })(key(seed)) as never

const near = (got: Images, want: Images, terms: number, dtype: DType): void => {
  expect(got.shape).toEqual(want.shape)
  const [a, b] = [Array.from(toValues(got)), toValues(want)]
  const bound = 16 * Math.sqrt(terms) * (dtype === 'f32' ? 2 ** -23 : 2 ** -52)
  const worst = a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!) / (1 + Math.abs(b[i]!))), 0)
  expect(worst).toBeLessThan(bound * 4)
}

describe.each([wasm, inChunks, onThreads])('generated convolutions, $name', engine => {
  const holds = (given: Geometry): void => {
    const { dtype, batch, groups, inputs, outputs, kernel, image, strides, padding, dilations } = given
    const options = { strides, padding, dilations, groups }
    const windows = windowsOver<Pair>(image, kernel, options)
    const x = filled(dtype, 1, batch, groups * inputs, ...image)
    const w = filled(dtype, 2, groups * outputs, inputs, ...kernel)
    const y = filled(dtype, 3, batch, groups * outputs, ...windows)
    const all = (a: Images, b: Images, c: Images) => [
      op.convolve(options)(a, b),
      op.convolveTransposed({ ...options, size: image })(c, b),
      op.convolveKernel({ ...options, size: kernel })(a, c),
    ]
    const wanted = all(x, w, y)
    const terms = [
      inputs * kernel[0] * kernel[1],
      outputs * kernel[0] * kernel[1],
      batch * windows[0] * windows[1],
    ]
    const run = compile(all, { engine })
    // Twice, as scratch memory is no longer zero then.
    run(x, w, y)
    run(x, w, y).forEach((got, i) => {
      near(got, wanted[i]!, terms[i]!, dtype)
    })
  }

  test('are those of the kernels', () => {
    fc.assert(fc.property(geometries, holds), { numRuns: 40 })
  }, 60_000)
})

describe('generated places of the largest', () => {
  const windows = fc.record({
    dtype: fc.constantFrom<DType>('f32', 'f64'),
    size: pair(1, 4),
    strides: pair(1, 4),
    image: pair(4, 40),
    padding: pair(0, 3),
    nans: fc.array(fc.nat(), { maxLength: 20 }),
    lows: fc.array(fc.nat(), { maxLength: 60 }),
  })

  test('are those of the kernel, also where there is NaN or nothing but infinities', () => {
    fc.assert(
      fc.property(windows, ({ dtype, size, strides, image, padding: most, nans, lows }) => {
        const padding = [Math.min(most[0], size[0] - 1), Math.min(most[1], size[1] - 1)] as const
        const shape = [2, 3, ...image] as const
        const values = Array.from(toValues(filled(dtype, 5, ...shape)))
        for (const at of lows) values[at % values.length] = Number.NEGATIVE_INFINITY
        for (const at of nans) values[at % values.length] = Number.NaN
        const x = fromValues(shape, values, dtype) as never as Images
        const places = op.argmaxWindows({ size, strides, padding })
        expect(toValues(compile(places, { engine: wasm })(x))).toEqual(toValues(places(x)))
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})

test('overlapping windows with padding need no kernel', () => {
  const kernel = vi.spyOn(ArgmaxWindows, 'kernel')
  const x = filled('f32', 1, 2, 3, 112, 112) as never as Images
  const pool = compile(op.argmaxWindows({ size: [3, 3], strides: [2, 2], padding: [1, 1] }), { engine: wasm })
  pool(x)
  expect(kernel).not.toHaveBeenCalled()
  kernel.mockRestore()
})

test('zeros around an image meet what is not finite as zeros do', () => {
  const options = { strides: [1, 1], padding: [0, 1], dilations: [1, 1], groups: 1 } as const
  const x = tensor([[[[1, 2]]]], 'f32') as Images
  const w = tensor([[[[Number.POSITIVE_INFINITY, 1, 1]]]], 'f32') as Images
  const want = [Number.NaN, Number.POSITIVE_INFINITY]
  expect([...toValues(op.convolve(options)(x, w))]).toEqual(want)
  expect([...toValues(compile(op.convolve(options), { engine: wasm })(x, w))]).toEqual(want)
})
