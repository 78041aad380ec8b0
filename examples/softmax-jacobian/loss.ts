/**
 * The notebook's loss, and three ways to it from scores that are the same map.
 *
 * @module
 */
import { type Cotangent, op, smooth, type Tensor } from 'pullback'
import { type Columns, onColumns } from './columns.ts'
import { byJacobian, byPullback } from './softmax.ts'

/** A loss of columns, whatever their length; targets are one-hot. */
export type ColumnLoss = <C extends number>(
  y: Columns<C>,
) => (x: Columns<C>) => readonly [Tensor<[]>, (dloss: Cotangent<Tensor<[]>>) => Cotangent<Columns<C>>]

/** The notebook's `cce_gradient`. */
export const cceGradient = <C extends number>(y: Columns<C>, yhat: Columns<C>): Columns<C> =>
  op.neg(op.div(y, yhat))

/**
 * The notebook's `cce`: the mean over the samples of `-Σ y · log ŷ`. The minus sign is easily lost when the blank is filled,
 * as the formula has it within the sum; `-y / ŷ` is the gradient of the loss that has it.
 */
export const cce: ColumnLoss = y => yhat => {
  const share = 1 / yhat.shape[1]
  return [
    op.scale(-share)(op.sum()(op.mul(y, op.log(yhat)))),
    dloss => op.scaleBy(op.scale(share)(dloss))(cceGradient(y, yhat)),
  ]
}

const logSoftmax = onColumns(smooth.logSoftmax)

/** Softmax and cross-entropy in one step, whose pullback is `(a - y) / n`: no logarithm meets a probability of 0. */
export const fused: ColumnLoss = y => z => {
  const [[a], [logs]] = [byPullback(z), logSoftmax(z)]
  const share = 1 / z.shape[1]
  return [
    op.scale(-share)(op.sum()(op.mul(y, logs))),
    dloss => op.scaleBy(op.scale(share)(dloss))(op.sub(a, y)),
  ]
}

/** The loss of what a map of columns gives. */
const andThen = <C extends number>(
  map: smooth.Smooth<Columns<C>, Columns<C>>,
  loss: smooth.Smooth<Columns<C>, Tensor<[]>>,
): smooth.Smooth<Columns<C>, Tensor<[]>> => smooth.compose(map, loss)

/** A way from scores to the loss. */
export type Form = 'jacobian' | 'pullback' | 'fused'

/** All of them. */
export const forms: readonly Form[] = ['jacobian', 'pullback', 'fused']

/** Softmax and then `cce`, softmax by its Jacobian or by its pullback; and both in one step. */
export const losses: Readonly<Record<Form, ColumnLoss>> = {
  jacobian: y => andThen(byJacobian, cce(y)),
  pullback: y => andThen(byPullback, cce(y)),
  fused,
}
