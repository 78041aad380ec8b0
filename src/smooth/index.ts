/**
 * Smooth maps and how to put them together.
 *
 * @module
 */
export { Category, compose, type Identity, identity, URI } from './category.ts'
export { cond } from './cond.ts'
export { addCotangents, monoidAt, scaleCotangent } from './cotangents.ts'
export { type FixedPoint, type FixedPointOptions, fixedPoint } from './fixedPoint.ts'
export { fromPrimitive } from './fromPrimitive.ts'
export {
  gaussNewtonVectorProduct,
  gradient,
  hvp,
  type Scalar,
  valueAndGradient,
} from './gradient.ts'
export { type Hessian, hessian, type Jacobian, jacfwd, jacobian, jacrev } from './jacobian.ts'
export { jvp, type Tangent, tangentAt } from './jvp.ts'
export { lift, liftOperations } from './lift.ts'
export { derivativesAlong } from './line.ts'
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
} from './operations.ts'
export type { Elementwise, ElementwiseMap, Pairwise, PairwiseMap, Polymorphic } from './polymorphic.ts'
export { perExampleGradientNorms, perExampleGradients } from './perExample.ts'
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
} from './product.ts'
export { loop, type ScanCell, type SmoothScanOptions, scan } from './scan.ts'
export { type Pullback, pullbackAt, type Smooth, value } from './smooth.ts'
export { norm, safeDiv, safeLog, safeSqrt } from './safe.ts'
export { logSoftmax, logSumExp, softmax } from './softmax.ts'
export { type Batched, vmap } from './vmap.ts'
export { type WhileLoopOptions, type WhileLoopResult, whileLoop } from './whileLoop.ts'
export { withPullback } from './withPullback.ts'
