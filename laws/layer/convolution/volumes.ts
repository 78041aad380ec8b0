/**
 * Laws of convolutions of volumes: their sums once more, over lists of places.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type Conv3dOptions,
  conv3d as conv3dLayer,
  evaluation,
  fromValues,
  type Tensor,
  toValues,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { exact } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { countsIn, type Slides, windowsIn } from '../pooling/places.ts'
import { forget, type TreeLayer } from '../same.ts'

type Triple = readonly [number, number, number]
type Make = (inputs: number, outputs: number, kernel: Triple, options: Conv3dOptions) => TreeLayer

const extent: Triple = [4, 3, 4]
const batch = 2
const triples = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.integer({ min, max }))

/** A kernel that fits: none reaches over the padded volume. */
const slides = fc
  .record({ size: triples(1, 3), stride: triples(1, 3), padding: triples(0, 2), dilation: triples(1, 2) })
  .filter(slide => countsIn(extent, slide).every(n => n > 0))

const samples = fc
  .tuple(slides, fc.constantFrom(1, 2), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }))
  .chain(([slide, groups, inputs, outputs]) =>
    fc.record({
      slide: fc.constant(slide),
      groups: fc.constant(groups),
      x: tensors([batch, groups * inputs, ...extent]),
      w: tensors([groups * outputs, inputs, ...slide.size]),
      b: tensors([groups * outputs]),
    }),
  )

/** Each output as the sum that it is. */
const plainly = (x: Tensor, w: Tensor, b: Tensor, slide: Slides, groups: number): Tensor => {
  const [outputs, inputs] = w.shape as readonly [number, number]
  const windows = windowsIn(extent, slide)
  const places = extent.reduce((product, n) => product * n, 1)
  const taps = slide.size.reduce((product, n) => product * n, 1)
  const [xs, ws, bs] = [toValues(x), toValues(w), toValues(b)]
  const values = Array.from({ length: batch * outputs }, (_, i) => {
    const [n, o] = [Math.floor(i / outputs), i % outputs]
    const first = n * groups * inputs + Math.floor(o / (outputs / groups)) * inputs
    return windows.map(window => {
      let sum = bs[o] as number
      for (let c = 0; c < inputs; c++)
        window.forEach((at, tap) => {
          if (at !== null) sum += xs[(first + c) * places + at]! * ws[(o * inputs + c) * taps + tap]!
        })
      return sum
    })
  })
  return fromValues([batch, outputs, ...countsIn(extent, slide)], values.flat(), 'f64')
}

/** Laws of `conv3d`. */
export const conv3dLaws = (
  conv3d: Make = (inputs, outputs, kernel, options) =>
    forget(conv3dLayer(inputs, outputs, kernel, options as Readonly<Record<never, never>>)),
): LawSet =>
  lawSet(
    'conv3d',
    [
      law(
        'W26',
        'each output is its bias and the sum of all products of the kernel with its window, over the channels of its group',
        [samples],
        ({ slide, groups, x, w, b }) => {
          const { size, ...sliding } = slide
          const layer = conv3d(x.shape[1] as number, w.shape[0] as number, size, { ...sliding, groups })
          const [y] = layer.run({ w, b }, x, {}, evaluation)
          return exact(y, plainly(x, w, b, slide, groups))
        },
      ),
    ],
    [],
    25,
  )
