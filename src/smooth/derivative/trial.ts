/**
 * Running a function twice at one argument, to see that it is pure.
 *
 * @module
 */
import { outermost } from '../../primitive/core/bind.ts'
import { showOperation } from '../../primitive/core/progress.ts'
import { impureError, sameNumbers } from '../../primitive/core/purity.ts'
import { recording } from '../../primitive/core/scope.ts'
import { entries, leaves, tensors } from '../../tensor/function/traversal.ts'
import { type AnyTensor, isTensor } from '../../tensor/tensor.ts'
import { type Recorded, record } from './record.ts'
import { type Step, TrialTape } from './tape.ts'

const ordinal = (n: number): string =>
  `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`

const sameStep = (x: Step, y: Step): boolean =>
  x.name === y.name &&
  JSON.stringify(x.options) === JSON.stringify(y.options) &&
  x.inputs.length === y.inputs.length &&
  x.inputs.every((input, i) => sameNumbers(input, y.inputs[i] as AnyTensor)) &&
  x.outputs.length === y.outputs.length &&
  x.outputs.every((output, i) => sameNumbers(output, y.outputs[i] as AnyTensor))

/** The paths, shapes and element types of a tree. */
const formOf = (tree: unknown): string =>
  entries(tree)
    .map(
      ({ path, leaf }) =>
        `${path.join('.')}:${isTensor(leaf) ? `${leaf.dtype}[${leaf.shape.join(',')}]` : 'trivial'}`,
    )
    .join(';')

/** Requires two runs on one argument to be the same, operation by operation. */
const requireSame = (what: string, one: Recorded<unknown>, other: Recorded<unknown>): void => {
  const [xs, ys] = [one.tape.steps, other.tape.steps]
  const differing = xs.findIndex((x, i) => {
    const y = ys[i]
    return y === undefined || !sameStep(x, y)
  })
  const others = leaves(other.value)
  const sameValue =
    formOf(one.value) === formOf(other.value) &&
    leaves(one.value).every((x, i) => !isTensor(x) || sameNumbers(x, others[i] as AnyTensor))
  if (differing === -1 && xs.length === ys.length && sameValue) return
  const step = xs[differing]
  const place =
    step !== undefined
      ? `operation ${differing + 1} of ${what}, ${showOperation(step.name, ...step.outputs)}`
      : xs.length === ys.length
        ? 'its result'
        : `what follows its ${ordinal(xs.length)} operation`
  throw impureError(`${what.charAt(0).toUpperCase()}${what.slice(1)}`, 'results', place)
}

/** Records a run, in which no function inside is tried by itself. */
const alone = <B>(run: () => Recorded<B>): Recorded<B> => recording.during(true, run)

/** For each function the forms of the arguments at which it was seen to be pure. */
export type Seen = Set<string>

/** Records a run and, at the first argument of each form, compares it with another. */
export const recordedTwice = <A, B>(seen: Seen, a: A, run: () => Recorded<B>): Recorded<B> => {
  const own = alone(run)
  const form = formOf(a)
  if (!recording.current && !seen.has(form)) {
    requireSame('the lifted function', own, alone(run))
    seen.add(form)
  }
  return own
}

const tried = new WeakMap<object, Seen>()

/**
 * Requires what is made of a function to be the same twice, at the first argument of numbers of each form. Inside of another tracer
 * there is nothing to try: the outermost run tries the whole.
 *
 * @throws TracingError if it is not, with the operation and the place.
 */
export const requirePure = <A>(operation: string, f: object, run: (a: A) => unknown, a: A): void => {
  if (recording.current || outermost(tensors(a)) !== null) return
  const seen = tried.get(f) ?? new Set()
  tried.set(f, seen)
  const form = `${operation} ${formOf(a)}`
  if (seen.has(form)) return
  const what = `the function of ${operation}`
  const once = () => alone(() => record(new TrialTape(), run, a, what))
  requireSame(what, once(), once())
  seen.add(form)
}
