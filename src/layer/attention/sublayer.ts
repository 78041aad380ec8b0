/**
 * The parts of blocks of layers: shortcuts and norms around a layer, for a tensor or for the first part of a tuple
 * whose other parts (a memory, a mask) pass by.
 *
 * @module
 */

import { reshape } from '../../primitive/movement/reshape.ts'
import { addCotangents } from '../../smooth/map/cotangents.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import { sequence } from '../combinator/compose.ts'
import { label } from '../combinator/label.ts'
import { residual } from '../combinator/residual.ts'
import { contextAt } from '../context.ts'
import { insideOne, insideThrough } from '../inside.ts'
import type { AnyLayer } from '../layer.ts'
import { rowsOf } from '../linear/lastAxis.ts'
import { type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'

/** A layer and then others without parameters: what it has for parameters is all there is. */
export const followedBy = (layer: AnyLayer, ...others: readonly AnyLayer[]): Untyped =>
  others.reduce<Untyped>(
    (first, other) => ({
      name: first.name,
      init: first.init,
      ...insideThrough(first, changed => followedBy(changed, other)),
      run: (params, input, state, context) => {
        const [x, pullFirst, next] = first.run(params, input, state, contextAt(context, 0))
        const [y, pullOther] = untyped(other).run(empty, x, empty, contextAt(context, 1))
        return [y, dy => pullFirst(pullOther(dy)[1]), next]
      },
    }),
    untyped(layer),
  )

/** A layer for matrices on the last axis of a tensor, with all other axes as one: its loops then have one shape. */
export const overRows = (layer: AnyLayer): Untyped => ({
  name: layer.name,
  ...insideThrough(layer, overRows),
  init: untyped(layer).init,
  run: (params, input, state, context) => {
    const x = input as Tensor<[...number[], number]>
    const like = (rows: Tree, of: Shape): Tensor => {
      const y = rows as Tensor
      return reshape([...of.slice(0, -1), y.shape[1] as number])(y)
    }
    const [y, pullback, next] = untyped(layer).run(params, rowsOf(x), state, context)
    return [
      like(y, x.shape),
      dy => {
        const [dp, dx] = pullback(rowsOf(dy as Tensor<[...number[], number]>))
        return [dp, like(dx, x.shape)]
      },
      next,
    ]
  },
})

/** A layer on the first part of a tuple; the others pass. */
export const onFirst = (layer: AnyLayer): Untyped => ({
  name: layer.name,
  ...insideThrough(layer, onFirst),
  init: untyped(layer).init,
  run: (params, input, state, context) => {
    const [x, ...others] = input as readonly Tree[]
    const [y, pullback, next] = untyped(layer).run(params, x as Tree, state, context)
    return [
      [y, ...others],
      db => {
        const [dy, ...dothers] = db as readonly Tree[]
        const [dp, dx] = pullback(dy as Tree)
        return [dp, [dx, ...dothers]]
      },
      next,
    ]
  },
})

/** Adds what a layer makes of a tuple to its first part; the others pass. */
export const residualOnFirst = (layer: AnyLayer): Untyped => ({
  name: `residual(${layer.name})`,
  inside: insideOne('residual', layer, residualOnFirst, true),
  init: untyped(layer).init,
  run: (params, input, state, context) =>
    within('residual', () => {
      const [x, ...others] = input as readonly Tree[]
      const [y, pullback, next] = untyped(layer).run(params, input, state, context)
      return [
        [addCotangents(x, y) as Tree, ...others],
        db => {
          const [dp, dinput] = pullback((db as readonly Tree[])[0] as Tree)
          return [dp, addCotangents(db, dinput)]
        },
        next,
      ]
    }),
})

/** Where the norm of a sublayer stands: before it, with the shortcut around both, or after the shortcut. */
export type NormPlace = 'before' | 'after'

/** A layer with a shortcut around it and a norm, under their labels. */
export const sublayer = (
  norm: AnyLayer,
  name: string,
  layer: AnyLayer,
  place: NormPlace,
  isTuple: boolean,
): Untyped => {
  const [around, onX] = isTuple
    ? [residualOnFirst, onFirst]
    : [(layer: AnyLayer) => untyped(residual(untyped(layer))), untyped]
  const labelledNorm = label('norm')(onX(norm))
  return place === 'before'
    ? around(sequence([labelledNorm, label(name)(untyped(layer))]))
    : sequence([label(name)(around(layer)), labelledNorm])
}
