/**
 * Iteration until a step changes next to nothing: what solves an equation, and the linear ones that its derivatives are.
 *
 * @module
 */

import type { WhileOptions } from '../../primitive/core/program.ts'
import { sub } from '../../primitive/elementwise/arithmetic.ts'
import { greater, greaterEqual, maximum, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { abs } from '../../primitive/elementwise/elementary.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { safeDiv } from '../../primitive/reduction/safe.ts'
import { scaleBy } from '../../primitive/reduction/scaleBy.ts'
import { whileOf } from '../../program/whileOf.ts'
import { scalar } from '../../tensor/function/constructors.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'

/** A step on floats, and what the entries of each are at least measured by. */
export interface Iteration {
  readonly step: (xs: readonly AnyTensor[]) => readonly AnyTensor[]
  readonly scales: readonly Tensor<[]>[]
}

/** Where it ends. */
export type IterationEnd = Pick<WhileOptions, 'limit' | 'tolerance'>

/** What came of it. */
export interface Iterated {
  readonly solution: readonly AnyTensor[]
  readonly steps: Integers<[]>
  readonly converged: Integers<[]>
}

const tolerances = { f32: 1e-5, f64: 1e-10 } as const

const one = scalar(1, 'f64')

/** The largest size of an entry; 0 if there is none. */
export const largestIn = (x: AnyTensor): Tensor<[]> =>
  sizeOf(x.shape) === 0 ? scalar(0, x.dtype as 'f32') : (max()(abs(x as Tensor)) as Tensor<[]>)

/** By how many tolerances a step changed what it changed most. */
const changeOf = (
  before: readonly AnyTensor[],
  after: readonly AnyTensor[],
  scales: readonly Tensor<[]>[],
  tolerance: number | undefined,
): Tensor<[]> =>
  after
    .map((x, i): Tensor<[]> => {
      const own = tolerance ?? tolerances[x.dtype as 'f32' | 'f64']
      const change = convert('f64')(largestIn(sub(x as Tensor, before[i] as Tensor)))
      const whole = convert('f64')(maximum(scales[i] as Tensor<[]>, largestIn(x)))
      return scaleBy(scalar(1 / own, 'f64'))(safeDiv(change, whole))
    })
    .reduce(maximum, scalar(0, 'f64'))

/** Steps from a start on, as long as they change something. In a program it is one that says what it solves. */
export const iterate = (
  { step, scales }: Iteration,
  start: readonly AnyTensor[],
  { limit, tolerance }: IterationEnd,
): Iterated => {
  const count = start.length
  const results = whileOf(
    {
      predicate: carried => greater(carried[count] as Tensor, one),
      step: carried => {
        const before = carried.slice(0, count)
        const after = step(before)
        return [...after, changeOf(before, after, scales, tolerance)]
      },
    },
    { limit, solves: count, ...(tolerance === undefined ? {} : { tolerance }) },
    [...start, scalar(Number.POSITIVE_INFINITY, 'f64')],
  )
  return {
    solution: results.slice(0, count),
    steps: results[count + 1] as Integers<[]>,
    converged: greaterEqual(one, results[count] as Tensor<[]>),
  }
}

/** A derivative if something converged, and else NaN: what is not known must not be taken for known. */
export const ifConverged =
  (converged: Integers<[]>) =>
  (x: AnyTensor): AnyTensor => {
    const factor = (value: number): Tensor<[]> => scalar(value, x.dtype as 'f32')
    return scaleBy(select(converged, factor(1), factor(Number.NaN)))(x as Tensor)
  }
