/**
 * Attention on given queries, keys and values.
 *
 * @module
 */
import { add, div, mul, sub } from '../../primitive/elementwise/arithmetic.ts'
import { maximum } from '../../primitive/elementwise/compare.ts'
import { exp } from '../../primitive/elementwise/elementary.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { matmul, matmulNT, matmulTN } from '../../primitive/product/matmul.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { largestOf } from '../../tensor/dtype.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** What is done to scores and weights on the way. */
export interface AttendOptions {
  /** Adds -∞ to the scores [batch, heads, time, keys] of keys that are not to be seen. */
  readonly mask?: ((scores: Tensor) => Tensor) | undefined
  /** Whether there may be queries that see no key at all; their weights are then 0. */
  readonly mayBeBlind: boolean
  /** Multiplies the weights, as dropout does. */
  readonly drop?: ((weights: Tensor) => Tensor) | undefined
}

/** The values, the weights, and the pullback of cotangents of both. */
export type Attended = readonly [
  y: Tensor,
  weights: Tensor,
  pullback: (dy: Tensor, dweights: Tensor | null) => readonly [dq: Tensor, dk: Tensor, dv: Tensor],
]

/** Repeats along the last axis what has one number for each row of scores. */
const alongKeys = (scores: Tensor): ((perRow: Tensor) => Tensor) => broadcastAlong(scores.shape, [0, 1, 2])

/** Softmax over the keys; a row of nothing but -∞ gives zeros where there may be such rows, as in PyTorch's attention, else NaN. */
const weightsOf = (scores: Tensor, mayBeBlind: boolean): Tensor => {
  const spread = alongKeys(scores)
  const largest = max([3])(scores) as Tensor
  // No score lies below the bound but -∞, and a row with another one has a sum of at least 1.
  const bound = (x: Tensor, least: number): Tensor =>
    mayBeBlind ? maximum(x, full(x.shape, least, x.dtype) as Tensor) : x
  const e = exp(sub(scores, spread(bound(largest, -largestOf[scores.dtype]))))
  return div(e, spread(bound(sum([3])(e) as Tensor, 1)))
}

/** Matrices of each head of each example. */
type Matrices = Tensor<[number, number, number, number]>

const product = (a: Tensor, b: Tensor): Tensor => matmul(a as Matrices, b as Matrices)
const productNT = (a: Tensor, b: Tensor): Tensor => matmulNT(a as Matrices, b as Matrices)
const productTN = (a: Tensor, b: Tensor): Tensor => matmulTN(a as Matrices, b as Matrices)

/**
 * `softmax(q kᵀ + mask) v`, for each head of each example: q [batch, heads, time, size], k and v [batch, groups, keys, size], of which
 * heads `h·heads/groups` and on share those of group `h`. The caller has scaled q. Keys are not copied: the queries of a group stand
 * below each other as rows of one matrix.
 */
export const attend = (
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { mask, mayBeBlind, drop }: AttendOptions,
): Attended => {
  const [batch, heads, time] = q.shape as readonly [number, number, number]
  const groups = k.shape[1] as number
  // Both change nothing where each head has keys of its own.
  const together = (x: Tensor): Tensor =>
    reshape([batch, groups, (heads / groups) * time, x.shape[3] as number])(x)
  const apart = (x: Tensor): Tensor => reshape([batch, heads, time, x.shape[3] as number])(x)

  const rows = together(q)
  const scores = apart(productNT(rows, k))
  const weights = weightsOf(mask === undefined ? scores : mask(scores), mayBeBlind)
  const used = together(drop === undefined ? weights : drop(weights))
  return [
    apart(product(used, v)),
    weights,
    (dy, dweights) => {
      const drows = together(dy)
      const dused = apart(productNT(drows, v))
      const dropped = drop === undefined ? dused : drop(dused)
      const dp = dweights === null ? dropped : add(dropped, dweights)
      const perRow = sum([3])(mul(dp, weights)) as Tensor
      const dscores = together(mul(weights, sub(dp, alongKeys(scores)(perRow))))
      return [apart(product(dscores, k)), productTN(dscores, rows), productTN(used, drows)]
    },
  ]
}
