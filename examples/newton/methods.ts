/**
 * Three ways down: each a compiled step, and what it costs in gradients.
 *
 * @module
 */
import {
  type AnyOptimiser,
  compile,
  type Engine,
  init,
  item,
  key,
  op,
  scalar,
  smooth,
  smoothOf,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  trainingStep,
  tree,
} from 'pullback'
import { lossAt, moved, net, type Params } from '../curvature/model.ts'
import type { Points } from '../spiral/data.ts'
import { conjugateGradients, inner } from './conjugateGradients.ts'

/** A method at work: one step, which gives the loss before it and what it cost. */
export interface Descent {
  readonly name: string
  readonly step: () => { readonly loss: number; readonly gradients: number }
}

type Map = smooth.Smooth<Params, Tensor<[number, 3]>>

/** The scores of all points as a map of the parameters. */
const scoresAt = ({ inputs }: Points): Map =>
  smooth.fixSecond<Params, Points['inputs'], Tensor<[number, 3]>>(
    smoothOf(net, init(net)(key(0)).state),
    inputs,
  )

/** Products with the Gauss-Newton matrix in a step. */
export const products = 12

/**
 * Gauss-Newton with damping, as Levenberg and Marquardt have it: `(JᵀHJ + μ) d = -g` by conjugate gradients, and less damping where
 * the loss falls as the parabola said, more where it does not (Martens: "Deep learning via Hessian-free optimization", 2010).
 */
export const gaussNewton = (points: Points, first: Params, engine: Engine): Descent => {
  const loss = lossAt(points)
  const times = smooth.gaussNewtonVectorProduct(scoresAt(points), softmaxCrossEntropy()(points.targets))
  const solve = compile(
    (p: Params, damping: Tensor<[]>) => {
      const [value, slope] = smooth.valueAndGradient(loss)(p)
      const damped = (v: Params): Params =>
        tree.zipWith((a: Tensor, b: Tensor) => op.add(a, op.scaleBy(damping)(b)))(times(p, v), v)
      const direction = conjugateGradients(
        damped,
        products,
      )(tree.map((g: Tensor) => op.neg(g))(slope as Params))
      const bent = inner(direction, damped(direction))
      // What the parabola says the loss falls by.
      const promised = op.sub(op.scale(-0.5)(bent), inner(direction, slope as Params))
      const next = moved(p, direction, 1)
      return { value, promised, next, reached: loss(next)[0] }
    },
    { engine },
  )
  let [params, damping] = [first, 1]
  return {
    name: 'Gauss-Newton',
    step: () => {
      const { value, promised, next, reached } = solve(params, scalar(damping, 'f64'))
      const kept = (item(value) - item(reached)) / item(promised)
      if (kept > 0) params = next
      damping = Math.min(Math.max(damping * (kept > 0.75 ? 2 / 3 : kept < 0.25 ? 3 / 2 : 1), 1e-6), 1e6)
      return { loss: item(value), gradients: 2 * (products + 1) + 1 }
    },
  }
}

/** An optimiser of the library, on all points. */
export const byGradients = (
  name: string,
  optimiser: AnyOptimiser,
  points: Points,
  first: Params,
  engine: Engine,
): Descent => {
  const objective = supervised(softmaxCrossEntropy())(net)
  const advance = compile(trainingStep(optimiser)(objective), { engine })
  const { state } = init(net)(key(0))
  let now = { params: first, state, optimiser: optimiser.init(first) }
  let step = 0
  return {
    name,
    step: () => {
      const { next, loss } = advance(now, points, optimiser.rates(step++), key(0))
      now = next
      return { loss: item(loss), gradients: 1 }
    },
  }
}
