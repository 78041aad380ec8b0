/**
 * Routing of tokens to experts: gates, and how even their loads are.
 *
 * @module
 */

import { argsort } from '../../operation/order/index.ts'
import { add, div, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { greater } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { scale } from '../../primitive/elementwise/scale.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { softmax } from '../../smooth/map/softmax.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** What a router makes of the scores [tokens, experts]. */
export interface Routed {
  /** [tokens, experts]: how much each expert counts for each token, 0 for all but the chosen ones. */
  readonly gates: Tensor
  /** [experts]: the share of all choices that fell on each expert. */
  readonly load: Tensor
  /** `experts · Σ load · probability`, one number. */
  readonly balance: Tensor
  /** The cotangent of the scores from those of gates and balance. */
  readonly pullback: (dgates: Tensor, dbalance: Tensor | null) => Tensor
}

/** Ones for the largest entries of each row, of equal ones for the first, and zeros for the others. */
const largest = (scores: Tensor, count: number): Tensor => {
  // The rank of each entry: where it is in the order of all.
  const ranks = argsort(1)(argsort(1, { descending: true })(scores))
  return convert(scores.dtype)(greater(full(ranks.shape, count, 'i32') as typeof ranks, ranks)) as Tensor
}

/** Shares out tokens to the experts of the largest scores. */
export const route = (scores: Tensor, count: number, normalise: boolean): Routed => {
  const [tokens, experts] = scores.shape as readonly [number, number]
  const perToken = (x: Tensor): Tensor => broadcastAlong(scores.shape, [0])(x) as Tensor
  const perExpert = (x: Tensor): Tensor => broadcastAlong(scores.shape, [1])(x) as Tensor
  const overExperts = (x: Tensor): Tensor => sum([1])(x) as Tensor
  const overTokens = (x: Tensor): Tensor => sum([0])(x) as Tensor

  const [probabilities, pullSoftmax] = softmax(scores)
  const chosen = largest(scores, count)
  const kept = mul(probabilities, chosen)
  const whole = normalise ? perToken(overExperts(kept)) : null
  const gates = whole === null ? kept : div(kept, whole)
  const load = scale(1 / (tokens * count))(overTokens(chosen))
  const share = scale(experts / tokens)
  return {
    gates,
    load,
    balance: share(sum()(mul(load, overTokens(probabilities))) as Tensor),
    pullback: (dgates, dbalance) => {
      const dkept =
        whole === null ? dgates : div(sub(dgates, perToken(overExperts(mul(dgates, gates)))), whole)
      const ofGates = mul(dkept, chosen)
      if (dbalance === null) return pullSoftmax(ofGates) as Tensor
      // Loads change by jumps only, and count as constants.
      const ofBalance = mul(perExpert(share(load)), broadcastAlong(scores.shape, [])(dbalance) as Tensor)
      return pullSoftmax(add(ofGates, ofBalance)) as Tensor
    },
  }
}
