/**
 * A split into examples to train on and to test on, as scikit-learn chooses them.
 *
 * @module
 */
import { map, type State } from 'fp-ts/lib/State.js'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { elementsOf, type Integers, unsafeFromElements } from '../tensor/tensor.ts'
import { permutation } from './permutation.ts'
import type { RandomState } from './randomState.ts'

/**
 * The places of the examples of either part.
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export interface SplitIndices {
  readonly train: Integers<[number]>
  readonly test: Integers<[number]>
}

/**
 * The places of `n` examples in two parts: scikit-learn's `train_test_split(…, test_size=share, random_state=seed)`. The test
 * part has the first `⌈n · share⌉` of a permutation, the training part the rest, both in its order. `takeRows` takes them.
 *
 * @throws ArgumentError unless the share is between 0 and 1 and leaves an example in each part.
 *
 * @example
 * import { takeRows, zeros } from 'pullback'
 * import { randomState, trainTestSplit } from 'pullback/numpy'
 * const digits = { inputs: zeros([1797, 64]), targets: zeros([1797], 'i32') }
 * const [{ train, test }] = trainTestSplit(1797, 0.15)(randomState(37))
 * const toTrainOn = takeRows(train)(digits) // 1527 examples
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const trainTestSplit = takes(
  'trainTestSplit',
  [{ n: needs.number, share: needs.number }, { state: needs.randomState }],
  () => trainTestSplitUnchecked,
)

const trainTestSplitUnchecked = (n: number, share: number): State<RandomState, SplitIndices> => {
  if (!(share > 0 && share < 1))
    throw new ArgumentError(
      `trainTestSplit needs a share between 0 and 1 to test on, but was given ${share}.`,
    )
  const order = permutation<number>(n)
  const testing = Math.ceil(n * share)
  if (testing >= n)
    throw new ArgumentError(
      `trainTestSplit needs an example for each part, but a share of ${share} of ${n} examples leaves none to train on.`,
    )
  return map((shuffled: Integers<[number]>) => {
    const elements = elementsOf(shuffled)
    const part = (from: number, to: number): Integers<[number]> =>
      unsafeFromElements<[number], 'integer'>([to - from], 'i32', elements.slice(from, to))
    return { train: part(testing, n), test: part(0, testing) }
  })(order)
}
