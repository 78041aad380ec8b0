/**
 * Predictions without an example: foretold by a product with the inverse Hessian, and by training again.
 *
 * @module
 */
import {
  compile,
  dense,
  type Engine,
  fromValues,
  init,
  item,
  key,
  ones,
  op,
  type ParamsOf,
  perExample,
  scalar,
  smooth,
  smoothOf,
  type Tensor,
  toValues,
  tree,
} from 'pullback'
import { conjugateGradients, inner, plus } from '../newton/conjugateGradients.ts'
import type { Labelled } from './data.ts'

const model = dense(64, 10)
export type Params = ParamsOf<typeof model>
type Weights = Tensor<[number]>

const scoresOf = smoothOf(model, {})
const crossEntropy = perExample.softmaxCrossEntropy()

/** How strongly parameters are held near 0: the loss is strictly convex with it, so there is one best model. */
const decay = 0.01

/** The loss of each example. */
const lossesOf = (params: Params, { inputs, targets }: Labelled): Tensor<[number]> =>
  crossEntropy(targets)(scoresOf([params, inputs])[0])[0] as Tensor<[number]>

/** `Σ wᵢ ℓᵢ / n + decay/2 ‖p‖²`: an example of weight 0 is left out. */
const weighted = (examples: Labelled, weights: Weights): smooth.Scalar<Params> =>
  smooth.lift((params: Params): Tensor<[]> => {
    const mean = op.scale(1 / examples.targets.shape[0])(
      op.sum()(op.mul(weights, lossesOf(params, examples))),
    )
    return op.add(mean, op.scale(decay / 2)(inner(params, params)))
  })

/** What the best softmax regression says, and how that depends on each example. */
export const removals = (train: Labelled, test: Labelled, engine: Engine) => {
  const count = train.targets.shape[0]
  const allOf = ones([count], 'f64')
  // A Newton step: the Hessian is never made, products with it solve for the direction.
  const step = compile(
    (params: Params, weights: Weights) => {
      const loss = weighted(train, weights)
      const slope = smooth.gradient(loss)(params) as Params
      const direction = conjugateGradients((v: Params) => smooth.hvp(loss)(params, v), 100)(slope)
      return { params: plus(params, scalar(-1, 'f64'), direction), slope: op.sqrt(inner(slope, slope)) }
    },
    { engine },
  )
  /** The parameters at which the gradient vanishes, from others near or far. */
  const best = (weights: Weights, from: Params): Params => {
    let params = from
    for (let i = 0; i < 30; i++) {
      const next = step(params, weights)
      if (item(next.slope) < 1e-9) return params
      params = next.params
    }
    return params
  }
  const start = tree.map((p: Tensor) => op.scale(0)(p))(init(model, { dtype: 'f64' })(key(0)).params)
  const params = best(allOf, start)
  const testLosses = compile((p: Params) => lossesOf(p, test), { engine })
  const before = Array.from(toValues(testLosses(params)))

  const foretell = compile(
    (p: Params, chosen: Tensor<[number]>) => {
      const loss = weighted(train, allOf)
      const wanted = smooth.lift((q: Params): Tensor<[]> => op.sum()(op.mul(chosen, lossesOf(q, test))))
      const direction = conjugateGradients(
        (v: Params) => smooth.hvp(loss)(p, v),
        100,
      )(smooth.gradient(wanted)(p) as Params)
      // One tangent through the losses of all examples is the product of every gradient with the direction.
      const [, along] = smooth.jvp((q: Params) => lossesOf(q, train))(p, direction)
      return op.scale(1 / count)(along)
    },
    { engine },
  )
  const oneHot = (at: number, size: number): Weights =>
    fromValues<number, [number], 'f64'>(
      [size],
      Array.from({ length: size }, (_, i) => (i === at ? 1 : 0)),
      'f64',
    )

  return {
    /** The loss of each digit to predict. */
    before,
    /**
     * By how much the loss of a digit to predict would rise without each example: `gᵢᵀ H⁻¹ g / n` (Koh and Liang: “Understanding
     * black-box predictions via influence functions”, 2017).
     */
    foretold: (digit: number): readonly number[] =>
      Array.from(toValues(foretell(params, oneHot(digit, before.length)))),
    /** By how much it rises when the model is trained again without it. */
    removed: (digit: number, example: number): number => {
      const without = op.sub(allOf, oneHot(example, count))
      const after = toValues(testLosses(best(without, params)))[digit] as number
      return after - (before[digit] as number)
    },
  }
}
