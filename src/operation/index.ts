/**
 * Operations on tensors: the primitives as functions, and what is composed of them. They do not differentiate; smooth maps and
 * layers, which are written with them, do. Options come first and the tensor last; those of two tensors take both, or the second
 * alone.
 *
 * @module
 */
export * from '../primitive/index.ts'
export * from './cumulative/index.ts'
export { type Einsum, einsum } from './einsum/einsum.ts'
export {
  type ClipOptions,
  clip,
  logaddexp,
  logSigmoid,
  reciprocal,
  rsqrt,
  square,
} from './elementwise.ts'
export {
  type Complex,
  type FourierOptions,
  fft,
  ifft,
  irfft,
  type RealFourierOptions,
  rfft,
} from './fourier.ts'
export * from './linearAlgebra/index.ts'
export { and, areFinite as isFinite, areNaN as isNaN, type Logical, not, or, where } from './logic.ts'
export * from './movement/index.ts'
export * from './order/index.ts'
export * from './reduction/index.ts'
