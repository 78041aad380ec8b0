/**
 * The discrete Fourier transform of pairs of real and imaginary parts.
 *
 * @module
 */
import { ShapeError } from '../../tensor/error.ts'
import { showShape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireFloat } from '../core/rule.ts'
import { transformOf } from './dft.ts'

/** Whether exponents are positive. Neither way is divided by the length. */
export interface FourierOptions {
  readonly inverse: boolean
}

/** `y[k] = Σ x[j] e^(∓2πi jk / n)` along the last axis; on the axis before are the real and the imaginary part. */
export const Fourier: Primitive<FourierOptions> = {
  name: 'fourier',
  shape: inputs => {
    const x = input(inputs, 0)
    requireFloat('fourier', x)
    if (x.shape.length < 2 || x.shape.at(-2) !== 2)
      throw new ShapeError(
        `fourier needs real and imaginary parts on the axis before the last, but was given shape ${showShape(x.shape)}.`,
        [x.shape],
      )
    if (x.shape.at(-1) === 0)
      throw new ShapeError(
        `fourier needs one element at least on its axis, but was given shape ${showShape(x.shape)}.`,
        [x.shape],
        x.shape.length - 1,
      )
    return x
  },
  kernel: ([x], y, { inverse }) => {
    const n = x!.shape.at(-1)!
    const transform = transformOf(n)
    const [re, im] = [new Float64Array(n), new Float64Array(n)]
    // With the parts exchanged on both sides, exponents change their sign.
    const [first, second] = inverse ? [im, re] : [re, im]
    for (let row = 0, end = sizeOf(x!.shape.slice(0, -2)); row < end; row++) {
      const base = row * 2 * n
      for (let i = 0; i < n; i++) {
        re[i] = x!.elements[base + i] as number
        im[i] = x!.elements[base + n + i] as number
      }
      transform(first, second)
      y.elements.set(re, base)
      y.elements.set(im, base + n)
    }
  },
  // The matrix of the transform is symmetric, and its conjugate that of the inverse.
  partials: (_, __, { inverse }) => [
    { apply: dx => transformed(dx, inverse), transpose: dy => transformed(dy, !inverse) },
  ],
}

/** The primitive, applied. */
export const transformed = (x: AnyTensor, inverse: boolean): AnyTensor => bind(Fourier, { inverse }, [x])
