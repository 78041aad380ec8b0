/**
 * The network whose curvature is watched, and its training by plain gradient descent.
 *
 * @module
 */
import {
  compile,
  compose,
  dense,
  type Engine,
  init,
  key,
  label,
  lossOf,
  op,
  type ParamsOf,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  tree,
} from 'pullback'
import type { Points } from '../spiral/data.ts'

/** Two hidden layers, smooth everywhere. */
export const net = compose(
  label('first')(dense(2, 24)),
  tanh(),
  label('second')(dense(24, 24)),
  tanh(),
  label('scores')(dense(24, 3)),
)

export type Params = ParamsOf<typeof net>

/** The first parameters. */
export const begin = (seed: number): Params => init(net, { dtype: 'f64' })(key(seed)).params

/** The mean cross-entropy of all points as a map of the parameters. */
export const lossAt = (points: Points): smooth.Scalar<Params> =>
  lossOf(init(net)(key(0)).state)(supervised(softmaxCrossEntropy())(net))(points) as smooth.Scalar<Params>

/** `p + factor · d`, leaf by leaf. */
export const moved = (p: Params, d: Params, factor: number): Params =>
  tree.zipWith((x: Tensor, dx: Tensor) => op.add(x, op.scale(factor)(dx)))(p, d)

/** A step down the gradient, with the loss before it. */
export const descent = (loss: smooth.Scalar<Params>, rate: number, engine: Engine) =>
  compile(
    (p: Params) => {
      const [value, slope] = smooth.valueAndGradient(loss)(p)
      return { loss: value, params: moved(p, slope as Params, -rate) }
    },
    { engine },
  )
