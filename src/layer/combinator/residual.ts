/**
 * A shortcut around a layer.
 *
 * @module
 */
import { addCotangents } from '../../smooth/map/cotangents.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { insideOne } from '../inside.ts'
import type { AnyLayer, InputOf, Layer, ParamsOf, StateOf } from '../layer.ts'
import { kind } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'
import type { Endo } from './endo.ts'

/**
 * `x + f(x)`: the layer's output added to its input, so that cotangents also flow past it (He, Zhang, Ren and Sun 2015).
 * The layer must give the shape that it takes. The pullback of `dy` is `dy + f*(dy)`.
 *
 * @throws ShapeError if the shapes differ at run time.
 *
 * @example
 * import { compose, dense, relu, residual } from 'pullback'
 * const block = residual(compose(dense(16, 16), relu(), dense(16, 16)))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const residual = takes('residual', { layer: needs.layer }, () => residualUnchecked)

const residualUnchecked = <L extends AnyLayer>(
  layer: Endo<L, 'residual'>,
): Layer<InputOf<L>, Same, ParamsOf<L>, StateOf<L>> => typed(around(untyped(layer)))

const around = (layer: Untyped): Untyped => ({
  name: `residual(${layer.name})`,
  init: layer.init,
  [kind]: { is: 'same', layer },
  inside: insideOne('residual', layer, around, true),
  run: (params, x, state, context) =>
    within('residual', () => {
      const [y, pullback, next] = layer.run(params, x, state, context)
      return [
        addCotangents(x, y),
        dy => {
          const [dp, dx] = pullback(dy)
          return [dp, addCotangents(dy, dx)]
        },
        next,
      ]
    }),
})
