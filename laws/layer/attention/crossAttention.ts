/**
 * Laws of attention to a memory.
 *
 * @module
 */
import fc from 'fast-check'
import {
  crossAttention,
  op,
  random,
  selfAttention as selfAttentionLayer,
  type Tensor,
  toValues,
  type tree,
} from '../../../src/index.ts'
import { keys } from '../../arbitraries.ts'
import { every, exact } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'
import { heads, near, permuted, run, runs, sequences, time, width } from './sample.ts'

/** Laws of attention to a memory: to itself, it is that of a sequence to itself. */
export const crossAttentionLaws = (
  layer: TreeLayer = forget(crossAttention(width, heads, width)),
): LawSet => {
  const itself = forget(selfAttentionLayer(width, heads))
  return lawSet('crossAttention', [
    law('32e', 'attention to itself is self-attention', [runs(itself, sequences)], at => {
      const [y, pullback] = run(itself, at)
      const [z, pullCross] = run(layer, { ...at, input: [at.input, at.input] })
      const [dp, dx] = pullback(at.db as tree.Tree)
      const [dq, [dleft, dright]] = pullCross(at.db as tree.Tree) as readonly [
        tree.Tree,
        readonly [Tensor, Tensor],
      ]
      return every(exact([z, dq], [y, dp]), near(at.params, at.input, at.db)(op.add(dleft, dright), dx))
    }),
    law(
      '32f',
      'a memory in another order gives the same',
      [runs(layer, fc.tuple(sequences, sequences)), keys],
      (at, k) => {
        const order = Array.from(toValues(random.permutation(time)(k)))
        const [x, memory] = at.input as readonly [Tensor, Tensor]
        return near(at.params, at.input)(
          run(layer, { ...at, input: [x, permuted(memory, order)] })[0],
          run(layer, at)[0],
        )
      },
    ),
  ])
}
