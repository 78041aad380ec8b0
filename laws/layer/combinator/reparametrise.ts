/**
 * Laws of layers with parameters that are functions of others.
 *
 * @module
 */
import {
  compose,
  dense,
  init,
  type Reparametrisation,
  reparametrise as reparametriseLayer,
  smooth,
  type Tensor,
  tanh,
  type tree,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { exact } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { runsOf } from '../point.ts'
import { forget, sameLayer, seen, type TreeLayer } from '../same.ts'

const input = tensors([4, 3])
const cell = forget(compose(dense(3, 3), tanh()))

type Reparametrise = (alpha: Reparametrisation<tree.Tree, tree.Tree>) => (layer: TreeLayer) => TreeLayer

/** A map of parameters to parameters of the same structure. */
const onLeaves = (
  name: string,
  f: smooth.Smooth<Tensor, Tensor>,
): Reparametrisation<tree.Tree, tree.Tree> => ({
  name,
  init: (key, dtype) => init(cell, { dtype })(key).params,
  map: params => {
    const [{ w, b }] = params as readonly [{ readonly w: Tensor; readonly b: Tensor }]
    const [[v, pullW], [c, pullB]] = [f(w), f(b)]
    return [
      [{ w: v, b: c }, {}],
      dp => {
        const [d] = dp as readonly [{ readonly w: Tensor; readonly b: Tensor }]
        return [{ w: pullW(d.w), b: pullB(d.b) }, {}]
      },
    ]
  },
})

/** Laws of layers with parameters that are functions of others; by default of `reparametrise`. */
export const reparametriseLaws = (reparametrise: Reparametrise = reparametriseLayer): LawSet => {
  const alpha = onLeaves('sin', smooth.sin as smooth.Smooth<Tensor, Tensor>)
  const beta = onLeaves('tanh', smooth.tanh as smooth.Smooth<Tensor, Tensor>)
  const both = { ...alpha, map: smooth.compose(beta.map, alpha.map) }
  const through = reparametrise(alpha)(cell)
  return lawSet('reparametrise', [
    sameLayer(
      '26a',
      'f^(β ⨾ α) = (f^α)^β',
      reparametrise(both)(cell),
      reparametrise(beta)(reparametrise(alpha)(cell)),
      { input },
    ),
    sameLayer('26b', 'f^id = f', reparametrise({ ...alpha, map: smooth.identity })(cell), cell, {
      input,
    }),
    law('26c', 'the gradient goes through R[α]', [runsOf(through, input)], run => {
      const [params, pullAlpha] = alpha.map(run.params)
      const own = seen(cell, { ...run, params })
      return exact(seen(through, run), { ...own, dp: pullAlpha(own.dp) as tree.Tree })
    }),
  ])
}
