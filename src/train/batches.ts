/**
 * Examples in batches.
 *
 * @module
 */
import { Gather } from '../primitive/gather.ts'
import { bind } from '../primitive/bind.ts'
import type { Key } from '../random/key.ts'
import { permutation } from '../random/permutation.ts'
import type { Kind } from '../tensor/dtype.ts'
import { ArgumentError, ShapeError, showPath } from '../tensor/error.ts'
import type { Shape } from '../tensor/shape.ts'
import { elementsOf, type Integers, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { entries, isLeaf, type Leaf, map } from '../tensor/tree.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'
import type { Batch } from './objective.ts'

/** Batches for one pass over the data; each epoch has a key of its own. */
export type Batches<B> = (epochKey: Key) => Iterable<B> | AsyncIterable<B>

/** A type of many examples as that of a batch: the first axis is known only at run time. */
export type BatchOf<A> =
  A extends Tensor<infer S extends Shape, infer K extends Kind>
    ? S extends readonly [number, ...infer R extends Shape]
      ? Tensor<[number, ...R], K>
      : A
    : { readonly [I in keyof A]: BatchOf<A[I]> }

/** How examples are put into batches. */
export interface BatchOptions {
  /** The number of examples in a batch; the last batch of an epoch has what is left. */
  readonly size: number
  /** Whether each epoch has an order of its own, drawn from its key; off unless told. */
  readonly shuffle?: boolean
}

const countExamples = (data: unknown): number => {
  const leaves = entries(data)
  const first = leaves[0]
  if (first === undefined) throw new ArgumentError('batches needs data, but was given none.')
  const counts = leaves.map(({ leaf, path }) => {
    if (!isTensor(leaf) || leaf.shape.length === 0)
      throw new ShapeError(
        `batches needs tensors with a first axis of examples, but ${showPath(path)} has none.`,
        [],
      )
    return leaf.shape[0] as number
  })
  const [n] = counts as [number]
  const odd = counts.findIndex((count) => count !== n)
  if (odd !== -1)
    throw new ShapeError(
      `batches needs as many targets as inputs, but ${showPath(first.path)} has ${n} examples and ` +
        `${showPath(leaves[odd]!.path)} has ${counts[odd]}.`,
      leaves.map(({ leaf }) => (leaf as AnyTensor).shape),
      0,
    )
  if (n === 0) throw new ShapeError('batches needs at least one example, but the data has none.', [[0]], 0)
  return n
}

const pickRows = (order: Int32Array, from: number, to: number): (<A>(data: A) => A) => {
  const indices: Integers = unsafeFromElements<Shape, 'integer'>([to - from], 'i32', order.slice(from, to))
  return map((x: Leaf) => (isLeaf(x) && isTensor(x) ? bind(Gather, { batchDims: 0 }, [x, indices]) : x))
}

/**
 * A data set in batches of a size: in order, or shuffled anew for each epoch. No example is left out; the last batch of an
 * epoch may be short.
 *
 * Inputs and targets are tensors, or trees of tensors, whose first axis counts the examples.
 *
 * @throws ShapeError if there are no examples, or not as many targets as inputs.
 * @throws ArgumentError unless the size is a positive integer.
 *
 * @example
 * import { batches, tensor, zeros } from 'pullback'
 * const data = batches({ inputs: zeros([4, 64]), targets: tensor([1, 0, 3, 2], 'i32') }, { size: 2, shuffle: true })
 */
export const batches = <I, T>(
  data: Batch<I, T>,
  { size, shuffle = false }: BatchOptions,
): Batches<Batch<BatchOf<I>, BatchOf<T>>> => {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new ArgumentError(`batches needs a positive integer for size, but was given ${size}.`)
  const n = countExamples(data)
  return function* (epochKey) {
    const order = shuffle
      ? (elementsOf(permutation(n)(epochKey)) as Int32Array)
      : Int32Array.from({ length: n }, (_, i) => i)
    for (let from = 0; from < n; from += size) {
      const whole = !shuffle && size >= n
      yield (whole ? data : pickRows(order, from, Math.min(from + size, n))(data)) as never
    }
  }
}
