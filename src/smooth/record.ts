/**
 * A run of a function that is written down on a tape, and the pullback that the tape gives.
 *
 * @module
 */
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import { ArgumentError, DTypeError, PullbackError, unequalShapes } from '../tensor/error.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { isTensor } from '../tensor/tensor.ts'
import { isFloat, type Leaf, leaves, map, withLeaves, zipWith } from '../tensor/tree.ts'
import { cotangentAt, type Step, type Tape } from './tape.ts'

/** A run: what the function gave, as values of the tape and without it. */
export interface Recorded<B> {
  readonly tape: Tape
  readonly result: B
  readonly value: B
}

/** The i-th step in words. */
export const showStep = ({ name, outputs }: Step, i: number): string =>
  `operation ${i + 1} of the lifted function, ${name} : ` +
  outputs.map(y => `${y.dtype}${showShape(y.shape)}`).join(', ')

/** Runs a function on an argument of floats that are written down. An error on the way says how far it came. */
export const record = <A, B>(tape: Tape, f: (a: A) => B, a: A): Recorded<B> => {
  const taped = map((x: Leaf) => (isFloat(x) ? (tape.argument(x) as Leaf) : x))(a)
  try {
    const result = f(taped)
    const value = map((y: Leaf) => (isTensor(y) ? (tape.primal(y) as Leaf) : y))(result)
    return { tape, result, value }
  } catch (error) {
    const [last] = tape.steps.slice(-1)
    if (!(error instanceof PullbackError)) throw error
    throw error.at(
      last === undefined
        ? 'the lifted function, before its first operation'
        : `after ${showStep(last, tape.steps.length - 1)}`,
    )
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
    const cotangents = leaves(zipWith(requireCotangent)(value, db as unknown as B))
    const totals = tape.pull(leaves(result), cotangents)
    let next = 0
    const zeros = leaves(zero(a))
    return withLeaves(
      leaves(a).map((x, i) => (isFloat(x) ? (cotangentAt(totals, next++, x) as Leaf) : (zeros[i] as Leaf))),
    )(a) as unknown as Cotangent<A>
  }
