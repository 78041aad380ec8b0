/**
 * Data sets: tensors that have one row for each example, in a record (or any other tree), such as `{ inputs, targets }`.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import type { Kind } from '../tensor/dtype.ts'
import { ArgumentError, ShapeError, showPath } from '../tensor/error.ts'
import { entries } from '../tensor/function/traversal.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor, type Tensor } from '../tensor/tensor.ts'

/**
 * The type of a data set with another number of examples.
 *
 * @category Data
 * @since 0.1.0
 */
export type WithRows<D, N extends number = number> =
  D extends Tensor<readonly [number, ...infer R extends readonly number[]], infer K extends Kind>
    ? Tensor<[N, ...R], K>
    : D extends AnyTensor
      ? Tensor<Shape, D['kind']>
      : { readonly [key in keyof D]: WithRows<D[key], N> }

/**
 * How many examples a data set has: the size of the first axis, which all its tensors share.
 *
 * @throws ShapeError if two tensors differ in it or one has no axis, with their keys.
 * @throws ArgumentError if the data set has no tensors.
 *
 * @example
 * import { countRows, zeros } from 'pullback'
 * countRows({ inputs: zeros([150, 4]), targets: zeros([150], 'i32') }) // 150
 *
 * @category Data
 * @since 0.1.0
 */
export const countRows = takes('countRows', { dataset: needs.tensors }, () => countRowsUnchecked)

const countRowsUnchecked = (dataset: unknown): number => {
  const parts = entries(dataset).map(({ path, leaf }) => {
    const name = showPath(path) || 'the tensor'
    if (!isTensor(leaf)) throw new ArgumentError(`A data set holds tensors, but ${name} is none.`)
    if (leaf.shape.length === 0)
      throw new ShapeError(`A data set needs a row for each example, but ${name} is a scalar.`, [leaf.shape])
    return { name, shape: leaf.shape }
  })
  const first = parts[0]
  if (first === undefined) throw new ArgumentError('A data set needs at least one tensor, but has none.')
  const other = parts.find(({ shape }) => shape[0] !== first.shape[0])
  if (other !== undefined)
    throw new ShapeError(
      `A data set needs one row for each example in all tensors, but ${first.name} has ${first.shape[0]} rows ` +
        `(${showShape(first.shape)}) and ${other.name} has ${other.shape[0]} (${showShape(other.shape)}).`,
      [first.shape, other.shape],
      0,
    )
  return first.shape[0] as number
}
