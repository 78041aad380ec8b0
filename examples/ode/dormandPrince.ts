/**
 * The method of Dormand and Prince, which finds its steps: so many of them are tried, and the rest of the budget stands still.
 *
 * @module
 */
import { type Integers, onesLike, op, scalar, smooth, type Tensor, tree, zero, zeros } from 'pullback'
import type { Field, Solver } from './rungeKutta.ts'

/** How far, how exactly, and with how many trials. */
export interface Course {
  readonly until: number
  /** The error of a step that is accepted, as a share of the state and a number. */
  readonly tolerance: number
  readonly budget: number
  /** The length of the first trial. Defaults to a hundredth of the way. */
  readonly first?: number
}

/** How it went, in each trial. */
export interface Trials {
  /** The time that was reached: less than asked for, if the budget was too small. */
  readonly time: Tensor<[number]>
  /** 1 for each trial that went on, and 0 for one that was not exact enough, or had arrived before. */
  readonly accepted: Tensor<[number]>
}

// Dormand and Prince: "A family of embedded Runge-Kutta formulae", 1980.
const stages: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
]
/** By how much the result of order 5 differs from that of order 4. */
const errors = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40]

const combined = (weights: readonly number[], slopes: readonly Tensor[]): Tensor =>
  weights
    .flatMap((weight, i) => (weight === 0 ? [] : [op.scale(weight)(slopes[i] as Tensor)]))
    .reduce((sum, part) => op.add(sum, part))

/** What is carried from trial to trial. */
interface Way {
  readonly y: Tensor
  readonly time: Tensor<[]>
  readonly step: Tensor<[]>
}

const choose = (condition: Integers<[]>, yes: Tensor, no: Tensor): Tensor =>
  op.select(op.broadcast(yes.shape)(condition), yes, no)

/** A solver that tries so many steps. */
export const dormandPrince = <P>(
  field: Field<P>,
  { until, tolerance, budget, first = until / 100 }: Course,
): Solver<P, Trials> => {
  const trial = smooth.lift(([p, { y, time, step }]: readonly [P, Way, Tensor]) => {
    const left = op.sub(scalar(until, 'f64'), time)
    // Where both are equal, and after the arrival, it is what is left: time then ends at a number that depends on nothing.
    const h = op.select(op.greater(left, step), step, left)
    const slopes: Tensor[] = []
    let next = y
    for (const weights of stages) {
      if (weights.length > 0) next = op.add(y, op.scaleBy(h)(combined(weights, slopes)))
      slopes.push(field(p, next))
    }
    const size = op.maximum(op.abs(y), op.abs(next))
    const share = op.div(
      op.scaleBy(h)(combined(errors, slopes)),
      op.shift(tolerance)(op.scale(tolerance)(size)),
    )
    const error = op.safeSqrt(
      op.scale(1 / share.shape.reduce((n, axis) => n * axis, 1))(op.sum()(op.mul(share, share))),
    )
    const fits = op.greaterEqual(onesLike(error), error)
    // The error grows with the fifth power of the step.
    const factor = op.exp(op.scale(-0.2)(op.log(op.maximum(error, scalar(1e-10, 'f64')))))
    const bounded = op.minimum(op.maximum(op.scale(0.9)(factor), scalar(0.2, 'f64')), scalar(5, 'f64'))
    const goesOn = op.convert('f64')(fits)
    const there: Way = {
      y: choose(fits, next, y),
      time: op.add(time, op.mul(goesOn, h)),
      // Where nothing is left to go, the length of the next trial does not matter.
      step: op.mul(h, bounded),
    }
    return [there, { time: there.time, accepted: op.mul(goesOn, op.sign(h)) }] as const
  })
  const scanned = smooth.scan()(trial)
  const start = (y: Tensor): Way => ({ y, time: zeros([], 'f64'), step: scalar(first, 'f64') })
  return ([p, y]) => {
    const [[last, trials], pullback] = scanned([p, start(y), zeros([budget])])
    return [
      [last.y, trials as Trials],
      ([dlast, dtrials]) => {
        const none = tree.map((x: Tensor) => zero(x))({ time: last.time, step: last.step })
        const [dp, dstart] = pullback([{ ...none, y: dlast } as never, dtrials as never])
        return [dp, (dstart as Way).y as never]
      },
    ]
  }
}
