/**
 * Laws of the weights of attention.
 *
 * @module
 */
import { op, smooth, type Tensor, toValues, type tree } from '../../../src/index.ts'
import { every, exact, holds, summed } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'
import { near, nothing, run, runs, scores, sequences, time } from './sample.ts'

/** 32b and 32c: weights are shares, and give what is given without them. */
export const weightsLaws = (layer: TreeLayer, causal: boolean): readonly Law[] => {
  const withWeights = forget((layer as unknown as { readonly withWeights: TreeLayer }).withWeights)
  return [
    law(
      '32b',
      'the weights of each query are not negative and sum to 1',
      [runs(withWeights, sequences)],
      at => {
        const [, weights] = run(withWeights, at)[0] as unknown as readonly [Tensor, Tensor]
        const sums = op.sum([3])(weights) as Tensor
        return every(
          summed(16)(sums, op.shift(1)(nothing(sums))),
          holds(
            toValues(weights).every(
              (w, i) => w >= 0 && (!causal || i % time <= Math.floor(i / time) % time || w === 0),
            ),
            weights,
            'weights',
          ),
        )
      },
    ),
    law(
      '32c',
      'without the weights it gives the same, and a cotangent of the weights adds to that of the values',
      [runs(layer, sequences), scores],
      (at, dw) => {
        const [y, pullback] = run(layer, at)
        const [z, pullBoth] = run(withWeights, at) as unknown as readonly [
          readonly [Tensor, Tensor],
          (db: tree.Tree) => readonly [tree.Tree, tree.Tree],
        ]
        const dy = at.db as tree.Tree
        const parts = smooth.addCotangents(pullBoth([dy, nothing(dw)]), pullBoth([nothing(dy as Tensor), dw]))
        return every(
          exact(y, z[0]),
          exact(pullback(dy), pullBoth([dy, nothing(dw)])),
          near(at.params, at.input, dy, dw)(pullBoth([dy, dw]), parts),
        )
      },
    ),
  ]
}
