/**
 * The product over axes.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { CumProd } from '../../primitive/cumulative/cumulative.ts'
import { part } from '../../primitive/movement/line.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { otherAxes } from '../../primitive/reduction/broadcast.ts'
import { type Reduction, reductionArguments, reductionBy } from '../../primitive/reduction/reduction.ts'
import { takes } from '../../tensor/contract/index.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { countOver } from './spread.ts'

/**
 * The product over the given axes, which disappear, or stay with size 1 with `{ keep: true }`; over all axes by default. Of no elements
 * it is 1. Its derivative in an element is the product of all others, also where elements are 0. NumPy's `prod`.
 *
 * @throws DTypeError unless the elements are floats.
 * @throws ShapeError if an axis does not exist.
 *
 * @example
 * import { op, smooth, tensor } from 'pullback'
 * op.prod([1])(tensor([[2, 3], [4, 0]])) // [6, 0]
 * smooth.gradient(smooth.lift(op.prod()))(tensor([4, 0])) // [0, 4]
 *
 * @category Operations
 * @since 0.1.0
 */
export const prod = takes('prod', reductionArguments, () => prodUnchecked)

const prodUnchecked: Reduction = reductionBy('prod', (x, axes) => {
  const kept = otherAxes(x.shape.length, axes)
  const shape = kept.map(axis => x.shape[axis] as number)
  const n = countOver(x, axes)
  if (n === 0) return full(shape, 1, x.dtype)
  // What the cumulative product comes to at the end of a line, whose derivative divides by nothing.
  const lines = reshape([...shape, n])(transpose([...kept, ...axes])(x as Tensor) as Tensor)
  const products: Tensor = bind(CumProd, { axis: shape.length }, [lines])
  return reshape(shape)(part(products, shape.length, n - 1, 1))
})
