/**
 * Smooth maps and how to put them together.
 *
 * @module
 */

export {
  gaussNewtonVectorProduct,
  gradient,
  hvp,
  type Scalar,
  valueAndGradient,
} from './derivative/gradient.ts'
export { type Hessian, hessian, type Jacobian, jacfwd, jacobian, jacrev } from './derivative/jacobian.ts'
export { jvp, type Tangent, tangentAt } from './derivative/jvp.ts'
export { lift, liftOperations } from './derivative/lift.ts'
export { derivativesAlong } from './derivative/line.ts'
export { perExampleGradientNorms, perExampleGradients } from './derivative/perExample.ts'
export { norm, safeDiv, safeLog, safeSqrt } from './derivative/safe.ts'
export { type Batched, vmap } from './derivative/vmap.ts'
export { cond } from './loop/cond.ts'
export { type FixedPoint, type FixedPointOptions, fixedPoint } from './loop/fixedPoint.ts'
export { loop, type ScanCell, type SmoothScanOptions, scan } from './loop/scan.ts'
export { type WhileLoopOptions, type WhileLoopResult, whileLoop } from './loop/whileLoop.ts'
export { Category, compose, type Identity, identity, URI } from './map/category.ts'
export { addCotangents, monoidAt, scaleCotangent } from './map/cotangents.ts'
export { fromPrimitive } from './map/fromPrimitive.ts'
export {
  abs,
  add,
  cos,
  div,
  erf,
  exp,
  expm1,
  log,
  log1p,
  matmul,
  maximum,
  minimum,
  mul,
  neg,
  reshape,
  scale,
  shift,
  sigmoid,
  sin,
  sqrt,
  sub,
  sum,
  tanh,
  transpose,
} from './map/operations.ts'
export type { Elementwise, ElementwiseMap, Pairwise, PairwiseMap, Polymorphic } from './map/polymorphic.ts'
export {
  associate,
  constant,
  discard,
  duplicate,
  fanout,
  first,
  fixSecond,
  fst,
  parallel,
  plus,
  second,
  snd,
  swap,
  unassociate,
} from './map/product.ts'
export { type Pullback, pullbackAt, type Smooth, value } from './map/smooth.ts'
export { logSoftmax, logSumExp, softmax } from './map/softmax.ts'
export { withPullback } from './map/withPullback.ts'
