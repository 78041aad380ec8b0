/**
 * Smooth maps from plain functions: what has no pullback of its own gets one from the operations that it is made of.
 *
 * @module
 */
import type { Primitive } from '../primitive/primitive.ts'
import { type Cotangent, zero } from '../tensor/cotangent.ts'
import { ArgumentError, DTypeError, PullbackError, ReadingError, unequalShapes } from '../tensor/error.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete, isTensor } from '../tensor/tensor.ts'
import { entries, isFloat, type Leaf, leaves, map, withLeaves, zipWith } from '../tensor/tree.ts'
import type { Smooth } from './smooth.ts'
import { cotangentAt, type Step, Tape } from './tape.ts'

interface Recorded<B> {
  readonly tape: Tape
  readonly result: B
  readonly value: B
}

const ordinal = (n: number): string =>
  `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`

const showStep = ({ primitive, output }: Step, i: number): string =>
  `operation ${i + 1} of the lifted function, ${primitive.name} : ${output.dtype}${showShape(output.shape)}`

// How many lifted functions are running, one inside of the other. Only the outermost is tried twice: it tries those inside.
let running = 0

/** Runs a function on an argument of floats that are written down. An error on the way says how far it came. */
const record = <A, B>(f: (a: A) => B, a: A): Recorded<B> => {
  const tape = new Tape()
  const taped = map((x: Leaf) => (isFloat(x) ? (tape.argument(x) as Leaf) : x))(a)
  running++
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
    running--
    tape.close()
  }
}

const sameNumbers = (x: AnyTensor, y: AnyTensor): boolean => {
  if (x === y || !isConcrete(x) || !isConcrete(y)) return true
  const [xs, ys] = [elementsOf(x), elementsOf(y)]
  return xs.every((value, i) => Object.is(value, ys[i]))
}

const sameStep = (x: Step, y: Step): boolean =>
  (x.primitive as Primitive) === y.primitive &&
  JSON.stringify(x.options) === JSON.stringify(y.options) &&
  x.inputs.length === y.inputs.length &&
  x.inputs.every((input, i) => sameNumbers(input, y.inputs[i] as AnyTensor)) &&
  sameNumbers(x.output, y.output)

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

/** The shapes and element types of a tree. */
const formOf = (tree: unknown): string =>
  entries(tree)
    .map(
      ({ path, leaf }) =>
        `${path.join('.')}:${isTensor(leaf) ? `${leaf.dtype}[${leaf.shape.join(',')}]` : 'trivial'}`,
    )
    .join(';')

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
export const lift = <A, B>(f: (a: A) => B): Smooth<A, B> => {
  const seen = new Set<string>()
  return a => {
    const own = record(f, a)
    const form = formOf(a)
    if (running === 0 && !seen.has(form)) {
      requirePure(own, record(f, a))
      seen.add(form)
    }
    const { tape, result, value } = own
    return [
      value,
      db => {
        const cotangents = leaves(zipWith(requireCotangent)(value, db as unknown as B))
        const totals = tape.pull(leaves(result), cotangents)
        let next = 0
        const zeros = leaves(zero(a))
        return withLeaves(
          leaves(a).map((x, i) =>
            isFloat(x) ? (cotangentAt(totals, next++, x) as Leaf) : (zeros[i] as Leaf),
          ),
        )(a) as unknown as Cotangent<A>
      },
    ]
  }
}

/**
 * A plain function with a pullback of one's own, which is given the point, the value there and the cotangent: where there is a
 * shorter way than the operations', or a more exact one. The laws of `pullback/laws` hold it to the lifted function.
 *
 * @example
 * import { op, smooth, type Tensor } from 'pullback'
 * const softplus = smooth.withPullback(
 *   (x: Tensor<[3]>) => op.log(op.shift(1)(op.exp(x))),
 *   (x, _, dy) => op.mul(dy, op.sigmoid(x)),
 * )
 */
export const withPullback =
  <A, B>(
    f: (a: A) => B,
    pullback: (a: A, b: NoInfer<B>, db: Cotangent<NoInfer<B>>) => Cotangent<NoInfer<A>>,
  ): Smooth<A, B> =>
  a => {
    const b = f(a)
    return [b, db => pullback(a, b, db)]
  }
