/**
 * Operations on tensors: plain functions that apply primitives. They do not differentiate; smooth maps and layers, which
 * are written with them, do. Options come first and the tensor last; those of two tensors take both, or the second alone.
 *
 * @module
 */

export {
  add,
  atan2,
  div,
  equal,
  greater,
  greaterEqual,
  hypot,
  maximum,
  minimum,
  mul,
  pow,
  remainder,
  safeDiv,
  sub,
} from './binary.ts'
export { gather, type TakeAlong, type TakeAlongAxis, takeAlong } from './binaryIndices.ts'
export { matmul, matmulNT, matmulTN } from './binaryProducts.ts'
export { dynamicSlice, dynamicUpdateSlice, type Start } from './block/block.ts'
export { neg } from './elementwise/arithmetic.ts'
export { acos, asin, atan, tan } from './elementwise/circular.ts'
export { select } from './elementwise/compare.ts'
export { convert } from './elementwise/convert.ts'
export {
  abs,
  cos,
  erf,
  exp,
  expm1,
  log,
  log1p,
  sigmoid,
  sign,
  sin,
  sqrt,
  tanh,
} from './elementwise/elementary.ts'
export { erfc, erfinv } from './elementwise/errorFunction.ts'
export { digamma, lgamma, polygamma } from './elementwise/gamma.ts'
export { acosh, asinh, atanh, cosh, sinh } from './elementwise/hyperbolic.ts'
export { log2, log10, logit } from './elementwise/logarithm.ts'
export { ceil, floor, round, trunc } from './elementwise/rounding.ts'
export { scale, shift } from './elementwise/scale.ts'
export { softsign } from './elementwise/softsign.ts'
export { concat } from './movement/concat.ts'
export { scatterAdd } from './movement/gather.ts'
export { pad, slice } from './movement/pad.ts'
export { barrier, reshape } from './movement/reshape.ts'
export { transpose } from './movement/transpose.ts'
export { broadcast, broadcastAlong, sum } from './reduction/broadcast.ts'
export { type ArgReduction, argmax, max } from './reduction/reduceMax.ts'
export type { Kept, Reduced, Reduction, ReductionOptions } from './reduction/reduction.ts'
export { norm, safeLog, safeSqrt } from './reduction/safe.ts'
export { scaleBy } from './reduction/scaleBy.ts'
export { argmaxWindows, type WindowOptions } from './window/argmaxWindows.ts'
export type { ConvolveOptions, SizedConvolveOptions } from './window/convolution.ts'
export { convolve, convolveKernel, convolveTransposed } from './window/convolve.ts'
