/**
 * Laws of pooling and up-sampling.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AvgPoolOptions,
  adaptiveAvgPool2d,
  avgPool2d as avgPool2dLayer,
  fromValues,
  globalAvgPool2d,
  globalMaxPool2d,
  maxPool2d as maxPool2dLayer,
  op,
  type PoolOptions,
  type Shape,
  type Tensor,
  toValues,
  upsample as upsampleLayer,
  zeros,
} from '../../../src/index.ts'
import { distinct, tensors } from '../../arbitraries.ts'
import { type Close, every, exact, holds, norm, summed } from '../../close.ts'
import { type Law, type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'

const images = distinct([2, 2, 5, 4])
const cut = (x: Tensor, start: Shape, sizes: Shape): Tensor => op.slice(start, sizes)(x)
const near = (...scales: readonly unknown[]): Close<unknown> => summed(32, undefined, norm(scales))
const total = (x: Tensor): Tensor => op.sum()(x) as Tensor

type Pool<Options> = (size: number, options: Options) => TreeLayer

/** Laws that both kinds of pooling share. */
const poolLaws = (pool: Pool<PoolOptions>): readonly Law[] => [
  law('35d', 'what is cut out of an image gives what is cut out of the output', [images], x => {
    const [y] = run(pool(2, { stride: 1 }), x)
    const [part] = run(pool(2, { stride: 1 }), cut(x, [0, 0, 1, 2], [2, 2, 4, 2]))
    return near(x)(part, cut(y, [0, 0, 1, 2], part.shape))
  }),
  law('35e', 'the sum of the cotangents stays', [images, tensors([2, 2, 2, 2])], (x, dy) => {
    const dx = run(pool(2, {}), x)[1](dy)
    return near(dy)(total(dx), total(dy))
  }),
]

/**
 * Which of several equally large elements gets the cotangent of a maximum: the first one, as here and in PyTorch; all of them, in
 * equal shares; or it is not said which.
 */
export type Ties = 'first' | 'shared' | 'any'

// Of a few numbers only, so that many windows have several elements that are the largest.
const tied = tensors([2, 2, 4, 4], { entries: fc.integer({ min: 0, max: 2 }) })

/** What each element is to get of the cotangent of its window of 2 × 2, where the largest share it. */
const shares = (x: Tensor, dy: Tensor): Tensor => {
  const [xs, dys] = [toValues(x), toValues(dy)]
  const places = Array.from({ length: 64 }, (_, i) => {
    const [image, row, column] = [Math.floor(i / 16), Math.floor(i / 4) % 4, i % 4]
    const corner = image * 16 + (row - (row % 2)) * 4 + (column - (column % 2))
    const window = [0, 1, 4, 5].map(step => xs[corner + step] as number)
    const most = Math.max(...window)
    const all = window.filter(value => value === most).length
    const own = dys[image * 4 + Math.floor(row / 2) * 2 + Math.floor(column / 2)] as number
    return xs[i] === most ? own / all : 0
  })
  return fromValues([2, 2, 4, 4], places, 'f64')
}

/** 24, as it is here and in PyTorch. */
const firstOfTies = (maxPool2d: Pool<PoolOptions>): Law =>
  law(
    '24',
    'of several that are equally large the first one gets the cotangent, and a row behind the last window none',
    [tensors([2, 2, 2, 2])],
    dy => {
      const [, pullback] = run(maxPool2d(2, {}), zeros([2, 2, 5, 4], 'f64'))
      const corners = op.reshape([2, 2, 2, 1, 2, 1])(dy)
      const spread = op.pad([0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 1])(corners as Tensor)
      const wanted = op.pad([0, 0, 0, 0], [0, 0, 1, 0])(op.reshape([2, 2, 4, 4])(spread))
      return exact(pullback(dy), wanted)
    },
  )

