/**
 * The loss of a sequence of labels that is not aligned with the times at which scores are given.
 *
 * @module
 */

import { bind } from '../primitive/core/bind.ts'
import { add, mul, neg, sub } from '../primitive/elementwise/arithmetic.ts'
import { equal, greater, maximum, select } from '../primitive/elementwise/compare.ts'
import { convert } from '../primitive/elementwise/convert.ts'
import { exp, log } from '../primitive/elementwise/elementary.ts'
import { scale, shift } from '../primitive/elementwise/scale.ts'
import { concat } from '../primitive/movement/concat.ts'
import { Gather } from '../primitive/movement/gather.ts'
import { slice } from '../primitive/movement/pad.ts'
import { reshape } from '../primitive/movement/reshape.ts'
import { transpose } from '../primitive/movement/transpose.ts'
import { broadcast, broadcastAlong } from '../primitive/reduction/broadcast.ts'
import { lift } from '../smooth/derivative/lift.ts'
import type { Batched } from '../smooth/derivative/vmap.ts'
import { scan } from '../smooth/loop/scan.ts'
import { logSoftmax, logSumExp } from '../smooth/map/softmax.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ShapeError } from '../tensor/error.ts'
import { fromValues, full } from '../tensor/function/constructors.ts'
import { showShape } from '../tensor/shape.ts'
import type { Integers, Tensor } from '../tensor/tensor.ts'
import { empty } from '../tensor/tree.ts'
import {
  type CtcTargets,
  completed,
  inRange,
  positions,
  targetsOfLabels,
  type WholeTargets,
  withoutPadding,
} from './ctcTargets.ts'
import { requireExamples } from './loss.ts'
import type { PerExample } from './reduction.ts'

/**
 * Which class is none, and what of examples that cannot be.
 *
 * @category Losses
 * @since 0.1.0
 */
export interface CtcOptions {
  /**
   * The class that stands for no label. Defaults to 0.
   *
   * @default 0
   */
  readonly blank?: number
  /**
   * Whether an example with more labels than its times can hold adds 0. Defaults to false: it is refused, or in a program infinite.
   *
   * @default false
   */
  readonly zeroInfinity?: boolean
}

/** Scores over time. */
type Scores = Tensor<[number, number, number]>

/** The logarithm of no chance at all: finite, so that differences of two are numbers. */
const never = -1e30

const columns = (x: Tensor, from: number, count: number): Tensor =>
  slice([0, from], [x.shape[0] as number, count])(x) as Tensor

/** Moves all by some columns to the right; from the left comes no chance. */
const moved = (x: Tensor, by: number): Tensor => {
  const [batch, width] = x.shape as readonly [number, number]
  const empty = full([batch, Math.min(by, width)], never, x.dtype)
  return by >= width ? empty : (concat(1)(empty, columns(x, 0, width - by)) as Tensor)
}

/** A blank before each label and behind the last: [batch, 2 · longest + 1]. */
const spaced = (labels: Integers, blank: number): Integers => {
  const [batch, longest] = labels.shape as readonly [number, number]
  const single = (x: Integers): Integers => reshape([batch, longest, 1])(x) as Integers
  const blanks = (width: number): Integers => full([batch, width], blank, 'i32') as Integers
  if (longest === 0) return blanks(1)
  const pairs = concat(2)(single(blanks(longest)), single(labels)) as Integers
  return concat(1)(reshape([batch, 2 * longest])(pairs) as Integers, blanks(1)) as Integers
}

/** 0 where a label may follow the one before without a blank, else no chance. */
const leaps = (states: Integers, like: Tensor): Tensor => {
  const [batch, width] = states.shape as readonly [number, number]
  if (width < 3) return full([batch, width], never, like.dtype)
  const inner = slice([0, 2], [batch, width - 2])(states) as Integers
  const before = slice([0, 0], [batch, width - 2])(states) as Integers
  const onLabels = broadcast([batch, width - 2])(
    fromValues(
      [width - 2],
      Array.from({ length: width - 2 }, (_, i) => (i % 2 === 1 ? 0 : never)),
      like.dtype as 'f64',
    ),
  ) as Tensor
  const barred = full([batch, width - 2], never, like.dtype)
  return concat(1)(
    full([batch, 2], never, like.dtype),
    select(equal(inner, before), barred, onLabels),
  ) as Tensor
}

const logAdd = (x: Tensor, ...others: readonly Tensor[]): Tensor => {
  const most = others.reduce((a, b) => maximum(a, b), x)
  const total = others.reduce((sum, y) => add(sum, exp(sub(y, most))), exp(sub(x, most)))
  return add(most, log(total))
}

/** What holds at all times: how many of them count, and which labels may follow the one before the last. */
interface Rules {
  readonly counts: Integers
  readonly leap: Tensor
}

/** What is new at a time: each state's score, and which time it is. */
interface Moment {
  readonly scores: Tensor
  readonly now: Integers<[]>
}

/** One time more: all ways that stay, go on by one, or leap over a blank. */
const step = ({ counts, leap }: Rules, ways: Tensor, { scores, now }: Moment): Tensor => {
  const next = add(logAdd(ways, moved(ways, 1), add(moved(ways, 2), leap)), scores)
  return select(greater(counts, broadcast(counts.shape)(now) as Integers), next, ways)
}

