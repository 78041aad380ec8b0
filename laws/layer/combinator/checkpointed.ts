/**
 * Checkpointed layers: the same, for less memory.
 *
 * @module
 */
import fc from 'fast-check'
import {
  checkpointed,
  compose,
  dense,
  dropout,
  init,
  key,
  meanOnlyBatchNorm,
  program,
  repeat,
  smooth,
  smoothOf,
  type Tensor,
  tanh,
  zeros,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { holds } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { contexts } from '../point.ts'
import { forget, sameLayer, type TreeLayer } from '../same.ts'

const block = forget(compose(dense(3, 16), tanh(), dense(16, 3), tanh()))
const changing = compose(dense(3, 4), meanOnlyBatchNorm(4), dropout(0.25), dense(4, 2))

/** A change to a layer that keeps what it computes. */
type Wrap = (layer: TreeLayer) => TreeLayer

/** What a gradient of so many blocks needs at one time. */
const peakOf = (blocks: number, wrap: Wrap): number => {
  const net = repeat(blocks)(wrap(block))
  const { params, state } = init(net)(key(0))
  // The types of trees of any depth are more than the checker can follow through a gradient.
  const run = smoothOf(net, state) as unknown as smooth.Smooth<readonly [Tensor, Tensor], Tensor>
  const total = smooth.compose(smooth.fixSecond(run, zeros([32, 3])), smooth.sum)
  const gradient = (p: unknown): unknown => smooth.gradient(total)(p as Tensor)
  return program.cost(program.trace(gradient)(params).program).peakBytes
}

/** D11: recomputing changes nothing but the memory. */
export const checkpointedLaws = (wrap: typeof checkpointed = checkpointed): LawSet =>
  lawSet('checkpointed', [
    sameLayer('D11a', 'checkpointed(f) = f, in value, pullback and next state', changing, wrap(changing), {
      input: tensors([4, 3]),
      among: contexts,
    }),
    law(
      'D11b',
      'a gradient through checkpointed blocks needs less memory at its peak: each further block costs less than half',
      [fc.integer({ min: 4, max: 8 })],
      blocks => {
        const perBlock = (w: Wrap): number => peakOf(blocks + 2, w) - peakOf(blocks, w)
        const [plain, kept] = [perBlock(layer => layer), perBlock(wrap)]
        return holds(2 * kept < plain, kept, plain)
      },
    ),
  ])
