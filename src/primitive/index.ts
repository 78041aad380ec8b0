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
  div,
  equal,
  gather,
  greater,
  greaterEqual,
  matmul,
  matmulNT,
  matmulTN,
  maximum,
  minimum,
  mul,
  takeAlong,
  safeDiv,
  sub,
} from './binary.ts'
export { broadcast, broadcastAlong, sum } from './broadcast.ts'
export { select } from './compare.ts'
export { concat } from './concat.ts'
export { convert } from './convert.ts'
export {
  type ConvolveOptions,
  convolve,
  convolveKernel,
  convolveTransposed,
  type SizedConvolveOptions,
} from './convolve.ts'
export { abs, cos, erf, exp, expm1, log, log1p, sigmoid, sign, sin, sqrt, tanh } from './elementary.ts'
export { type ArgReduction, argmax, max } from './reduceMax.ts'
export type { Kept, Reduced, Reduction, ReductionOptions } from './reduction.ts'
export { scatterAdd } from './gather.ts'
export { pad, slice } from './pad.ts'
export { barrier, reshape } from './reshape.ts'
export { norm, safeLog, safeSqrt } from './safe.ts'
export { scale, shift } from './scale.ts'
export { scaleBy } from './scaleBy.ts'
export { transpose } from './transpose.ts'
