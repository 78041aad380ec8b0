/**
 * The largest eigenvalue of a Hessian by power iteration: products with it are all that is needed.
 *
 * @module
 */
import { compile, type Engine, item, op, smooth, type Tensor, tree } from 'pullback'
import type { Params } from './model.ts'

const inner = (x: Params, y: Params): Tensor<[]> =>
  tree
    .tensors(tree.zipWith((a: Tensor, b: Tensor) => op.sum()(op.mul(a, b)))(x, y))
    .reduce((total, part) => op.add(total as Tensor<[]>, part as Tensor<[]>)) as Tensor<[]>

const scaled = (factor: Tensor<[]>, x: Params): Params => tree.map((a: Tensor) => op.scaleBy(factor)(a))(x)

const one = op.shift(1)

/** An estimate of an eigenvalue and of the direction that belongs to it. */
export interface Eigenpair {
  readonly value: number
  readonly vector: Params
  /** `‖H v - λ v‖ / |λ|`: how far the direction still turns. */
  readonly residual: number
}

/**
 * Multiplies by the Hessian until the direction stays, or so many times. It finds the eigenvalue that is largest in size; of a loss
 * that is being trained that is the steepest curvature upwards.
 */
export const powerIteration = (loss: smooth.Scalar<Params>, engine: Engine) => {
  const step = compile(
    (p: Params, v: Params) => {
      const unit = scaled(op.div(one(op.scale(0)(inner(v, v))), op.sqrt(inner(v, v))), v)
      const product = smooth.hvp(loss)(p, unit)
      const value = inner(unit, product)
      const rest = tree.zipWith((a: Tensor, b: Tensor) => op.sub(a, op.scaleBy(value)(b)))(product, unit)
      return { value, product, turned: op.sqrt(inner(rest, rest)) }
    },
    { engine },
  )
  return (params: Params, start: Params, most = 200, tolerance = 1e-3): Eigenpair => {
    let [vector, value, residual] = [start, 0, Number.POSITIVE_INFINITY]
    for (let i = 0; i < most && residual > tolerance; i++) {
      const next = step(params, vector)
      vector = next.product
      value = item(next.value)
      residual = item(next.turned) / Math.abs(value)
    }
    return { value, vector, residual }
  }
}