const along = scan()(
  lift(
    ([rules, ways, moment]: readonly [Rules, Tensor, Moment]) => [step(rules, ways, moment), empty] as const,
  ),
)

/** From so many times on they are a loop, which is not worth recording for fewer. */
const longEnough = 8

/** The chances of all ways at the last time, from those at the first. */
const alongTimes = (rules: Rules, begin: Tensor, each: Tensor): Tensor => {
  const [times, batch, width] = each.shape as readonly [number, number, number]
  const momentAt = (t: number): Moment => ({
    scores: reshape([batch, width])(slice([t, 0, 0], [1, batch, width])(each)) as Tensor,
    now: fromValues([], [t], 'i32'),
  })
  if (times < longEnough)
    return Array.from({ length: times - 1 }, (_, i) => momentAt(i + 1)).reduce(
      (ways, moment) => step(rules, ways, moment),
      begin,
    )
  const scores = slice([1, 0, 0], [times - 1, batch, width])(each) as Batched<Tensor>
  const now = fromValues(
    [times - 1],
    Array.from({ length: times - 1 }, (_, i) => i + 1),
    'i32',
  )
  return along([rules, begin, { scores, now } as Batched<Moment>])[0][0]
}

/** The logarithm of the chance of each example's labels, along all ways through time (Graves et al. 2006, equations 6 to 8). */
const logChances = (scores: Tensor, targets: WholeTargets, blank: number): Tensor => {
  const [batch] = scores.shape as readonly [number, number, number]
  const states = spaced(withoutPadding(targets, blank), blank)
  const width = states.shape[1] as number
  const byClass = transpose([0, 2, 1])(logSoftmax(scores)[0]) as Tensor
  const each = transpose([2, 0, 1])(bind(Gather, { batchDims: 1, by: 'ctc' }, [byClass, states])) as Tensor
  const over = broadcastAlong([batch, width], [0]) as (x: Integers) => Integers
  const state = positions([batch, width])
  const leap = leaps(states, scores)
  const none = full([batch, width], never, scores.dtype)
  const early = greater(full([batch, width], 2, 'i32') as Integers, state)
  const begin = select(
    early,
    reshape([batch, width])(slice([0, 0, 0], [1, batch, width])(each)) as Tensor,
    none,
  )
  const ways = alongTimes({ counts: over(targets.lengths), leap }, begin, each)
  // Numbers of labels as floats, which can be doubled.
  const last = scale(2)(convert(scores.dtype)(over(targets.targetLengths)) as Tensor)
  const place = convert(scores.dtype)(state) as Tensor
  const isLast = equal(last, place)
  const isLabel = equal(shift(-1)(last), place)
  return logSumExp(select(isLast, ways, select(isLabel, ways, none)))[0] as Tensor
}

/**
 * The negative logarithm of the probability of each example's labels, added up over all ways to spread them over time, with repeats and
 * with blanks between them (connectionist temporal classification; Graves et al. 2006). In logarithms throughout, so that long
 * sequences do not vanish. The scores are made probabilities by softmax. In nats.
 *
 * Takes scores [batch, times, classes] and targets `{ labels: [batch, longest], lengths: [batch], targetLengths: [batch] }`, and gives
 * [batch]. Labels are classes other than the blank.
 *
 * @throws ShapeError if the shapes do not fit or there are no examples.
 * @throws IndexError if a label or the blank is not a class, a label is the blank, or a length is out of range.
 * @throws ArgumentError if an example has more labels than its times can hold, where it is evaluated.
 * @category Losses
 * @since 0.1.0
 */
export const ctc = takes(
  'ctc',
  [
    { options: needs.options({ blank: needs.number, zeroInfinity: needs.boolean }) },
    { targets: targetsOfLabels },
    { predictions: needs.tensor },
  ],
  () => ctcUnchecked,
)

const ctcUnchecked = ({
  blank = 0,
  zeroInfinity = false,
}: CtcOptions = {}): PerExample<Scores, CtcTargets> => {
  const losses = lift(([scores, targets]: readonly [Tensor, WholeTargets]): Tensor => {
    const chances = logChances(scores, targets, blank)
    const possible = greater(chances, full(chances.shape, never / 2, chances.dtype))
    const infinite = full(chances.shape, zeroInfinity ? 0 : Number.POSITIVE_INFINITY, chances.dtype)
    const [, times] = scores.shape as readonly [number, number, number]
    return mul(select(possible, neg(chances), infinite), inRange(targets, times, scores.dtype))
  })
  return targets => given => {
    const scores = given as Tensor
    requireScores(scores)
    const whole = completed(scores, targets, { blank, lenient: zeroInfinity })
    const [value, pullback] = losses([scores, whole])
    return [value, dy => pullback(dy)[0] as Scores]
  }
}

const requireScores = (scores: Tensor): void => {
  if (scores.shape.length !== 3)
    throw new ShapeError(
      `ctc takes scores [batch, times, classes], but was given ${showShape(scores.shape)}.`,
      [scores.shape],
    )
  requireExamples('ctc', scores)
}
