/**
 * Some of the examples of a data set.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { allocate, type Kind } from '../tensor/dtype.ts'
import { IndexError, ShapeError } from '../tensor/error.ts'
import { map } from '../tensor/function/traversal.ts'
import { type Shape, showShape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Integers, unsafeFromElements } from '../tensor/tensor.ts'
import { countRows, type WithRows } from './dataset.ts'

/**
 * The examples that the indices name, in their order: row `i` of the result is row `indices[i]` of the data set, in each
 * of its tensors. An index may occur many times.
 *
 * Takes indices [n] and then a tensor [rows, ...] or a record of such; each tensor becomes [n, ...].
 *
 * @throws IndexError if an index is out of range, with its position.
 * @throws ShapeError if the tensors of the data set differ in their number of rows.
 *
 * @example
 * import { takeRows, tensor } from 'pullback'
 * takeRows(tensor([2, 0], 'i32'))({ inputs: tensor([[1], [2], [3]]) }) // inputs: [[3], [1]]
 *
 * @category Data
 * @since 0.1.0
 */
export const takeRows = takes(
  'takeRows',
  [{ indices: needs.integers }, { dataset: needs.tensors }],
  () => takeRowsUnchecked,
)

const takeRowsUnchecked =
  <N extends number>(indices: Integers<[N]>) =>
  <D>(dataset: D): WithRows<D, N> => {
    const rows = countRows(dataset)
    const wanted = elementsOf(indices)
    if (indices.shape.length !== 1)
      throw new ShapeError(`takeRows needs a vector of indices, but was given ${showShape(indices.shape)}.`, [
        indices.shape,
      ])
    const wrong = wanted.findIndex(index => index < 0 || index >= rows)
    if (wrong !== -1)
      throw new IndexError(
        `takeRows was given index ${wanted[wrong]} at position ${wrong}, but there are ` +
          `${rows === 0 ? 'no rows: give it no indices' : `${rows} rows: indices run from 0 to ${rows - 1}`}.`,
      )
    const take = (x: AnyTensor): AnyTensor => {
      const width = sizeOf(x.shape.slice(1))
      const from = elementsOf(x)
      const to = allocate(x.dtype, wanted.length * width)
      wanted.forEach((index, i) => {
        to.set(from.subarray(index * width, (index + 1) * width), i * width)
      })
      return unsafeFromElements<Shape, Kind>([wanted.length, ...x.shape.slice(1)], x.dtype, to)
    }
    return map(take as (x: never) => AnyTensor)(dataset) as WithRows<D, N>
  }
