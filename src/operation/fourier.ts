/**
 * Discrete Fourier transforms along an axis. Complex numbers are pairs of tensors.
 *
 * @module
 */

import { bind, bindIn } from '../primitive/core/bind.ts'
import { requireAxes, requireFloat, requireSameDType, requireSameShape } from '../primitive/core/rule.ts'
import { mul } from '../primitive/elementwise/arithmetic.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { transformed } from '../primitive/fourier/fourier.ts'
import { Concat } from '../primitive/movement/concat.ts'
import { Pad, Slice } from '../primitive/movement/pad.ts'
import { Reshape } from '../primitive/movement/reshape.ts'
import { Transpose } from '../primitive/movement/transpose.ts'
import { Broadcast } from '../primitive/reduction/broadcast.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ShapeError } from '../tensor/error.ts'
import { fromValues, zerosLike } from '../tensor/function/constructors.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../tensor/tensor.ts'

/**
 * Complex numbers: their real and their imaginary parts, of one shape.
 *
 * @category Other
 * @since 0.1.0
 */
export interface Complex<S extends Shape = Shape> {
  readonly re: Tensor<S>
  readonly im: Tensor<S>
}

/**
 * Along which axis sequences lie.
 *
 * @category Other
 * @since 0.1.0
 */
export interface FourierOptions {
  /** Defaults to the last. */
  readonly axis?: number
}

/**
 * Along which axis spectra lie, and how long the sequences are that they are of.
 *
 * @category Other
 * @since 0.1.0
 */
export interface RealFourierOptions extends FourierOptions {
  /** Defaults to `2 (n - 1)` for spectra of length n: lengths that are even. */
  readonly length?: number
}

const axisOf = (operation: string, x: AnyTensor, { axis }: FourierOptions): number => {
  if (x.shape.length === 0)
    throw new ShapeError(`${operation} needs an axis to transform along, but was given shape [].`, [x.shape])
  const along = axis ?? x.shape.length - 1
  requireAxes(operation, x.shape, [along])
  if (x.shape[along] === 0)
    throw new ShapeError(
      `${operation} needs one element at least along axis ${along}, but was given shape ${showShape(x.shape)}.`,
      [x.shape],
      along,
    )
  return along
}

/** The axis as the last. */
const toLast = (x: AnyTensor, axis: number): AnyTensor =>
  axis === x.shape.length - 1
    ? x
    : bind(Transpose, { axes: [...x.shape.map((_, i) => i).filter(i => i !== axis), axis] }, [x])

/** The last axis as another. */
const fromLast = (x: AnyTensor, axis: number): AnyTensor => {
  const last = x.shape.length - 1
  if (axis === last) return x
  return bind(Transpose, { axes: x.shape.map((_, i) => (i < axis ? i : i === axis ? last : i - 1)) }, [x])
}

const besideEachOther = (re: AnyTensor, im: AnyTensor): AnyTensor => {
  const shape = re.shape.toSpliced(-1, 0, 1)
  const part = (x: AnyTensor): AnyTensor => bind(Reshape, { shape }, [x])
  return bind(Concat, { axis: shape.length - 2 }, [part(re), part(im)])
}

/** The first numbers of the last axis of the real (0) or imaginary (1) parts. */
const partOf = (both: AnyTensor, which: 0 | 1, count: number): AnyTensor => {
  const rank = both.shape.length
  const start = both.shape.map((_, axis) => (axis === rank - 2 ? which : 0))
  const sizes = both.shape.with(-2, 1).with(-1, count)
  return bind(Reshape, { shape: sizes.toSpliced(-2, 1) }, [bind(Slice, { start, sizes }, [both])])
}

const requireComplex = (operation: string, { re, im }: Complex): void => {
  requireFloat(operation, re)
  requireSameDType(operation, re, im)
  requireSameShape(operation, re, im)
}

const spectrum = (
  operation: string,
  inverse: boolean,
  options: FourierOptions,
  { re, im }: Complex,
): Complex => {
  requireComplex(operation, { re, im })
  const axis = axisOf(operation, re, options)
  const n = re.shape[axis]!
  const both = transformed(besideEachOther(toLast(re, axis), toLast(im, axis)), inverse)
  const scaled = inverse ? scale(1 / n)(both as Tensor) : both
  return {
    re: fromLast(partOf(scaled, 0, n), axis) as Tensor,
    im: fromLast(partOf(scaled, 1, n), axis) as Tensor,
  }
}

const alongAxis = { options: needs.options({ axis: needs.optional(needs.axis) }) }
const complex = { x: needs.record({ re: needs.tensor, im: needs.tensor }) }

/**
 * The discrete Fourier transform `y[k] = Σⱼ x[j] e^(-2πi jk / n)` along an axis of any length n, in n log n steps. Kin: `fft` of NumPy
 * and PyTorch.
 *
 * @throws ShapeError if both parts differ in shape, or there is no such axis or nothing along it.
 *
 * @example
 * import { op, tensor, zeros } from 'pullback'
 * op.fft()({ re: tensor([1, 0, 0, 0]), im: zeros([4]) }) // { re: [1, 1, 1, 1], im: [0, 0, 0, 0] }
 *
 * @category Operations
 * @since 0.1.0
 */
