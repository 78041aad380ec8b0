/**
 * A run of a function that is written down on a tape, and the pullback that the tape gives.
 *
 * @module
 */

import { ArgumentError, DTypeError, unequalShapes } from '../../tensor/error.ts'
import { type Cotangent, zero } from '../../tensor/function/cotangent.ts'
import { leaves, map, withLeaves, zipWith } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { sameShape } from '../../tensor/shape.ts'
import { isTensor } from '../../tensor/tensor.ts'
import { isFloat, type Leaf } from '../../tensor/tree.ts'
import { cotangentAt, type Tape } from './tape.ts'

/** A run: what the function gave, as values of the tape and without it. */
export interface Recorded<B> {
  readonly tape: Tape
  readonly result: B
  readonly value: B
}

/** Runs a function on an argument of floats that are written down. An error on the way says how far it came. */
export const record = <A, B>(tape: Tape, f: (a: A) => B, a: A, what = 'the lifted function'): Recorded<B> => {
  requireTree('lift', 'its argument', a)
  const taped = map((x: Leaf) => (isFloat(x) ? (tape.argument(x) as Leaf) : x))(a)
  try {
    const result = tape.progress.within(what, () => f(taped))
    requireTree('lift', 'its value', result)
    const value = map((y: Leaf) => (isTensor(y) ? (tape.primal(y) as Leaf) : y))(result)
    return { tape, result, value }
  } finally {
    tape.close()
  }
}

const requireCotangent = (y: Leaf, dy: Leaf): Leaf => {
  if (!isFloat(y)) return dy
  if (!isFloat(dy)) throw new ArgumentError('A pullback needs a cotangent of floats for each float tensor.')
  if (!sameShape(y.shape, dy.shape)) throw unequalShapes('A pullback', y.shape, dy.shape)
  if (y.dtype !== dy.dtype)
    throw new DTypeError(
      `A pullback needs a cotangent of ${y.dtype}, as its value is, but was given ${dy.dtype}.`,
    )
  return dy
}

/** What a cotangent of the value pulls back to at `a`, where the run was. */
export const pullRecorded =
  <A, B>({ tape, result, value }: Recorded<B>, a: A) =>
  (db: Cotangent<B>): Cotangent<A> => {
    const cotangents = leaves(zipWith(requireCotangent)(value, db as B))
    const totals = tape.pull(leaves(result), cotangents)
    let next = 0
    const zeros = leaves(zero(a))
    return withLeaves(
      leaves(a).map((x, i) => (isFloat(x) ? (cotangentAt(totals, next++, x) as Leaf) : (zeros[i] as Leaf))),
    )(a) as Cotangent<A>
  }
