/**
 * The area under the receiver operating characteristic.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { showShape } from '../tensor/shape.ts'
import { elementsOf } from '../tensor/tensor.ts'
import { hasOneOutput, type Predictions, requireBinary, type Targets } from './outcomes.ts'

/**
 * The probability that a positive example (label 1) has a higher score than a negative one (label 0), a tie counting one half
 * (Hanley, McNeil: "The meaning and use of the area under a receiver operating characteristic (ROC) curve", 1982). 1 is
 * perfect, 0.5 is chance. By ranks, in time `n log n`.
 *
 * Takes labels of 0 and 1, [batch] or [batch, 1], and then scores of any unit, [batch] or [batch, 1], the higher the more likely it is
 * label 1; or those of both labels, [batch, 2], whose difference is taken. Infinite scores
 * have a rank, too. (scikit-learn: `roc_auc_score`, which refuses them.)
 *
 * @throws ShapeError if the shapes do not fit.
 * @throws IndexError if a label is neither 0 nor 1, with the example.
 * @throws ArgumentError if a score is NaN, or one of the two labels does not occur.
 *
 * @example
 * import { rocAuc, tensor } from 'pullback'
 * rocAuc(tensor([0, 0, 1, 1], 'i32'))(tensor([0.1, 0.4, 0.35, 0.8])) // 0.75
 *
 * @category Metrics
 * @since 0.1.0
 */
export const rocAuc = takes(
  'rocAuc',
  [{ labels: needs.tensor }, { predictions: needs.tensor }],
  () => rocAucUnchecked,
)

/** `x - y`, and 0 also where both are the same infinity. */
const difference = (x: number, y: number): number => (x === y ? 0 : x - y)

const rocAucUnchecked =
  (labels: Targets) =>
  (scores: Predictions): number => {
    const ofBoth = scores.shape.length === 2 && scores.shape[1] === 2
    if (!ofBoth && !hasOneOutput(scores))
      throw new ShapeError(
        `rocAuc takes scores [batch], [batch, 1] or [batch, 2], but was given ${showShape(scores.shape)}.`,
        [scores.shape],
      )
    const wanted = requireBinary('rocAuc', labels, scores.shape[0] as number)
    const outputs = elementsOf(scores)
    const given = ofBoth
      ? Float64Array.from({ length: wanted.length }, (_, i) =>
          difference(outputs[2 * i + 1]!, outputs[2 * i]!),
        )
      : outputs
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
