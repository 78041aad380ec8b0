/**
 * The form of a value: its structure, with the shape and element type of each tensor and each plain value. What is carried from
 * step to step keeps its form; entries are matched by name, whatever their order.
 *
 * @module
 */
import { ArgumentError, DTypeError, type Path, ShapeError, showPath } from './error.ts'
import { sameShape } from './shape.ts'
import { deepest, describe, isList, isPlain, mendOf, prototypeOf } from './stranger.ts'
import { type AnyTensor, isTensor } from './tensor.ts'
import { isLeaf } from './tree.ts'
import { type Branches, branchesOf, isBranches, strangerIn } from './walk.ts'

const at = (subject: string, path: Path): string =>
  path.length === 0 ? subject : `${subject} at ${showPath(path.slice(0, 12))}${path.length > 12 ? '…' : ''}`

/** What ends the form of what a function that is read as a program takes and gives. */
const isEnd = (value: unknown): boolean => isLeaf(value) || isPlain(value)

/**
 * Requires a value to be made of tensors, plain values, tuples and records.
 *
 * @throws ArgumentError that names the place of anything else: a function, a date, an object of a class, a cycle.
 */
export const requireForm = (operation: string, subject: string, value: unknown): void => {
  const stranger = strangerIn(isEnd, value)
  if (stranger === null) return
  const place = at(subject, stranger.path)
  throw new ArgumentError(
    stranger.isEndless
      ? `${operation} takes trees of tensors, but ${place} seems to contain itself, or to share its branches.`
      : `${operation} takes tensors and plain values, in tuples and records, but ${place} is ` +
          `${describe(stranger.value)}. ${mendOf(stranger.value)}`,
  )
}

const plainKey = (x: unknown): string =>
  typeof x === 'string' ? JSON.stringify(x) : `${typeof x} ${Object.is(x, -0) ? '-0' : String(x)}`

/** The form of a value as text: two values have one form, with entries in one order, if and only if their texts are equal. */
export const signatureOf = (value: unknown): string => {
  if (isTensor(value)) return `${value.dtype}[${value.shape.join(',')}]`
  if (isLeaf(value)) return 'trivial'
  if (isList(value)) return `(${Array.from(value, signatureOf).join(';')})`
  if (isPlain(value)) return plainKey(value)
  const branches = Object.entries(value as object)
  return `{${branches.map(([key, branch]) => `${JSON.stringify(key)}:${signatureOf(branch)}`).join(';')}}`
}

/** The tensors in a value, depth first. */
export const tensorsIn = (value: unknown): readonly AnyTensor[] => {
  const found: AnyTensor[] = []
  gather(value, found)
  return found
}

const gather = (value: unknown, into: AnyTensor[]): void => {
  if (isTensor(value)) into.push(value)
  else if (!isLeaf(value) && isBranches(value))
    for (const branch of isList(value) ? value : Object.values(value)) gather(branch, into)
}

/** A value with something else in the place of each tensor, in the order of `tensorsIn`. */
export const mapTensors =
  (f: (x: AnyTensor) => unknown) =>
  <T>(value: T): T => {
    if (isTensor(value)) return f(value) as T
    if (isLeaf(value) || !isBranches(value)) return value
    return (
      isList(value)
        ? Object.freeze(Array.from(value, mapTensors(f)))
        : Object.freeze(
            Object.fromEntries(Object.entries(value).map(([key, branch]) => [key, mapTensors(f)(branch)])),
          )
    ) as T
  }

/** A value with other tensors in the places of its own, in the order of `tensorsIn`. */
export const withTensors =
  (tensors: Iterable<AnyTensor>) =>
  <T>(value: T): T => {
    const next = tensors[Symbol.iterator]()
    return mapTensors(() => next.next().value)(value)
  }

/** Puts the tensors of a value into an array, from a place on; gives the place behind the last, or `unlike`. */
export type Gatherer = (value: unknown, into: AnyTensor[], at: number) => number

/** What a value of another form gives. */
export const unlike = -1

/**
 * Puts the tensors of a value into an array if it has the form of another one, with its entries in the same order; what contains
 * itself has no form. Both are walked at once and nothing is made, as this is done at every step.
 */
export const gatherAlike = (
  form: unknown,
  value: unknown,
  into: AnyTensor[],
  at: number,
  depth = 0,
): number => {
  if (isTensor(form)) {
    if (!isTensor(value) || form.dtype !== value.dtype || !sameShape(form.shape, value.shape)) return unlike
    into[at] = value
    return at + 1
  }
  if (isLeaf(form)) return isLeaf(value) && !isTensor(value) ? at : unlike
  if (!isBranches(form)) return Object.is(form, value) ? at : unlike
  if (depth > deepest) return unlike
  if (isLeaf(value) || !isBranches(value) || isList(form) !== isList(value)) return unlike
  const [xs, ys] = [
    form as { readonly [name: string]: unknown },
    value as { readonly [name: string]: unknown },
  ]
  const [names, others] = [Object.keys(xs), Object.keys(ys)]
  if (names.length !== others.length) return unlike
  let next = at
  for (let i = 0; i < names.length && next !== unlike; i++) {
    const name = names[i] as string
    next = name === others[i] ? gatherAlike(xs[name], ys[name], into, next, depth + 1) : unlike
  }
  return next
}

