/**
 * Several layers on one input, their outputs joined.
 *
 * @module
 */

import { Concat } from '../../primitive/movement/concat.ts'
import { fromPrimitive } from '../../smooth/map/fromPrimitive.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { AnyLayer, Layer, OutputOf } from '../layer.ts'
import { requireTensor } from '../requireTensor.ts'
import type { Joined } from '../type/typeFunction.ts'
import { typed } from '../typed.ts'
import { branches } from './branches.ts'
import { type CommonInput, type OnOneInput, sumOf } from './fanout.ts'
import type { ParamsOfAll, StatesOfAll } from './slots.ts'

/**
 * All layers on one input, their outputs one after the other along the last axis; the compiler adds the sizes.
 *
 * @throws ShapeError at run time, if the other axes differ.
 *
 * @example
 * import { compose, concat, dense, identity } from 'pullback'
 * const dense2 = compose(concat(identity(), dense(8, 4)), dense(12, 2)) // as in DenseNet
 *
 * @category Combinators
 * @since 0.1.0
 */
export const concat = <const Ls extends readonly [AnyLayer, ...AnyLayer[]]>(
  ...layers: OnOneInput<Ls>
): Layer<
  CommonInput<Ls>,
  Joined<{ readonly [I in keyof Ls]: OutputOf<Ls[I]> }>,
  ParamsOfAll<Ls>,
  StatesOfAll<Ls>
> =>
  typed(
    branches('concat', layers, (inBranches, input) => {
      const [values, pullback, state] = inBranches(layers.map(() => input))
      const parts = values as readonly AnyTensor[]
      for (const part of parts) requireTensor('concat, of each of its layers,', part)
      const axis = Math.max((parts[0] as AnyTensor).shape.length - 1, 0)
      const [joined, split] = fromPrimitive<readonly AnyTensor[], AnyTensor, { readonly axis: number }>(
        Concat,
        { axis },
      )(parts)
      return [
        joined,
        dy => {
          const [dp, das] = pullback(split(dy as Tensor))
          return [dp, sumOf(das)]
        },
        state,
      ]
    }),
  )
