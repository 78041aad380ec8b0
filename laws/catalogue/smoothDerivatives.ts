/**
 * Derivatives of smooth maps, with their laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, smooth, type Tensor } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import type { LawSet } from '../law.ts'
import { chosenLaws, condLaws } from '../smooth/cond.ts'
import { gaussNewtonLaws, hessianLaws } from '../smooth/curvature.ts'
import { scalarMap, scalarPoints } from '../smooth/curved.ts'
import { fixedPointLaws } from '../smooth/fixedPoint.ts'
import { gradientLaws } from '../smooth/gradient.ts'
import { jacobianLaws } from '../smooth/jacobian.ts'
import { liftLaws } from '../smooth/lift.ts'
import { lineLaws } from '../smooth/line.ts'
import { loopLaws, repeatedLaws, scanLaws } from '../smooth/loops.ts'
import { perExampleGradientLaws } from '../smooth/perExample.ts'
import { pureLaws } from '../smooth/purity.ts'
import { smoothLaws } from '../smooth/smooth.ts'
import { tangentLaws } from '../smooth/tangent.ts'
import { vmapLaws } from '../smooth/vmap.ts'
import { whileLoopLaws } from '../smooth/whileLoop.ts'
import { withPullbackLaws } from '../smooth/withPullback.ts'
import type { Entry } from './entry.ts'

type T = Tensor
type Name = keyof typeof smooth

/** A function made by differentiating another is a smooth map again, if it is lifted. */
const lifted = <A>(name: Name, f: (a: A) => unknown, point: Arbitrary<A>): LawSet =>
  smoothLaws<A, unknown>(`smooth.lift(${name} …)`, smooth.lift<A, unknown>(f), {
    point,
    plain: f,
    // It bends more sharply than single operations.
    stencil: { step: 1e-4, tolerance: 1e-8 },
  })

const vector = tensors([3])
const bentVector = (x: T): T => op.mul(x, op.sin(op.add(x, op.scale(0.5)(x))))
const bentSum = smooth.lift((x: T) => op.sum()(op.mul(bentVector(x), x)))
const bentCurvature = smooth.gaussNewtonVectorProduct(smooth.lift(bentVector), bentSum)
const directed = fc.tuple(vector, vector)
const weighed: Arbitrary<readonly [w: T, x: T]> = fc.tuple(tensors([3, 2]), tensors([4, 3]))

/** `Σ (x sin w) + Σ w²`: the gradient is nowhere near 0 for all examples. */
const tilted = (x: T): smooth.Scalar<T> =>
  smooth.lift(w => {
    const product: T = op.matmul(x as Tensor<[number, 3]>, op.sin(w) as Tensor<[3, 2]>)
    return op.add(op.sum()(product), op.sum()(op.mul(w, w)))
  })

/** By the names that they are exported under. */
export const smoothDerivativeCatalogue = {
  derivativesAlong: {
    laws: () => [
      lineLaws,
      pureLaws,
      lifted('derivativesAlong', ([x, v]) => smooth.derivativesAlong(bentVector, 2)(x, v), directed),
    ],
  },
  fixedPoint: { laws: () => [fixedPointLaws()] },
  gaussNewtonVectorProduct: {
    laws: () => [
      gaussNewtonLaws,
      pureLaws,
      lifted('gaussNewtonVectorProduct', ([x, v]) => bentCurvature(x, v), directed),
    ],
  },
  gradient: {
    laws: () => [gradientLaws, pureLaws, lifted('gradient', smooth.gradient(scalarMap), scalarPoints)],
  },
  hessian: { laws: () => [hessianLaws, pureLaws, lifted('hessian', smooth.hessian(bentSum), vector)] },
  hvp: {
    laws: () => [hessianLaws, pureLaws, lifted('hvp', ([x, v]) => smooth.hvp(bentSum)(x, v), directed)],
  },
  jacfwd: { laws: () => [jacobianLaws, pureLaws, lifted('jacfwd', smooth.jacfwd(bentVector), vector)] },
  jacobian: {
    laws: () => [
      jacobianLaws,
      pureLaws,
      lifted('jacobian', smooth.jacobian(smooth.lift(bentVector)), vector),
    ],
  },
  jacrev: {
    laws: () => [jacobianLaws, pureLaws, lifted('jacrev', smooth.jacrev(smooth.lift(bentVector)), vector)],
  },
  jvp: { laws: () => [tangentLaws, pureLaws] },
  lift: {
    laws: () => [
      liftLaws,
      smoothLaws('smooth.lift(bent)', smooth.lift(bentVector), { point: vector, plain: bentVector }),
    ],
  },
  liftOperations: {
    laws: () => [
      withPullbackLaws(),
      smoothLaws('smooth.liftOperations(bent)', smooth.liftOperations(bentVector), {
        point: vector,
        plain: bentVector,
      }),
    ],
  },
  perExampleGradientNorms: {
    laws: () => [
      perExampleGradientLaws,
      pureLaws,
      lifted('perExampleGradientNorms', ([w, x]) => smooth.perExampleGradientNorms(tilted)(w, x), weighed),
    ],
  },
  perExampleGradients: {
    laws: () => [
      perExampleGradientLaws,
      pureLaws,
      lifted('perExampleGradients', ([w, x]) => smooth.perExampleGradients(tilted)(w, x), weighed),
    ],
  },
  tangentAt: { laws: () => [tangentLaws, pureLaws] },
  valueAndGradient: {
    laws: () => [
      gradientLaws,
      pureLaws,
      lifted('valueAndGradient', smooth.valueAndGradient(scalarMap), scalarPoints),
    ],
  },
  cond: { laws: () => [condLaws(), chosenLaws()] },
  loop: { laws: () => [loopLaws(), repeatedLaws()] },
  scan: { laws: () => [loopLaws(), scanLaws()] },
  vmap: {
    laws: () => [vmapLaws, pureLaws, lifted('vmap', x => smooth.vmap(bentVector)(x), tensors([2, 3]))],
  },
  whileLoop: { laws: () => [whileLoopLaws()] },
  withPullback: {
    laws: () => [
      liftLaws,
      withPullbackLaws(),
      smoothLaws(
        'smooth.withPullback(x²)',
        smooth.withPullback(
          (x: T) => op.mul(x, x),
          (x, _, dy) => op.scale(2)(op.mul(dy, x)),
        ),
        { point: vector, plain: x => op.mul(x, x) },
      ),
    ],
  },
} as const satisfies Readonly<Record<string, Entry>>