/** Laws of `maxPool2d`, with the convention for ties that is declared. */
export const maxPool2dLaws = (
  maxPool2d: Pool<PoolOptions> = (size, options) => forget(maxPool2dLayer(size, options)),
  { ties = 'first' }: { readonly ties?: Ties } = {},
): LawSet =>
  lawSet('maxPool2d', [
    ...poolLaws(maxPool2d),
    law(
      'W18',
      'the cotangents of a window add up to that of its maximum, also where several elements are the largest',
      [tied, tensors([2, 2, 2, 2])],
      (x, dy) => {
        const dx = run(maxPool2d(2, {}), x)[1](dy)
        const windows = op.reshape([2, 2, 2, 2, 2, 2])(dx)
        return near(dy)(op.sum([3, 5])(windows), dy)
      },
    ),
    law(
      'W19',
      'an element that is smaller than another of its window gets nothing',
      [tied, tensors([2, 2, 2, 2])],
      (x, dy) => {
        const dx = run(maxPool2d(2, {}), x)[1](dy)
        const isLargest = op.greater(shares(x, op.shift(1)(op.scale(0)(dy))), op.scale(0)(dx))
        return exact(op.select(isLargest, op.scale(0)(dx), dx), op.scale(0)(dx))
      },
    ),
    ...(ties === 'shared'
      ? [
          law(
            '24b',
            'of several that are equally large each gets an equal share',
            [tied, tensors([2, 2, 2, 2])],
            (x, dy) => near(dy)(run(maxPool2d(2, {}), x)[1](dy), shares(x, dy)),
          ),
        ]
      : []),
    law('W8', 'it is the largest of the images moved by the places in a window', [images], x => {
      const corners = [0, 1].flatMap(i => [0, 1].map(j => cut(x, [0, 0, i, j], [2, 2, 4, 3])))
      const largest = corners.reduce((a, b) => op.maximum(a, b))
      return exact(run(maxPool2d(2, { stride: 1 }), x)[0], largest)
    }),
    ...(ties === 'first' ? [firstOfTies(maxPool2d)] : []),
    law('W9', 'padding is never chosen, however small all elements are', [images], x => {
      const low = op.shift(-1000)(x)
      const [y] = run(maxPool2d(3, { stride: 1, padding: 1 }), low)
      const [inside] = run(maxPool2d(3, { stride: 1 }), low)
      return every(
        exact(cut(y, [0, 0, 1, 1], inside.shape), inside),
        exact(op.greaterEqual(y, zeros([2, 2, 5, 4], 'f64')), op.convert('u8')(zeros([2, 2, 5, 4], 'f64'))),
      )
    }),
  ])

/** Laws of `globalMaxPool2d`. */
export const globalMaxPool2dLaws = (layer: TreeLayer = forget(globalMaxPool2d())): LawSet =>
  lawSet('globalMaxPool2d', [
    law('W16', 'it is the largest of each channel', [images], x =>
      exact(run(layer, x)[0], op.max([2, 3])(x)),
    ),
    law('W17', 'it is the same for transposed images', [images, tensors([2, 2])], (x, dy) => {
      const transposed = (y: Tensor): Tensor => op.transpose([0, 1, 3, 2])(y) as Tensor
      const [y, pullback] = run(layer, x)
      const [turned, pullTurned] = run(layer, transposed(x))
      return every(exact(turned, y), exact(transposed(pullTurned(dy)), pullback(dy)))
    }),
    law('35e', 'the sum of the cotangents stays', [images, tensors([2, 2])], (x, dy) =>
      exact(total(run(layer, x)[1](dy)), total(dy)),
    ),
  ])

