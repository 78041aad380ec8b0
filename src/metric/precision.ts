/**
 * Precision of a classifier.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { averaged } from './averaged.ts'

/**
 * Of the examples taken for a class, the share that belongs to it, from 0 to 1; `zeroDivision` for a class that nothing is taken for.
 *
 * Takes how classes are averaged, with what 0 / 0 is (`zeroDivision`, 0 by default), labels [batch] from 0 to classes - 1 and then
 * scores or probabilities [batch, classes]; or labels 0 and 1 and then the probability of class 1, [batch, 1] or [batch]. The macro
 * average leaves out classes that occur neither in the labels nor in what was predicted, as scikit-learn does.
 *
 * @throws ShapeError if the shapes do not fit or the batch is empty.
 * @throws IndexError if a label is not a class, with the example.
 * @throws ArgumentError if a prediction is NaN, with the example, or the class that is asked for is none.
 *
 * @example
 * import { precision, tensor } from 'pullback'
 * precision('macro')(tensor([0, 1], 'i32'))(tensor([[0.9, 0.1], [0.8, 0.2]])) // 0.25, the mean of 0.5 and 0
 *
 * @category Metrics
 * @since 0.1.0
 */
export const precision = takes(
  'precision',
  [
    {
      averaging: needs.either(needs.oneOf('macro', 'micro'), needs.record({ class: needs.number })),
      options: needs.options({ zeroDivision: needs.number }),
    },
    { labels: needs.tensor },
    { predictions: needs.tensor },
  ],
  () => averaged('precision'),
)
