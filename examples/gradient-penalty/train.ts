/**
 * Training a critic, and what is known of it on the way.
 *
 * @module
 */
import {
  adam,
  compile,
  type Engine,
  type FloatDType,
  full,
  init,
  item,
  type Key,
  key,
  op,
  random,
  schedule,
  type Tensor,
  trainingStep,
  tree,
} from 'pullback'
import { type CriticObjective, critic, gap, gapOf, type Params, penalised, slopesOf } from './critic.ts'
import { disc, drawn, even, type Points, ring } from './points.ts'

/** A way to hold the slope of a critic. */
export interface Restraint {
  readonly name: string
  readonly objective: CriticObjective
  /** What happens to the parameters after each step. */
  readonly project: (params: Params) => Params
}

/** The weight of the penalty, as in the paper. */
export const lambda = 10

/** The penalty on the norm of the gradient. */
export const penalty: Restraint = { name: 'penalty', objective: penalised(lambda), project: params => params }

/** All weights between -bound and bound (Arjovsky, Chintala and Bottou: “Wasserstein GAN”, 2017). */
export const clipping = (bound: number): Restraint => ({
  name: `clipped at ${bound}`,
  objective: gap,
  project: tree.map((w: Tensor) => {
    const most = full<number, readonly number[], FloatDType>(w.shape, bound, w.dtype) as Tensor
    return op.maximum(op.minimum(w, most), op.neg(most))
  }),
})

/** What a critic is worth. */
export interface Judgement {
  /** The mean on the ring less the mean on the disc. */
  readonly gap: number
  /** The largest slope at the points. */
  readonly steepest: number
  /** The gap over the largest slope: no more than the distance, as no critic of slope 1 has a larger gap. */
  readonly bound: number
}

/** What is known after some steps. */
export interface Check extends Judgement {
  readonly step: number
}

/** A judge that looks at so many points of either distribution. */
export const judging = (
  count: number,
  dtype: FloatDType,
  engine: Engine,
): ((params: Params) => Judgement) => {
  const [inside, outside] = [even(disc, count, dtype), even(ring, count, dtype)]
  const measure = compile(
    (params: Params, a: Points, b: Points) => ({
      gap: gapOf(params, a, b),
      steepest: op.max([0])(slopesOf(params, op.concat(0)(a, b) as Points)),
    }),
    { engine },
  )
  return params => {
    const measured = measure(params, inside, outside)
    const [difference, steepest] = [item(measured.gap), item(measured.steepest)]
    return { gap: difference, steepest, bound: difference / steepest }
  }
}

/** How to train. */
export interface TrainOptions {
  readonly seed: number
  readonly steps: number
  /** The steps between two checks. */
  readonly every: number
  readonly dtype: FloatDType
  readonly engine: Engine
}

/** Points of either distribution in a step. */
export const size = 256

/** Trains from new points in each step; gives each check with the parameters there. */
export function* train(
  { objective, project }: Restraint,
  judge: (params: Params) => Judgement,
  { seed, steps, every, dtype, engine }: TrainOptions,
): Generator<{ readonly check: Check; readonly params: Params }, void, void> {
  const optimiser = adam(schedule.cosine(0.001, { steps }), { beta1: 0.5, beta2: 0.9 })
  const step = trainingStep(optimiser)(objective)
  const [forParams, forSteps] = random.split(2)(key(seed))
  const advance = compile(
    (now: Parameters<typeof step>[0], rates: Parameters<typeof step>[2], own: Key) => {
      const [a, b, c] = random.split(3)(own)
      const batch = { inputs: drawn(disc, size, dtype)(a), targets: drawn(ring, size, dtype)(b) }
      const { next } = step(now, batch, rates, c)
      return { ...next, params: project(next.params) }
    },
    { engine },
  )
  const model = init(critic, { dtype })(forParams)
  let now: Parameters<typeof step>[0] = { ...model, optimiser: optimiser.init(model.params) }
  for (let done = 0; done <= steps; done++) {
    if (done % every === 0) yield { check: { step: done, ...judge(now.params) }, params: now.params }
    if (done < steps) now = advance(now, optimiser.rates(done), random.foldIn(done)(forSteps))
  }
}
