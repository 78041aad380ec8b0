/**
 * Laws of padding in attention.
 *
 * @module
 */
import { type Integers, isTrivial, op, type Tensor, type tree } from '../../../src/index.ts'
import { every, exact, holds } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import type { TreeLayer } from '../same.ts'
import { batch, nothing, padded, run, runs, sequences, sizes, time, width } from './sample.ts'

/** What is padding is not seen, and those who see nothing get the output's bias. */
export const paddingLaws = (layer: TreeLayer): readonly Law[] => [
  law(
    '33b',
    'what is padding changes nothing for others, and is asked for nothing by them',
    [runs(layer, padded), sequences, sizes],
    (at, other, size) => {
      const [given, mask] = at.input as readonly [Tensor, Integers]
      const x = op.scale(size)(given)
      const spread = op.broadcastAlong([batch, time, width], [0, 1])(op.convert('i32')(mask)) as Integers
      const isThere = (z: Tensor): Tensor => op.select(spread, z, nothing(z))
      const changed = op.select(spread, x, op.scale(size)(other))
      const [y, pullback] = run(layer, { ...at, input: [x, mask] })
      const [z] = run(layer, { ...at, input: [changed, mask] })
      const dy = isThere(at.db)
      const [, [dx, dmask]] = pullback(dy) as readonly [unknown, readonly [Tensor, unknown]]
      return every(
        exact(isThere(z), isThere(y)),
        exact(op.sub(dx, isThere(dx)), nothing(dx)),
        holds(isTrivial(dmask), dmask, 'trivial'),
      )
    },
  ),
  law('33c', 'where all is padding the output is its bias', [runs(layer, padded)], at => {
    const [x, mask] = at.input as readonly [Tensor, Integers]
    const none = op.mul(mask, op.sub(mask, mask))
    const [y, pullback] = run(layer, { ...at, input: [x, none] })
    const { b } = (at.params as { readonly output: { readonly b: Tensor } }).output
    const [, [dx]] = pullback(at.db as tree.Tree) as readonly [unknown, readonly [Tensor]]
    return every(exact(y, op.broadcast([batch, time, width])(b)), exact(dx, nothing(dx)))
  }),
]
