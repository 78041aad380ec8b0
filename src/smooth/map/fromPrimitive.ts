/**
 * Smooth maps from primitives: the value by applying it, the pullback by the transposes of its partial derivatives.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { inDerivativeOf } from '../../primitive/core/observe.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import { needs, requireArgument, takes } from '../../tensor/contract/index.ts'
import { type Cotangent, zero } from '../../tensor/function/cotangent.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import type { Tree } from '../../tensor/tree.ts'

/**
 * The smooth map of a primitive with its options: from the tuple of its inputs to its output.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const fromPrimitive = takes(
  'fromPrimitive',
  [
    {
      primitive: needs.record({ name: needs.text, shape: needs.fn, kernel: needs.fn, partials: needs.fn }),
      options: needs.anything,
    },
    // A layer of the map passes its context on.
    { inputs: needs.listOf(needs.tensor, 'tensors'), context: needs.optional(needs.context) },
  ],
  () => fromPrimitiveUnchecked,
)

const aForm = needs.record({ shape: needs.shape, dtype: needs.dtype })

const requireForm = (name: string, given: unknown): void => {
  requireArgument(`fromPrimitive, of ${name},`, 'what shape gives', aForm, given)
}

const fromPrimitiveUnchecked =
  <A extends readonly AnyTensor[], B extends AnyTensor, O>(primitive: Primitive<O>, options: O) =>
  (inputs: A): readonly [B, (db: Cotangent<B>) => Cotangent<A>] => {
    requireForm(primitive.name, primitive.shape(inputs, options))
    const output: AnyTensor = bind(primitive, options, inputs)
    const partials = primitive.partials(inputs, output, options)
    return [
      output as B,
      db =>
        inDerivativeOf(
          primitive.name,
          (): Tree => inputs.map((x, i) => partials[i]?.transpose(db as AnyTensor) ?? zero(x)),
        ) as Cotangent<A>,
    ]
  }
