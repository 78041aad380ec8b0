/**
 * Smooth maps from plain functions: what has no pullback of its own gets one from the operations that it is made of.
 *
 * @module
 */
import { ReadingError } from '../tensor/error.ts'
import { type AnyTensor, elementsOf, isConcrete, isTensor } from '../tensor/tensor.ts'
import { entries, leaves } from '../tensor/tree.ts'
import { pullRecorded, type Recorded, record, showStep } from './record.ts'
import type { Smooth } from './smooth.ts'
import { GivenTape, type Step, Tape } from './tape.ts'

const ordinal = (n: number): string =>
  `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`

// How many lifted functions are running, one inside of the other. Only the outermost is tried twice: it tries those inside.
let running = 0

const counted = <R>(run: () => R): R => {
  running++
  try {
    return run()
  } finally {
    running--
  }
}

const sameNumbers = (x: AnyTensor, y: AnyTensor): boolean => {
  if (x === y || !isConcrete(x) || !isConcrete(y)) return true
  const [xs, ys] = [elementsOf(x), elementsOf(y)]
  return xs.every((value, i) => Object.is(value, ys[i]))
}

const sameStep = (x: Step, y: Step): boolean =>
  x.name === y.name &&
  JSON.stringify(x.options) === JSON.stringify(y.options) &&
  x.inputs.length === y.inputs.length &&
  x.inputs.every((input, i) => sameNumbers(input, y.inputs[i] as AnyTensor)) &&
  x.outputs.length === y.outputs.length &&
  x.outputs.every((output, i) => sameNumbers(output, y.outputs[i] as AnyTensor))

/** Requires two runs on one argument to be the same, operation by operation. */
const requirePure = (one: Recorded<unknown>, other: Recorded<unknown>): void => {
  const [xs, ys] = [one.tape.steps, other.tape.steps]
  const differing = xs.findIndex((x, i) => {
    const y = ys[i]
    return y === undefined || !sameStep(x, y)
  })
  const values = [leaves(one.value), leaves(other.value)] as const
  const sameValue =
    values[0].length === values[1].length &&
    values[0].every((x, i) => !isTensor(x) || sameNumbers(x, values[1][i] as AnyTensor))
  if (differing === -1 && xs.length === ys.length && sameValue) return
  const place =
    differing === -1
      ? xs.length === ys.length
        ? 'its result'
        : `what follows its ${ordinal(xs.length)} operation`
      : showStep(xs[differing] as Step, differing)
  throw new ReadingError(
    `A lifted function gave two results for one argument: the runs part at ${place}. It must be pure: give it what is random ` +
      'as an argument, such as a key, and change nothing outside of it.',
  )
}

/** The shapes and element types of a tree. */
const formOf = (tree: unknown): string =>
  entries(tree)
    .map(
      ({ path, leaf }) =>
        `${path.join('.')}:${isTensor(leaf) ? `${leaf.dtype}[${leaf.shape.join(',')}]` : 'trivial'}`,
    )
    .join(';')

const liftedBy =
  (freshTape: () => Tape) =>
  <A, B>(f: (a: A) => B): Smooth<A, B> => {
    const seen = new Set<string>()
    return a => {
      const run = (): Recorded<B> => counted(() => record(freshTape(), f, a))
      const own = run()
      const form = formOf(a)
      if (running === 0 && !seen.has(form)) {
        requirePure(own, run())
        seen.add(form)
      }
      return [own.value, pullRecorded(own, a)]
    }
  }

/**
 * A plain, pure function of trees of tensors as a smooth map: its pullback comes from the operations that it is made of, so that
 * nobody has to write one. It can be nested, to any order: the gradient of a gradient's norm, say. What an integer is given has
 * the trivial cotangent, and so has what only comparisons depend on.
 *
 * At the first argument of each form it runs twice, to see that it is pure.
 *
 * @throws ReadingError if the function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const softsign = smooth.lift((x: Tensor<[3]>) => op.div(x, op.shift(1)(op.abs(x))))
 * const [y, pullback] = softsign(tensor([-1, 0, 3]))
 * const dx = pullback(tensor([1, 1, 1])) // 1 / (1 + |x|)²
 */
export const lift: <A, B>(f: (a: A) => B) => Smooth<A, B> = liftedBy(() => new GivenTape())

/**
 * The same by operations alone: also a function that was given a pullback (`withPullback`) is differentiated through what its value
 * is made of. What law D1 holds pullbacks to.
 *
 * @throws ReadingError if the function looks at values or is not pure, with the operation and the place.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const reversed = smooth.withPullback(
 *   (x: Tensor<[2]>) => op.scale(3)(x),
 *   (_x, _y, dy) => op.neg(dy),
 * )
 * const [, pullback] = smooth.liftOperations(smooth.value(reversed))(tensor([1, 2]))
 * const dx = pullback(tensor([1, 1])) // 3, 3 and not -1, -1
 */
export const liftOperations: <A, B>(f: (a: A) => B) => Smooth<A, B> = liftedBy(() => new Tape())
