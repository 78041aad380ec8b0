/**
 * The values that the notebook prints before it trains: softmax and negative log-likelihood of a few numbers.
 *
 * @module
 */
import { fromValues, item, negativeLogLikelihood, smooth, type Tensor, tensor, toNested } from 'pullback'

/** The report of them. */
export type PrintedEvent =
  | {
      readonly event: 'softmax'
      readonly scores: readonly (readonly number[])[]
      readonly probabilities: readonly (readonly number[])[]
      readonly sums: readonly number[]
    }
  | { readonly event: 'likelihood'; readonly of: string; readonly nats: number }

const matrix = (rows: readonly (readonly number[])[]): Tensor<[number, number]> =>
  fromValues<number, [number, number], 'f64'>([rows.length, rows[0]?.length ?? 0], rows.flat(), 'f64')

const softmaxOf = (rows: readonly (readonly number[])[]): PrintedEvent => {
  const [probabilities] = smooth.softmax(matrix(rows))
  const nested = toNested(probabilities) as readonly (readonly number[])[]
  return {
    event: 'softmax',
    scores: rows,
    probabilities: nested,
    sums: nested.map(row => row.reduce((sum, p) => sum + p, 0)),
  }
}

const likelihoodOf = (
  of: string,
  labels: readonly number[],
  rows: readonly (readonly number[])[],
): PrintedEvent => {
  const targets = tensor([...labels], 'i32')
  const [nats] = negativeLogLikelihood()(targets)(matrix(rows))
  return { event: 'likelihood', of, nats: item(nats) }
}

/** The notebook's vectors and predictions, in f64 as there. */
export const printed = (): readonly PrintedEvent[] => [
  softmaxOf([[10, 2, -3]]),
  softmaxOf([
    [10, 2, -3],
    [-1, 5, -20],
  ]),
  likelihoodOf('a confident and right prediction', [0], [[0.99, 0.01, 0]]),
  likelihoodOf('a confident and wrong prediction', [0], [[0.01, 0.01, 0.98]]),
  likelihoodOf(
    'three almost perfect predictions',
    [1, 0, 2],
    [
      [0, 1, 0],
      [0.99, 0.01, 0],
      [0, 0, 1],
    ],
  ),
]
