/**
 * Operations on tensors: plain functions that apply primitives. They do not differentiate; smooth maps and layers, which
 * are written with them, do. Options come first and the tensor last; those of two tensors take both, or the second alone.
 *
 * @module
 */
export { neg } from './arithmetic.ts'
export { argmaxWindows, type WindowOptions } from './argmaxWindows.ts'
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
export { broadcast, broadcastAlong, sum } from './broadcast.ts'
export { select } from './compare.ts'
export { acos, asin, atan, tan } from './circular.ts'
export { concat } from './concat.ts'
export { convert } from './convert.ts'
export type { ConvolveOptions, SizedConvolveOptions } from './convolution.ts'
export { convolve, convolveKernel, convolveTransposed } from './convolve.ts'
export { dynamicSlice, dynamicUpdateSlice, type Start } from './block.ts'
export { abs, cos, erf, exp, expm1, log, log1p, sigmoid, sign, sin, sqrt, tanh } from './elementary.ts'
export { type ArgReduction, argmax, max } from './reduceMax.ts'
export type { Kept, Reduced, Reduction, ReductionOptions } from './reduction.ts'
export { erfc, erfinv } from './errorFunction.ts'
export { digamma, lgamma, polygamma } from './gamma.ts'
export { acosh, asinh, atanh, cosh, sinh } from './hyperbolic.ts'
export { log10, log2, logit } from './logarithm.ts'
export { ceil, floor, round, trunc } from './rounding.ts'
export { softsign } from './softsign.ts'
export { scatterAdd } from './gather.ts'
export { pad, slice } from './pad.ts'
export { barrier, reshape } from './reshape.ts'
export { norm, safeLog, safeSqrt } from './safe.ts'
export { scale, shift } from './scale.ts'
export { scaleBy } from './scaleBy.ts'
export { transpose } from './transpose.ts'
