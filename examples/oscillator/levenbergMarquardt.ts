/**
 * Least squares by damped Gauss-Newton steps, from the gradient of each single residual.
 *
 * @module
 */
import { compile, type Engine, item, op, scalar, smooth, type Tensor, tree } from 'pullback'
import { conjugateGradients } from '../newton/conjugateGradients.ts'
import type { Column } from './model.ts'

/** The residual of one example. */
export type Residual<P, E> = (example: E) => smooth.Scalar<P>

/** Half the mean square. */
const halfMeanSquare = (r: Column): Tensor<[]> => op.scale(0.5 / r.shape[0])(op.sum()(op.mul(r, r)))

const sizeOf = (x: Tensor): number => x.shape.reduce((product, size) => product * size, 1)

/** The derivatives of all residuals by one tensor of parameters: a row for each residual. */
const asRows = (x: Tensor): Tensor<[number, number]> => {
  const count = x.shape[0] as number
  return op.reshape([count, sizeOf(x) / count])(x)
}

/**
 * A step down `½ mean r²`: `d = -Jᵀ (J Jᵀ + μ)⁻¹ r`, which is the solution of `(Jᵀ J + μ) d = -Jᵀ r` with as many equations as there are
 * residuals and not parameters, by conjugate gradients. μ halves where the loss falls as the parabola foretold, and grows where it does
 * not (Levenberg 1944, Marquardt 1963).
 */
export const levenbergMarquardt = <P, E>(
  residual: Residual<P, E>,
  examples: smooth.Batched<E>,
  first: P,
  engine: Engine,
) => {
  const count = tree.tensors(examples)[0]?.shape[0] as number
  // The value and the gradient of each residual by itself: a row of the Jacobian for each, without a loop.
  const each = (params: P) =>
    smooth.vmap((example: E) => smooth.valueAndGradient(residual(example))(params))(examples)
  const underEachOther = op.reshape([count, 1])
  const solve = compile(
    (params: P, damping: Tensor<[]>) => {
      const [values, gradients] = each(params)
      const r = underEachOther(values) as Column
      const rows = tree.tensors(gradients).map(x => asRows(x as Tensor))
      const gram = rows.map(j => op.matmul(j, op.transpose()(j))).reduce((total, part) => op.add(total, part))
      const damped = (y: Column): Column => op.add(op.matmul(gram, y), op.scaleBy(damping)(y))
      const weights = conjugateGradients(damped, 2 * count)(op.neg(r))
      const steps = rows.map(j => op.matmul(op.transpose()(j), weights))[Symbol.iterator]()
      const next = tree.map((p: Tensor) => {
        const step = steps.next().value as Tensor
        return op.add(p, op.reshape<number, readonly number[]>(p.shape)(step) as Tensor)
      })(params)
      const left = op.add(r, op.matmul(gram, weights))
      const loss = halfMeanSquare(r)
      return {
        loss,
        promised: op.sub(loss, halfMeanSquare(left)),
        next,
        reached: halfMeanSquare(underEachOther(each(next)[0]) as Column),
      }
    },
    { engine },
  )
  let [params, damping] = [first, 1]
  return (): { readonly loss: number; readonly params: P } => {
    const { loss, promised, next, reached } = solve(params, scalar(damping, 'f64'))
    const before = params
    const [fell, foretold] = [item(loss) - item(reached), item(promised)]
    // Where the equations were not solved well enough, nothing is foretold, or too much.
    const kept = fell > 0 && foretold > 0 ? fell / foretold : 0
    if (fell > 0) params = next
    damping = Math.min(Math.max(damping * (kept > 0.75 ? 0.5 : kept < 0.25 ? 4 : 1), 1e-8), 1e8)
    return { loss: item(loss), params: before }
  }
}