/**
 * `gatherAlike` for one form, which is looked at once and for all: what is left to do for each value is little.
 */
export const gathererOf = (form: unknown): Gatherer => {
  if (isTensor(form)) {
    const { dtype, shape } = form
    return (value, into, at) => {
      if (!isTensor(value) || value.dtype !== dtype || !sameShape(shape, value.shape)) return unlike
      into[at] = value
      return at + 1
    }
  }
  if (isLeaf(form) || !isBranches(form) || prototypeOf(form) !== Object.prototype)
    return (value, into, at) => gatherAlike(form, value, into, at)
  const names = Object.keys(form)
  const parts = names.map(name => gathererOf((form as { readonly [name: string]: unknown })[name]))
  return (value, into, at) => {
    if (typeof value !== 'object' || value === null || prototypeOf(value) !== Object.prototype)
      return gatherAlike(form, value, into, at)
    let [i, next] = [0, at]
    // A list of its keys would be made anew each time.
    for (const name in value) {
      if (i >= names.length || name !== names[i]) return unlike
      next = (parts[i] as Gatherer)((value as { readonly [name: string]: unknown })[name], into, next)
      if (next === unlike) return unlike
      i++
    }
    return i === names.length ? next : unlike
  }
}

/** Two forms that differ, and where. */
export interface FormDifference {
  readonly path: Path
  readonly wanted: unknown
  readonly given: unknown
}

/** What stands in a difference for an entry that is not there. */
const nothing: unique symbol = Symbol('nothing')

const sameKind = (x: unknown, y: unknown): boolean => {
  if (isTensor(x)) return isTensor(y) && x.dtype === y.dtype && sameShape(x.shape, y.shape)
  if (isLeaf(x)) return isLeaf(y) && !isTensor(y)
  if (isPlain(x)) return Object.is(x, y)
  return isBranches(x) && !isLeaf(y) && isBranches(y) && isList(x) === isList(y)
}

/** The first entry of the second that the first has not. */
const surplusIn = (wanted: Branches, given: Branches): string | number | undefined => {
  if (!isList(given)) return Object.keys(given).find(key => !Object.hasOwn(wanted, key))
  const { length } = wanted as readonly unknown[]
  return given.length > length ? length : undefined
}

/** Where the form of a value first differs from the one that is wanted; null if it does not, whatever the order of entries. */
export const formDifference = (wanted: unknown, given: unknown, path: Path = []): FormDifference | null => {
  if (!sameKind(wanted, given) || path.length > deepest) return { path, wanted, given }
  if (isLeaf(wanted) || !isBranches(wanted)) return null
  for (const [key, branch] of branchesOf(wanted)) {
    const other = Object.hasOwn(given as Branches, key)
      ? (given as { readonly [key: string | number]: unknown })[key]
      : nothing
    const difference = formDifference(branch, other, [...path, key])
    if (difference !== null) return difference
  }
  const extra = surplusIn(wanted, given as Branches)
  return extra === undefined
    ? null
    : {
        path: [...path, extra],
        wanted: nothing,
        given: (given as { readonly [key: string | number]: unknown })[extra],
      }
}

/** A value with its entries in the order of another one of its form. */
export const inOrderOf =
  (order: unknown) =>
  <T>(value: T): T => {
    if (isLeaf(order) || !isBranches(order)) return value
    const branches = branchesOf(order).map(
      ([key, branch]) =>
        [key, inOrderOf(branch)((value as { readonly [key: string]: unknown })[key])] as const,
    )
    return (
      isList(order)
        ? Object.freeze(branches.map(([, branch]) => branch))
        : Object.freeze(Object.fromEntries(branches))
    ) as T
  }

const longestPath = 32

const shownPath = (path: Path): string =>
  path.length > longestPath ? `${showPath(path.slice(0, longestPath))}…` : showPath(path)

/** Tells two forms that differ as an error: of shapes, of element types, or of anything else. */
export const formError = (
  { path, wanted, given }: FormDifference,
  say: (place: string, wanted: string, given: string) => string,
  root: Path = [],
): ArgumentError | ShapeError | DTypeError => {
  const whole = [...root, ...path]
  const inWords = (x: unknown): string => (x === nothing ? 'nothing' : describe(x))
  const text = say(whole.length === 0 ? 'the root' : shownPath(whole), inWords(wanted), inWords(given))
  if (!isTensor(wanted) || !isTensor(given)) return new ArgumentError(text)
  return wanted.dtype === given.dtype
    ? new ShapeError(text, [wanted.shape, given.shape])
    : new DTypeError(text)
}

/**
 * What a step made of what is carried, with its entries in the order that they had.
 *
 * @throws ArgumentError, ShapeError or DTypeError with the place and both forms, if it has another form.
 */
export const carriedOn = <S>(operation: string, before: S, after: S): S => {
  if (gatherAlike(before, after, [], 0) !== unlike) return after
  const difference = formDifference(before, after)
  if (difference === null) return inOrderOf(before)(after)
  throw formError(
    difference,
    (place, was, is) =>
      `${operation} carries a value of one form from step to step, but at ${place} it was ${was} and becomes ${is}. ` +
      `${isPlain(difference.wanted) && isPlain(difference.given) ? 'What changes from step to step has to be a tensor: tensor(…).' : 'A step gives what it takes: the same entries by name, with the same shapes and element types.'}`,
  )
}
