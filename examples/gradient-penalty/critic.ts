/**
 * The critic, its slopes, and what it is trained to make small.
 *
 * @module
 */
import {
  type Context,
  compose,
  dense,
  init,
  type Key,
  key,
  label,
  type Objective,
  onesLike,
  op,
  type ParamsOf,
  random,
  relu,
  type StateOf,
  smooth,
  smoothOf,
  type Tensor,
} from 'pullback'
import type { Points } from './points.ts'

/** Two hidden layers; one number for each point, with no bounds. */
export const critic = compose(
  label('first')(dense(2, 64)),
  relu(),
  label('second')(dense(64, 64)),
  relu(),
  label('score')(dense(64, 1)),
)

export type Params = ParamsOf<typeof critic>
type Scores = Tensor<[number, 1]>

const { state } = init(critic)(key(0))
const scoresOf = smoothOf(critic, state)

/** What the critic gives each point. */
export const scoresAt = (params: Params, points: Points): Scores => scoresOf([params, points])[0]

const mean = (x: Tensor): Tensor<[]> =>
  op.scale(1 / x.shape.reduce((count, size) => count * size, 1))(op.sum()(x))

/** How much more the critic gives to points of the ring than to points of the disc, on average. */
export const gapOf = (params: Params, inside: Points, outside: Points): Tensor<[]> =>
  op.sub(mean(scoresAt(params, outside)), mean(scoresAt(params, inside)))

/** The norm of the gradient of the critic with respect to each point. */
export const slopesOf = (params: Params, points: Points): Tensor<[number]> => {
  const [scores, pull] = scoresOf([params, points])
  const [, gradient] = pull(onesLike(scores))
  const squares = op.sum([1])(op.mul(gradient, gradient)) as Tensor<[number]>
  // Where the critic is flat the norm has a kink; the root has a slope there.
  return op.sqrt(op.shift(1e-12)(squares))
}

/** Points on the lines between pairs of points, each somewhere. */
const between = (inside: Points, outside: Points, key: Key): Points => {
  const { shape, dtype } = inside
  const share = op.broadcast(shape)(random.uniform([shape[0], 1], 0, 1, { dtype })(key))
  return op.add(inside, op.mul(share, op.sub(outside, inside)))
}

/** Points of the disc, and of the ring. */
export type CriticObjective = Objective<Points, Points, Tensor<[]>, Params, StateOf<typeof critic>>

const objective = (
  name: string,
  lossOf: (params: Params, inside: Points, outside: Points, context: Context) => Tensor<[]>,
): CriticObjective => ({
  name,
  init: (from, dtype) => init(critic, { dtype })(from),
  run: (params, { inputs, targets }, now, context) => {
    const [loss, pull] = smooth.lift((p: Params) => lossOf(p, inputs, targets, context))(params)
    return [loss, dloss => pull(dloss), now, gapOf(params, inputs, targets)]
  },
})

/** The gap alone: with nothing to hold it, it grows for ever. */
export const gap: CriticObjective = objective('gap', (params, inside, outside) =>
  op.neg(gapOf(params, inside, outside)),
)

/**
 * The gap, held by `λ (slope - 1)²` on the lines between the two (Gulrajani and others: “Improved training of Wasserstein GANs”, 2017).
 * The slope is a gradient already; the training step differentiates it again, by the parameters.
 */
export const penalised = (lambda: number): CriticObjective =>
  objective('penalised', (params, inside, outside, context) => {
    if (context.mode === 'evaluation') return op.neg(gapOf(params, inside, outside))
    const excess = op.shift(-1)(slopesOf(params, between(inside, outside, context.key)))
    return op.sub(op.scale(lambda)(mean(op.mul(excess, excess))), gapOf(params, inside, outside))
  })