export const fft = takes('fft', [alongAxis, complex], () => fftUnchecked)

const fftUnchecked =
  (options: FourierOptions = {}) =>
  <S extends Shape>(x: Complex<S>): Complex<S> =>
    spectrum('fft', false, options, x) as Complex<S>

/**
 * The inverse of `op.fft`: `x[j] = 1/n Σₖ y[k] e^(2πi jk / n)`. Kin: `ifft` of NumPy and PyTorch.
 *
 * @throws ShapeError if both parts differ in shape, or there is no such axis or nothing along it.
 *
 * @category Operations
 * @since 0.1.0
 */
export const ifft = takes('ifft', [alongAxis, complex], () => ifftUnchecked)

const ifftUnchecked =
  (options: FourierOptions = {}) =>
  <S extends Shape>(x: Complex<S>): Complex<S> =>
    spectrum('ifft', true, options, x) as Complex<S>

/**
 * The first `⌊n/2⌋ + 1` numbers of the transform of real sequences of length n along an axis; the others are their conjugates. Kin:
 * `rfft` of NumPy and PyTorch.
 *
 * @throws ShapeError if there is no such axis or nothing along it.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.rfft()(tensor([1, 2, 3, 4])) // { re: [10, -2, -2], im: [0, 2, 0] }
 *
 * @category Operations
 * @since 0.1.0
 */
export const rfft = takes('rfft', [alongAxis, { x: needs.tensor }], () => rfftUnchecked)

const rfftUnchecked =
  (options: FourierOptions = {}) =>
  (x: Tensor): Complex => {
    requireFloat('rfft', x)
    const axis = axisOf('rfft', x, options)
    const sequences = toLast(x, axis)
    const count = Math.floor(x.shape[axis]! / 2) + 1
    const both = transformed(besideEachOther(sequences, zerosLike(sequences)), false)
    return {
      re: fromLast(partOf(both, 0, count), axis) as Tensor,
      im: fromLast(partOf(both, 1, count), axis) as Tensor,
    }
  }

/** How often each number of half a spectrum occurs in the whole: twice, as its conjugate, but the first and, of even lengths, the last. */
const occurrences = (x: AnyTensor, length: number): AnyTensor => {
  const { shape, dtype } = x
  const counts = Array.from({ length: shape.at(-1)! }, (_, k) => (k === 0 || 2 * k === length ? 1 : 2))
  return bindIn([x], Broadcast, { shape, axes: [shape.length - 1] }, [
    fromValues([counts.length], counts, dtype) as AnyTensor,
  ])
}

const requireLength = (count: number, length: number, shape: Shape, axis: number): void => {
  if (!Number.isInteger(length) || length < 1 || Math.floor(length / 2) + 1 !== count)
    throw new ShapeError(
      `irfft cannot give sequences of length ${length} from spectra of shape ${showShape(shape)}: there are ${count} along axis ` +
        `${axis}, but such sequences have ${Math.floor(length / 2) + 1}.`,
      [shape],
      axis,
    )
}

/**
 * The real sequences whose transform `op.rfft` gives. The imaginary parts of the first number and, for even lengths, of the last are
 * not read. Kin: `irfft` of NumPy and PyTorch.
 *
 * @throws ShapeError if both parts differ in shape, there is no such axis, or the length does not fit.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.irfft({ length: 5 })(op.rfft()(tensor([1, 2, 3, 4, 5]))) // [1, 2, 3, 4, 5]
 *
 * @category Operations
 * @since 0.1.0
 */
export const irfft = takes(
  'irfft',
  [
    {
      options: needs.options({
        axis: needs.optional(needs.axis),
        length: needs.optional(needs.positiveInteger),
      }),
    },
    complex,
  ],
  () => irfftUnchecked,
)

const irfftUnchecked =
  (options: RealFourierOptions = {}) =>
  ({ re, im }: Complex): Tensor => {
    requireComplex('irfft', { re, im })
    const axis = axisOf('irfft', re, options)
    const count = re.shape[axis]!
    const { length = 2 * (count - 1) } = options
    requireLength(count, length, re.shape, axis)
    const whole = (part: AnyTensor): AnyTensor => {
      const last = toLast(part, axis)
      const none = last.shape.map(() => 0)
      return bind(Pad, { before: none, after: none.with(-1, length - count) }, [
        mul(last, occurrences(last, length)),
      ])
    }
    // Of a number and its conjugate the real parts agree: so the number alone does, twice.
    const both = transformed(besideEachOther(whole(re), whole(im)), true)
    return fromLast(scale(1 / length)(partOf(both, 0, length) as Tensor), axis) as Tensor
  }
