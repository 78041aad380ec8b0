/**
 * Operations on tensors: the primitives as functions, and what is composed of them. They do not differentiate; smooth maps and
 * layers, which are written with them, do. Options come first and the tensor last; those of two tensors take both, or the second
 * alone.
 *
 * @module
 */
export * from '../primitive/index.ts'
export * from './cumulative/index.ts'
export * from './linearAlgebra/index.ts'
export * from './movement/index.ts'
export * from './order/index.ts'
export * from './reduction/index.ts'
export { einsum, type Einsum } from './einsum/einsum.ts'
export {
  type Complex,
  fft,
  type FourierOptions,
  ifft,
  irfft,
  type RealFourierOptions,
  rfft,
} from './fourier.ts'
export {
  clip,
  type ClipOptions,
  logaddexp,
  logSigmoid,
  reciprocal,
  rsqrt,
  square,
} from './elementwise.ts'
export { and, areFinite as isFinite, areNaN as isNaN, type Logical, not, or, where } from './logic.ts'
