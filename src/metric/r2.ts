/**
 * The coefficient of determination.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError, unequalShapes } from '../tensor/error.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { elementsOf, type Tensor } from '../tensor/tensor.ts'

/**
 * R²: the share of the targets' variance that the predictions explain, `1 - Σ (t - y)² / Σ (t - t̄)²` (Wright: "Correlation and
 * causation", 1921). 1 is perfect, 0 is as good as always predicting the mean, and it has no lower end. Sums are taken in f64,
 * over all elements, in a unit in which no square overflows (NumPy's and scikit-learn's may). Where it is not defined it is refused, rather than given a number by convention (scikit-learn has NaN for one
 * example, and 1 or 0 for targets that are all equal); as a metric of `fit` it is then reported as NaN.
 *
 * Takes targets of any shape and then predictions of the same one.
 *
 * @throws ShapeError if the shapes differ or there are no elements.
 * @throws ArgumentError if the targets are all equal, so that there is nothing to explain, or a number is not finite.
 *
 * @example
 * import { r2, tensor } from 'pullback'
 * r2(tensor([1, 2, 3]))(tensor([1, 2, 4])) // 0.5
 *
 * @category Metrics
 * @since 0.1.0
 */
export const r2 = takes('r2', [{ targets: needs.tensor }, { predictions: needs.tensor }], () => r2Unchecked)

const r2Unchecked =
  (targets: Tensor) =>
  (predictions: Tensor): number => {
    if (!sameShape(targets.shape, predictions.shape))
      throw unequalShapes('r2', predictions.shape, targets.shape)
    const [wanted, given] = [elementsOf(targets), elementsOf(predictions)]
    if (wanted.length === 0)
      throw new ShapeError(`r2 needs at least one element, but was given ${showShape(targets.shape)}.`, [
        targets.shape,
      ])
    const wrong = [...wanted, ...given].find(value => !Number.isFinite(value))
    if (wrong !== undefined) throw new ArgumentError(`r2 needs finite numbers, but was given ${wrong}.`)
    if (wanted.every(target => target === wanted[0]))
      throw new ArgumentError(
        `r2 needs targets that differ, but all are ${wanted[0]}: there is nothing to explain.`,
      )
    const sum = (of: (i: number) => number): number => {
      let total = 0
      for (let i = 0; i < wanted.length; i++) total += of(i)
      return total
    }
    // In a unit in which squares neither overflow nor vanish; a power of 2, which rounds nothing.
    const largest = [...wanted, ...given].reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const unit = 2 ** Math.floor(Math.log2(largest))
    const [target, prediction] = [wanted, given].map(list => (i: number) => list[i]! / unit) as [
      (i: number) => number,
      (i: number) => number,
    ]
    const mean = sum(target) / wanted.length
    return 1 - sum(i => (target(i) - prediction(i)) ** 2) / sum(i => (target(i) - mean) ** 2)
  }
