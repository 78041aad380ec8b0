/**
 * Smooth maps from plain functions: what has no pullback of its own gets one from the operations that it is made of.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Smooth } from '../map/smooth.ts'
import { pullRecorded, record } from './record.ts'
import { GivenTape, Tape } from './tape.ts'
import { recordedTwice, type Seen } from './trial.ts'

const liftedBy =
  (freshTape: () => Tape) =>
  <A, B>(f: (a: A) => B): Smooth<A, B> => {
    const seen: Seen = new Set()
    return a => {
      const own = recordedTwice(seen, a, () => record(freshTape(), f, a))
      return [own.value, pullRecorded(own, a)]
    }
  }

/**
 * A plain, pure function of trees of tensors as a smooth map: its pullback comes from the operations that it is made of, so that
 * none has to be written. It can be nested, to any order: the gradient of a gradient's norm, say. What an integer is given has
 * the trivial cotangent, and so has what only comparisons depend on.
 *
 * At the first argument of each form it runs twice, to see that it is pure.
 *
 * @throws TracingError if the function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const softsign = smooth.lift((x: Tensor<[3]>) => op.div(x, op.shift(1)(op.abs(x))))
 * const [y, pullback] = softsign(tensor([-1, 0, 3]))
 * const dx = pullback(tensor([1, 1, 1])) // 1 / (1 + |x|)²
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const lift = takes('lift', [{ f: needs.fn }, { at: needs.tensors }], () => liftUnchecked)

const liftUnchecked: <A, B>(f: (a: A) => B) => Smooth<A, B> = liftedBy(() => new GivenTape())

/**
 * The same by operations alone: also a function that was given a pullback (`withPullback`) is differentiated through what its value
 * is made of. What law D1 holds pullbacks to.
 *
 * @throws TracingError if the function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const reversed = smooth.withPullback(
 *   (x: Tensor<[2]>) => op.scale(3)(x),
 *   (_x, _y, dy) => op.neg(dy),
 * )
 * const [, pullback] = smooth.liftOperations(smooth.value(reversed))(tensor([1, 2]))
 * const dx = pullback(tensor([1, 1])) // 3, 3 and not -1, -1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const liftOperations = takes(
  'liftOperations',
  [{ f: needs.fn }, { at: needs.tensors }],
  () => liftOperationsUnchecked,
)

const liftOperationsUnchecked: <A, B>(f: (a: A) => B) => Smooth<A, B> = liftedBy(() => new Tape())