/** Laws of `avgPool2d`. */
export const avgPool2dLaws = (
  avgPool2d: Pool<AvgPoolOptions> = (size, options) => forget(avgPool2dLayer(size, options)),
): LawSet =>
  lawSet('avgPool2d', [
    ...poolLaws(avgPool2d),
    law('W10', 'it is the mean of the images moved by the places in a window', [images], x => {
      const corners = [0, 1].flatMap(i => [0, 1].map(j => cut(x, [0, 0, i, j], [2, 2, 4, 3])))
      const mean = op.scale(1 / 4)(corners.reduce((a, b) => op.add(a, b)))
      return near(x)(run(avgPool2d(2, { stride: 1 }), x)[0], mean)
    }),
    law('W11', 'of ones it is one, if padding does not count', [], () => {
      const ones = op.shift(1)(zeros([2, 2, 5, 4], 'f64')) as Tensor
      const [y] = run(avgPool2d(3, { stride: 2, padding: 1, countIncludePad: false }), ones)
      return near(y)(y, op.shift(1)(op.scale(0)(y)))
    }),
  ])

/** Laws of `adaptiveAvgPool2d` and `globalAvgPool2d`. */
export const adaptiveAvgPool2dLaws = (
  adaptive: (size: readonly [number, number]) => TreeLayer = size => forget(adaptiveAvgPool2d(size)),
): LawSet =>
  lawSet('adaptiveAvgPool2d', [
    law('W12', 'bins that divide the image are windows beside each other', [distinct([2, 2, 4, 6])], x =>
      near(x)(run(adaptive([2, 3]), x)[0], run(forget(avgPool2dLayer(2)), x)[0]),
    ),
    law('W13', 'one bin is the mean of the channel', [images], x => {
      const [mean] = run(forget(globalAvgPool2d()), x)
      return every(
        near(x)(op.reshape([2, 2])(run(adaptive([1, 1]), x)[0]), mean),
        near(x)(mean, op.scale(1 / 20)(op.sum([2, 3])(x))),
      )
    }),
    law('W14', 'as many bins as places change nothing', [images], x => exact(run(adaptive([5, 4]), x)[0], x)),
    law(
      'W20',
      'an infinity is in the means of the bins that it is in, and changes no other',
      [images, fc.integer({ min: 0, max: 79 })],
      (x, at) => {
        const values = Array.from(toValues(x)).with(at, Number.POSITIVE_INFINITY)
        const spoilt = fromValues(x.shape, values, x.dtype)
        const row = Math.floor(at / 4) % 5
        const [means, others] = [spoilt, x].map(y => toValues(run(adaptive([3, 2]), y)[0] as Tensor))
        // Of five rows in three bins: 0 and 1, 1 to 3, 3 and 4.
        const isIn = (i: number): boolean => {
          const [plane, bin] = [Math.floor(i / 6), Math.floor((i % 6) / 2)]
          const rows = [
            [0, 1],
            [1, 2, 3],
            [3, 4],
          ][bin] as readonly number[]
          return plane === Math.floor(at / 20) && rows.includes(row) && i % 2 === Math.floor((at % 4) / 2)
        }
        const want = others!.map((y, i) => (isIn(i) ? Number.POSITIVE_INFINITY : y))
        return holds(
          means!.every((y, i) => Object.is(y, want[i])),
          spoilt,
          'means',
        )
      },
    ),
  ])

/** Laws of `upsample`. */
export const upsampleLaws = (
  upsample: (factor: readonly [number, number]) => TreeLayer = factor => forget(upsampleLayer(factor)),
): LawSet =>
  lawSet('upsample', [
    law('W15', 'every window of a copied image has one element in all places', [images], x => {
      const [y] = run(upsample([2, 3]), x)
      const windows = op.transpose([0, 1, 2, 4, 3, 5])(op.reshape([2, 2, 5, 2, 4, 3])(y))
      return exact(windows, op.broadcastAlong([2, 2, 5, 4, 2, 3], [0, 1, 2, 3])(x))
    }),
    law('35e', 'the sum of the cotangents stays', [images, tensors([2, 2, 10, 12])], (x, dy) =>
      exact(total(run(upsample([2, 3]), x)[1](dy)), total(dy)),
    ),
  ])
