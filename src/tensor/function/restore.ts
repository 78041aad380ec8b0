/**
 * Trees of tensors in a form that leaves the program: through JSON, `structuredClone`, `postMessage` or V8's serialiser. They lose
 * their class there, and `restore` gives it back, after a look at every entry.
 *
 * @module
 */

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { list, listOf, record } from '../contract/plain.ts'
import { takes } from '../contract/takes.ts'
import { allocate, type DType, type Elements, isDType, represents } from '../dtype.ts'
import { type Path, showPath } from '../error.ts'
import { requireForm } from '../form.ts'
import { longestShape, type Shape, sameShape, showShape, sizeOf } from '../shape.ts'
import { describe, isList, isPlain, isRecord } from '../stranger.ts'
import { type AnyTensor, elementsOf, isTensor, unsafeFromElements } from '../tensor.ts'
import { isTrivial, type Trivial } from '../trivial.ts'
import { classOf, dtypeOfElements, isTypedArray } from '../typedArray.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * What a tensor is outside of the program. In JSON the values are an array of numbers, or of texts such as 'NaN'.
 *
 * @category Tensors
 * @since 0.1.0
 */
export interface PlainTensor {
  readonly shape: Shape
  readonly dtype: DType
  readonly values: Elements
}

/**
 * A tree of which each tensor is plain.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Plain<T> = T extends AnyTensor
  ? PlainTensor
  : T extends Trivial
    ? { readonly _tag: 'Trivial' }
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T

/**
 * One way in which a value is not what was expected, and where.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Mismatch =
  | { readonly _tag: 'Missing'; readonly path: Path; readonly expected: string }
  | { readonly _tag: 'Surplus'; readonly path: Path; readonly found: string }
  | { readonly _tag: 'Misfit'; readonly path: Path; readonly expected: string; readonly found: string }

const at = (path: Path): string => (path.length === 0 ? 'the root' : showPath(path))

const showMismatch = (mismatch: Mismatch): string => {
  switch (mismatch._tag) {
    case 'Missing':
      return `${at(mismatch.path)} is missing: ${mismatch.expected} is expected.`
    case 'Surplus':
      return `${at(mismatch.path)} is not expected: it is ${mismatch.found}.`
    case 'Misfit':
      return `${at(mismatch.path)} is ${mismatch.found}, but ${mismatch.expected} is expected.`
  }
}

/**
 * Descriptions of mismatches, one a line.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const showMismatches = takes(
  'showMismatches',
  { mismatches: listOf(record({ path: list }), 'mismatches') },
  () => showMismatchesUnchecked,
)

const showMismatchesUnchecked = (mismatches: readonly Mismatch[]): string =>
  mismatches.map(showMismatch).join('\n')

// -------------------------------------------------------------------------------------
// out
// -------------------------------------------------------------------------------------

const isBranches = (x: unknown): x is { readonly [key: string]: unknown } => isList(x) || isRecord(x)

/**
 * A tree as a message, each of whose tensors is copied once, and the memory of those copies, to be moved instead of copied again:
 * `worker.postMessage(message, transfer)`.
 *
 * @example
 * import { tree, zeros } from 'pullback'
 * const { message, transfer } = tree.transferable({ w: zeros([2, 3]) })
 * const moved = structuredClone(message, { transfer: [...transfer] })
 *
 * @category Tensors
 * @since 0.1.0
 */
export const transferable = <T>(
  tree: T,
): { readonly message: Plain<T>; readonly transfer: ArrayBuffer[] } => {
  requireForm('transferable', 'the tree', tree)
  const transfer: ArrayBuffer[] = []
  const plain = (x: unknown): unknown => {
    if (isTensor(x)) {
      const values = elementsOf(x).slice()
      transfer.push(values.buffer as ArrayBuffer)
      return { shape: x.shape, dtype: x.dtype, values }
    }
    if (isTrivial(x)) return { ...x }
    if (isList(x)) return x.map(plain)
    return isRecord(x)
      ? Object.fromEntries(Object.entries(x).map(([key, branch]) => [key, plain(branch)]))
      : x
  }
  return { message: plain(tree) as Plain<T>, transfer }
}

// -------------------------------------------------------------------------------------
// back
// -------------------------------------------------------------------------------------

const named: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
}

const show = (x: unknown): string =>
  x === undefined ? 'undefined' : isTrivial(x) ? 'the trivial cotangent' : describe(x)

const showTensor = ({ shape, dtype }: { readonly shape: Shape; readonly dtype: DType }): string =>
  `${dtype}${showShape(shape)}`

/** A shape, an element type and values, whatever they are. */
const isPlainTensor = (
  x: unknown,
): x is { readonly shape: Shape; readonly dtype: DType; readonly values: unknown } =>
  isBranches(x) &&
  isList(x.shape) &&
  x.shape.length <= longestShape &&
  x.shape.every(n => typeof n === 'number') &&
  isDType(x.dtype) &&
  Object.hasOwn(x, 'values')

