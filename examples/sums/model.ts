/**
 * The network: a small transformer that says which character comes next, and how it is trained.
 *
 * @module
 */
import {
  adamw,
  compose,
  dense,
  embedding,
  initialiser,
  label,
  layerNorm,
  learnedPositions,
  type Model,
  type ParamsOf,
  repeat,
  schedule,
  softmaxCrossEntropy,
  supervised,
  transformerEncoderBlock,
} from 'pullback'
import { characters, ignoreIndex, seen } from './corpus.ts'

const [width, heads, blocks] = [64, 4, 2] as const
const vocabulary = characters.length as 12

/** Scores of the next character at each place, from the characters up to there. */
export const network = compose(
  label('characters')(embedding(vocabulary, width)),
  label('positions')(learnedPositions(seen, width, { w: initialiser.normal(0, 1) })),
  label('blocks')(repeat(blocks)(transformerEncoderBlock(width, heads, { causal: true }))),
  label('norm')(layerNorm(width)),
  label('next')(dense(width, vocabulary)),
)

/** The network with its parameters. */
export type Speaker = Model<ParamsOf<typeof network>>

/** The mean cross-entropy of the characters of answers. */
export const objective = supervised(softmaxCrossEntropy({ ignoreIndex }))(network)

/** The sums in a batch. */
export const size = 128

const [peak, warmUp] = [0.003, 100] as const

/** AdamW, whose rate rises for a hundred steps and then falls along half a cosine. */
export const optimiser = (steps: number) =>
  adamw(
    schedule.join({ at: [warmUp] })([
      schedule.linear({ to: peak, steps: warmUp }),
      schedule.cosine(peak, { steps: steps - warmUp, to: peak / 100 }),
    ]),
    { beta2: 0.99 },
  )
