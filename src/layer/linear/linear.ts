/**
 * The fully connected layer without a bias.
 *
 * @module
 */
import { glorotUniform } from '../../initialiser/glorot.ts'
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { matmul, matmulNT, matmulTN } from '../../primitive/product/matmul.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { positionwiseWithParams } from '../parametric.ts'
import type { LastAxis } from '../type/typeFunction.ts'
import { requireLastAxis, rowsOf, underAxes } from './lastAxis.ts'

/**
 * The parameter of a linear layer.
 *
 * @category Linear layers
 * @since 0.1.0
 */
export interface LinearParams<I extends number, O extends number> {
  /** The weight, one column for each output. */
  readonly w: Tensor<[I, O]>
}

/**
 * How the parameter of a linear layer begins.
 *
 * @category Linear layers
 * @since 0.1.0
 */
export interface LinearOptions {
  /**
   * Defaults to Glorot's uniform initialiser.
   *
   * @default initialiser.glorotUniform
   */
  readonly w?: Initialiser
}

/**
 * `y = x w` along the last axis; all other axes are a batch. Behind `augmentOnes()` the last row of `w` is a bias.
 *
 * Takes [..., inputs] and gives [..., outputs]. The pullback of `dy` is `dx = dy wᵀ` and `dw = xᵀ dy`.
 *
 * @throws ShapeError if the last axis of the input is not `inputs`.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { augmentOnes, compose, linear } from 'pullback'
 * const withBiasTrick = compose(augmentOnes(), linear(3, 200))
 *
 * @category Linear layers
 * @since 0.1.0
 */
export const linear = takes(
  'linear',
  { inputs: needs.size, outputs: needs.size, options: needs.options({ w: needs.fn }) },
  () => linearUnchecked,
)

const linearUnchecked = <I extends number, O extends number>(
  inputs: I,
  outputs: O,
  { w = glorotUniform }: LinearOptions = {},
): Layer<Tensor<[...number[], I]>, LastAxis<O>, LinearParams<I, O>> => {
  const name = `linear(${inputs}, ${outputs})`
  return ofKind(
    { is: 'dense' },
    positionwiseWithParams(
      name,
      { w: [w, [inputs, outputs]] },
      (params: LinearParams<I, O>, x: Tensor<[...number[], I]>) => {
        requireLastAxis(name, x, inputs)
        const rows = rowsOf(x)
        const restore = underAxes(x.shape.slice(0, -1))
        return [
          restore(matmul(rows, params.w)),
          (dy: Tensor<[...number[], O]>) => {
            const drows = rowsOf(dy)
            return [{ w: matmulTN(rows, drows) }, restore(matmulNT(drows, params.w))]
          },
        ]
      },
    ),
  )
}
