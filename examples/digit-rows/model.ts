/**
 * The network: a long short-term memory that is shown a digit row by row, and how it is trained.
 *
 * @module
 */
import {
  adam,
  compose,
  dense,
  label,
  lstm,
  type Model,
  type ParamsOf,
  reshape,
  schedule,
  softmaxCrossEntropy,
  supervised,
} from 'pullback'

/** The rows of an image, which are the times, and the pixels of each. */
export const [rows, columns] = [8, 8] as const
const [memory, classes] = [64, 10] as const

/** Scores of the classes from what is remembered behind the last row. */
export const classifier = compose(
  reshape([rows, columns]),
  label('reader')(lstm(columns, memory, { output: 'last' })),
  label('scores')(dense(memory, classes)),
)

/** The same, with scores behind every row. */
export const commentator = compose(
  reshape([rows, columns]),
  label('reader')(lstm(columns, memory)),
  label('scores')(dense(memory, classes)),
)

/** The parameters of either. */
export type Reader = Model<ParamsOf<typeof classifier>>

export const objective = supervised(softmaxCrossEntropy())(classifier)

/** The digits in a batch. */
export const size = 32

/** Adam, whose rate falls along half a cosine. */
export const optimiser = (steps: number) => adam(schedule.cosine(0.003, { steps }))
