/**
 * A transformer that writes: 1,000 characters, one at a time, each drawn from the scores after those before it.
 *
 * @module
 */
import { writes } from '../pullback/writes.ts'
import type { Case } from './case.ts'
import { characterModel, stackedBlocks, transformerProblem, vocabulary } from './transformer.ts'

const sizes = { blocks: 4, batch: 1, context: 1000 }

/** `generate`. */
export const generate: Case = {
  name: 'generate',
  about: 'a character, of 1,000, by 4 blocks of width 128 with 4 heads and a cache of keys and values',
  dtypes: ['f32'],
  steps: 200,
  problem: () => {
    const { rate: _, ...problem } = transformerProblem(sizes)
    return { ...problem, kind: 'generation' }
  },
  heavy: true,
  learner: (runner, job) =>
    writes(
      characterModel(sizes),
      vocabulary,
      sizes.context,
    )(runner, { ...job, params: stackedBlocks(job.params) }),
  peers: ['torch', 'torch-1'],
}
