/**
 * A transformer that predicts the next character from those before it: attention, layer norms, and products of all shapes.
 *
 * @module
 */
import { evaluate } from 'fp-ts/lib/State.js'
import {
  type AnyTensor,
  adam,
  compose,
  dense,
  embedding,
  key,
  label,
  layerNorm,
  learnedPositions,
  repeat,
  softmaxCrossEntropy,
  supervised,
  toValues,
  transformerEncoderBlock,
  tree,
} from 'pullback'
import { randint, randomState } from 'pullback/numpy'
import { labels, trains } from '../pullback/learner.ts'
import { type Problem, type Values, valuesIn, valuesOf } from '../start/problem.ts'
import type { Case } from './case.ts'

const [batches, batch, context, rate] = [8, 16, 128, 0.001]
const [vocabulary, width, heads, blocks] = [64, 128, 4, 4] as const

const network = compose(
  label('characters')(embedding(vocabulary, width)),
  label('positions')(learnedPositions(context, width)),
  label('blocks')(repeat(blocks)(transformerEncoderBlock(width, heads, { causal: true }))),
  label('norm')(layerNorm(width)),
  label('next')(dense(width, vocabulary)),
)

const textLength = context + 1

/** The characters of all texts from a place on, as many as the context has. */
const charactersFrom = (place: number, texts: Int32Array): Values =>
  valuesOf(
    texts.filter((_, i) => i % textLength >= place && i % textLength < place + context),
    batches,
    batch,
    context,
  )

// The characters are drawn at random: how long a step takes does not depend on what there is to learn.
const problem = (): Problem => {
  const texts = evaluate(randomState(0))(randint(0, vocabulary, [batches * batch * textLength]))
  const { params } = network.init(key(0), 'f64')
  return {
    kind: 'transformer',
    rate,
    heads,
    params: Object.fromEntries(
      tree.entries(params).map(({ path, leaf }) => [path.join('.'), valuesIn(leaf as AnyTensor)]),
    ),
    inputs: charactersFrom(0, toValues(texts) as Int32Array),
    targets: charactersFrom(1, toValues(texts) as Int32Array),
  }
}

/** `transformer`. */
export const transformer: Case = {
  name: 'transformer',
  about: '4 blocks of width 128 with 4 heads on 16 texts of 128 characters, Adam',
  dtypes: ['f32', 'f64'],
  steps: 3,
  problem,
  heavy: true,
  learner: trains(supervised(softmaxCrossEntropy({}))(network), adam(rate), labels),
}
