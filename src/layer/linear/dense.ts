/**
 * The fully connected layer: a matrix product and a bias.
 *
 * @module
 */

import { zeros } from '../../initialiser/constant.ts'
import { glorotUniform } from '../../initialiser/glorot.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { matmul, matmulNT, matmulTN } from '../../primitive/product/matmul.ts'
import { broadcast, sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { positionwiseWithParams } from '../parametric.ts'
import type { LastAxis } from '../type/typeFunction.ts'
import { requireLastAxis, rowsOf, underAxes } from './lastAxis.ts'

/**
 * The parameters of a dense layer.
 *
 * @category Linear layers
 * @since 0.1.0
 */
export interface DenseParams<I extends number, O extends number> {
  /** The weight, one column for each output. */
  readonly w: Tensor<[I, O]>
  /** The bias. */
  readonly b: Tensor<[O]>
}

/**
 * How the parameters of a dense layer begin.
 *
 * @category Linear layers
 * @since 0.1.0
 */
export interface DenseOptions {
  /**
   * Defaults to Glorot's uniform initialiser.
   *
   * @default initialiser.glorotUniform
   */
  readonly w?: Initialiser
  /**
   * Defaults to zeros.
   *
   * @default initialiser.zeros
   */
  readonly b?: Initialiser
}

/**
 * `y = x w + b` along the last axis; all other axes are a batch. Without the bias it is `linear`.
 *
 * Takes [..., inputs] and gives [..., outputs]. The pullback of `dy` is `dx = dy wᵀ`, `dw = xᵀ dy` and `db = Σ dy`, summed
 * over the batch.
 *
 * @throws ShapeError if the last axis of the input is not `inputs`.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { dense, initialiser } from 'pullback'
 * const hidden = dense(784, 64)
 * const output = dense(64, 10, { w: initialiser.uniform(-0.1, 0.1) })
 *
 * @category Linear layers
 * @since 0.1.0
 */
export const dense = takes(
  'dense',
  { inputs: needs.size, outputs: needs.size, options: needs.options({ w: needs.fn, b: needs.fn }) },
  () => denseUnchecked,
)

const denseUnchecked = <I extends number, O extends number>(
  inputs: I,
  outputs: O,
  { w = glorotUniform, b = zeros }: DenseOptions = {},
): Layer<Tensor<[...number[], I]>, LastAxis<O>, DenseParams<I, O>> => {
  const name = `dense(${inputs}, ${outputs})`
  return ofKind(
    { is: 'dense' },
    positionwiseWithParams(
      name,
      { w: [w, [inputs, outputs]], b: [b, [outputs]] },
      (params: DenseParams<I, O>, x: Tensor<[...number[], I]>) => {
        requireLastAxis(name, x, inputs)
        const rows = rowsOf(x)
        const product = matmul(rows, params.w)
        const restore = underAxes(x.shape.slice(0, -1))
        return [
          restore(add(product, broadcast(product.shape)(params.b) as Tensor<[number, O]>)),
          (dy: Tensor<[...number[], O]>) => {
            const drows = rowsOf(dy)
            return [{ w: matmulTN(rows, drows), b: sum([0])(drows) }, restore(matmulNT(drows, params.w))]
          },
        ]
      },
    ),
  )
}