/** The elements that values are, or a sentence about what is wrong with them. */
const elementsFrom = (values: unknown, dtype: DType, size: number): Elements | string => {
  if (isTypedArray(values)) {
    if (values.length !== size) return `${values.length} values`
    if (dtypeOfElements(values) !== dtype || classOf(values)?.startsWith('Big')) return `a ${classOf(values)}`
    const elements = allocate(dtype, size)
    elements.set(values as Elements)
    return elements
  }
  if (!isList(values)) return `values that are ${show(values)}`
  if (values.length !== size) return `${values.length} values`
  const elements = allocate(dtype, size)
  for (let i = 0; i < size; i++) {
    const given: unknown = values[i]
    const value = typeof given === 'string' && Object.hasOwn(named, given) ? named[given] : given
    if (typeof value !== 'number' || !represents(dtype, value))
      return `a value ${show(given)} at position ${i}`
    elements[i] = value
  }
  return elements
}

class Restoring {
  readonly mismatches: Mismatch[] = []

  misfit(path: Path, expected: string, found: string): undefined {
    this.mismatches.push({ _tag: 'Misfit', path, expected, found })
    return undefined
  }

  tensor(like: AnyTensor, x: unknown, path: Path): AnyTensor | undefined {
    const expected = showTensor(like)
    if (!(isTensor(x) || isPlainTensor(x))) return this.misfit(path, expected, show(x))
    if (x.dtype !== like.dtype || !sameShape(x.shape, like.shape))
      return this.misfit(path, expected, showTensor(x))
    if (isTensor(x)) return x
    const elements = elementsFrom(x.values, like.dtype, sizeOf(like.shape))
    return typeof elements === 'string'
      ? this.misfit(path, expected, `${expected} with ${elements}`)
      : unsafeFromElements(like.shape, like.dtype, elements)
  }

  branches(like: { readonly [key: string]: unknown }, x: unknown, path: Path): unknown {
    if (isTensor(x) || isTypedArray(x) || !isBranches(x) || isList(x) !== isList(like))
      return this.misfit(path, show(like), show(x))
    const step = (key: string): Path => [...path, isList(like) ? Number(key) : key]
    for (const key of Object.keys(x))
      if (!Object.hasOwn(like, key))
        this.mismatches.push({ _tag: 'Surplus', path: step(key), found: show(x[key]) })
    const restored = Object.keys(like).map(key => {
      if (Object.hasOwn(x, key) || like[key] === undefined)
        return [key, this.at(like[key], x[key], step(key))] as const
      this.mismatches.push({ _tag: 'Missing', path: step(key), expected: this.expected(like[key]) })
      return [key, undefined] as const
    })
    return Object.freeze(isList(like) ? restored.map(([, branch]) => branch) : Object.fromEntries(restored))
  }

  expected(like: unknown): string {
    return isTensor(like) ? showTensor(like) : show(like)
  }

  at(like: unknown, x: unknown, path: Path): unknown {
    if (isTensor(like)) return this.tensor(like, x, path)
    if (isTrivial(like))
      return isTrivial(x) || (isRecord(x) && x._tag === 'Trivial')
        ? like
        : this.misfit(path, 'the trivial cotangent', show(x))
    if (isPlain(like))
      return typeof like === typeof x && (like === null) === (x === null)
        ? x
        : this.misfit(path, like === null ? 'null' : `a ${typeof like}`, show(x))
    return this.branches(like as { readonly [key: string]: unknown }, x, path)
  }
}

/**
 * A tree of tensors from what has been through JSON, `structuredClone`, `postMessage` or V8's serialiser, if it has the names,
 * shapes and element types of `like`: a model of the same net, a checkpoint of the same training.
 *
 * Plain values, such as a checkpoint's count of steps, need the type of those in `like`, and keep their own value. Values are
 * copied. The left names every entry that is missing, not expected, or of another form; `tree.showMismatches` describes them.
 *
 * @example
 * import { dense, init, key, tree } from 'pullback'
 * const net = dense(4, 3)
 * const text = JSON.stringify(init(net)(key(0)))
 * const model = tree.restore(init(net)(key(1)))(JSON.parse(text)) // right: the model of key 0
 *
 * @category Tensors
 * @since 0.1.0
 */
export const restore =
  <T>(like: T) =>
  (x: unknown): Either<readonly Mismatch[], T> => {
    requireForm('restore', 'what it is given first', like)
    const restoring = new Restoring()
    const restored = restoring.at(like, x, [])
    return restoring.mismatches.length === 0 ? right(restored as T) : left(restoring.mismatches)
  }
