/**
 * Objectives with the balancing terms of mixtures of experts.
 *
 * @module
 */
import { add } from '../primitive/elementwise/arithmetic.ts'
import { scale } from '../primitive/elementwise/scale.ts'
import { sum } from '../primitive/reduction/broadcast.ts'
import { cotangentTimes } from '../smooth/map/cotangents.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, type Path } from '../tensor/error.ts'
import { onesLike, zerosLike } from '../tensor/function/constructors.ts'
import { entries, map } from '../tensor/function/traversal.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { isFloat, type Leaf, type Tree } from '../tensor/tree.ts'
import type { Objective, UntypedObjective } from './objective.ts'

const isBalance = (path: Path): boolean => path.at(-1) === 'balance' && path.at(-2) === 'routing'

/** Terms are counted from 0 on, so that a layer that is used several times adds up those of all uses. */
const cleared = map(
  (leaf: Leaf, path: Path): Leaf => (isBalance(path) && isFloat(leaf) ? (zerosLike(leaf) as Leaf) : leaf),
)

const balanceIn = (state: Tree, objective: string): Tensor<[]> => {
  const terms = entries(state)
    .filter(({ path, leaf }) => isBalance(path) && isFloat(leaf))
    .map(({ leaf }) => sum()(leaf as Tensor) as Tensor<[]>)
  if (terms.length === 0)
    throw new ArgumentError(
      `balanced adds the balancing terms of mixtures of experts, but there is none in ${objective}. Put a mixtureOfExperts into the model, ` +
        'or leave balanced out.',
    )
  return terms.reduce((total, one) => add(total, one))
}

/**
 * An objective plus `weight` times the balancing terms of all mixtures of experts in its layers, wherever they are inside of them, so that
 * routers learn to share tokens out evenly. A usual weight is 0.01 (Fedus, Zoph and Shazeer 2021). A mixture that is used several times
 * has as many terms. Predictions stay what they are, and evaluation has no such terms.
 *
 * The terms come out with the states of the layers, and their cotangent goes in with the context: `mixtureOfExperts(…).withBalance` has
 * its term as an output instead, for objectives of one's own.
 *
 * @throws ArgumentError when it runs in training, if there is no mixture.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { balanced, compose, dense, mixtureOfExperts, relu, softmaxCrossEntropy, supervised } from 'pullback'
 * const net = compose(mixtureOfExperts(8, 4)(compose(dense(8, 16), relu())), dense(16, 3))
 * const objective = pipe(net, supervised(softmaxCrossEntropy()), balanced(0.01))
 *
 * @category Training
 * @since 0.1.0
 */
export const balanced = takes(
  'balanced',
  [{ weight: needs.nonNegative }, { objective: needs.objective }],
  () => balancedUnchecked,
)

function balancedUnchecked(
  weight: number,
): <I, T, Y, P, S>(objective: Objective<I, T, Y, P, S>) => Objective<I, T, Y, P, S>
function balancedUnchecked(weight: number): unknown {
  return (own: UntypedObjective): UntypedObjective => ({
    ...own,
    name: `balanced(${own.name})`,
    run: (params, batch, state, context) => {
      if (context.mode === 'evaluation') return own.run(params, batch, state, context)
      const [loss, gradient, next, predictions] = own.run(params, batch, cleared(state), {
        ...context,
        balance: weight + (context.balance ?? 0),
      })
      return [
        add(loss, scale(weight)(balanceIn(next, own.name))),
        dloss => cotangentTimes(dloss)(gradient(onesLike(dloss))),
        next,
        predictions,
      ]
    },
  })
}
