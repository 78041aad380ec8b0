/**
 * Predictions and targets that the laws of losses are tried on, away from kinks where a loss has some.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type ClassScores,
  empty,
  fromValues,
  type Integers,
  type Labels,
  type MeanAndVariance,
  type Tensor,
  type Triplets,
  tensor,
  type Vectors,
} from '../../src/index.ts'
import { distinct, indices, kinkSafe, positive, tensors } from '../arbitraries.ts'
import { scoresOverTime, unaligned } from '../loss/ctc.ts'

export const scores = tensors([4, 3])
export const probabilities = tensors([4, 3], { entries: positive })
export const labels = indices([4], 3)

/** The same draws for losses whose types say more of shapes. */
export const classes = scores as fc.Arbitrary<ClassScores>
export const ofClasses = labels as fc.Arbitrary<Labels>
export const logarithms = tensors([4, 3], { entries: positive.map(x => -x) })
export const someIgnored = tensors([4], {
  dtype: 'i32',
  entries: fc.integer({ min: -1, max: 2 }),
}) as never as fc.Arbitrary<Labels>
export const classWeights = tensor([0.5, 2, 1], 'f64') as Tensor<[number]>

/** Differences that are an odd number of 32nds, so that none lies on a kink. */
export const offKinks = tensors([4, 3], {
  entries: fc.integer({ min: -64, max: 64 }).map(n => (2 * n + 1) / 32),
})
export const differences = {
  predictions: offKinks as fc.Arbitrary<Tensor>,
  targets: scores as fc.Arbitrary<Tensor>,
}
export const matrices = {
  predictions: scores as fc.Arbitrary<Tensor>,
  targets: scores as fc.Arbitrary<Tensor>,
}

export const vectors = fc.tuple(
  tensors([4, 3], { entries: kinkSafe }),
  tensors([4, 3], { entries: kinkSafe }),
) as fc.Arbitrary<Vectors>
export const signs = fc
  .array(fc.constantFrom(-1, 1), { minLength: 4, maxLength: 4 })
  .map(of => fromValues([4], of, 'i32') as Integers<[number]>)

/** Scores a quarter apart, so that with this margin none is at it. */
export const apart = { predictions: distinct([4, 3]), targets: labels }
export const offMargin = { margin: 17 / 32 }
export const kinky = { kinky: true }

/** Three vectors each, and settings under which none is at the margin. */
export const triples = fc.tuple(
  tensors([4, 3], { entries: kinkSafe }),
  tensors([4, 3], { entries: kinkSafe }),
  tensors([4, 3], { entries: kinkSafe }),
) as fc.Arbitrary<Triplets>
export const wideMargin = { margin: 32 }
/** Scores, and targets from 0 to 1. */
export const shares = {
  predictions: scores as fc.Arbitrary<Tensor>,
  targets: tensors([4, 3], {
    entries: fc.integer({ min: 0, max: 8 }).map(n => n / 8),
  }) as fc.Arbitrary<Tensor>,
}
export const noTargets = fc.constant(empty)
/** Variances that stay positive where a law goes a little further. */
export const meansAndVariances = fc.tuple(
  tensors([4, 3]),
  tensors([4, 3], { entries: positive.map(x => x + 8) }),
) as fc.Arbitrary<MeanAndVariance>
export const sequences = { predictions: scoresOverTime, targets: unaligned(0), terms: 256 }
