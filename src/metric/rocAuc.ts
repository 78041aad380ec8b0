/**
 * The area under the receiver operating characteristic.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, IndexError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { elementsOf, type Integers, type Tensor } from '../tensor/tensor.ts'

/**
 * The probability that a positive example (label 1) has a higher score than a negative one (label 0), a tie counting one half
 * (Hanley, McNeil: "The meaning and use of the area under a receiver operating characteristic (ROC) curve", 1982). 1 is
 * perfect, 0.5 is chance. By ranks, in time `n log n`.
 *
 * Takes labels [batch] of 0 and 1 and then scores [batch], of any unit.
 *
 * @throws ShapeError if the shapes do not fit.
 * @throws IndexError if a label is neither 0 nor 1, with the example.
 * @throws ArgumentError if a score is NaN, or one of the two labels does not occur.
 *
 * @example
 * import { rocAuc, tensor } from 'pullback'
 * rocAuc(tensor([0, 0, 1, 1], 'i32'))(tensor([0.1, 0.4, 0.35, 0.8])) // 0.75
 */
export const rocAuc = takes(
  'rocAuc',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => rocAucUnchecked,
)

const rocAucUnchecked =
  (labels: Integers<[number]>) =>
  (scores: Tensor<[number]>): number => {
    if (scores.shape.length !== 1)
      throw new ShapeError(`rocAuc takes scores [batch], but was given ${showShape(scores.shape)}.`, [
        scores.shape,
      ])
    if (!sameShape(labels.shape, scores.shape)) throw unequalShapes('rocAuc', scores.shape, labels.shape)
    const [given, wanted] = [elementsOf(scores), elementsOf(labels)]
    const wrong = wanted.findIndex(label => label !== 0 && label !== 1)
    if (wrong !== -1)
      throw new IndexError(
        `rocAuc takes labels 0 and 1, but was given ${wanted[wrong]} for example ${wrong}.`,
      )
    const undecided = given.findIndex(Number.isNaN)
    if (undecided !== -1)
      throw new ArgumentError(`rocAuc was given NaN for example ${undecided}: it has no rank.`)
    const order = Array.from(given, (_, i) => i).sort((i, j) => given[i]! - given[j]!)
    let [ranks, positives] = [0, 0]
    for (let from = 0, to = 0; from < order.length; from = to) {
      while (to < order.length && given[order[to]!] === given[order[from]!]) to++
      const tied = order.slice(from, to).filter(i => wanted[i] === 1).length
      // Ranks count from 1, and those of ties are shared.
      ranks += (tied * (from + 1 + to)) / 2
      positives += tied
    }
    const negatives = order.length - positives
    if (positives === 0 || negatives === 0)
      throw new ArgumentError(
        `rocAuc compares examples of both labels, but was given ${positives} of label 1 and ${negatives} of label 0.`,
      )
    return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives)
  }
