/**
 * Layers side by side, each on its own input.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import type { Tree } from '../../tensor/tree.ts'
import type { AnyLayer, InputOf, Layer, OutputOf } from '../layer.ts'
import type { Pairwise } from '../type/typeFunction.ts'
import { typed } from '../typed.ts'
import { branches } from './branches.ts'
import type { ParamsOfAll, StatesOfAll } from './slots.ts'

/**
 * `f ⊗ g ⊗ ...`: takes a tuple with one input for each layer and gives the tuple of their outputs.
 *
 * @throws ArgumentError at run time, if the tuple has another length.
 *
 * @example
 * import { dense, parallel } from 'pullback'
 * const twoTowers = parallel(dense(8, 4), dense(16, 4))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const parallel = <const Ls extends readonly [AnyLayer, ...AnyLayer[]]>(
  ...layers: Ls
): Layer<
  { readonly [I in keyof Ls]: InputOf<Ls[I]> },
  Pairwise<{ readonly [I in keyof Ls]: OutputOf<Ls[I]> }>,
  ParamsOfAll<Ls>,
  StatesOfAll<Ls>
> =>
  typed(
    branches('parallel', layers, (inBranches, input) => {
      const inputs = input as readonly Tree[]
      if (!Array.isArray(input) || input.length !== layers.length)
        throw new ArgumentError(`parallel takes a tuple of ${layers.length}, one input for each layer.`)
      const [values, pullback, state] = inBranches(inputs)
      return [values, dbs => pullback(dbs as readonly Tree[]), state]
    }),
  )
