/**
 * The digits as the notebook prepares them: split by scikit-learn's `train_test_split(test_size=0.15, random_state=37)` and
 * standardised by its `StandardScaler` in float32.
 *
 * @module
 */
import { type FloatDType, op, standardisation, type Tensor, takeRows } from 'pullback'
import { randomState, trainTestSplit } from 'pullback/numpy'
import type { Digits } from './data.ts'

/** What the models see: features standardised on the training part. `pixels` are the test images as they were scanned. */
export interface DigitsSplit {
  readonly train: Digits
  readonly test: Digits
  readonly pixels: Tensor<[number, 64]>
}

/** The seed of the notebook's split. */
const splitSeed = 37
const testShare = 0.15

/** The two parts as they were scanned; the first ⌈n · 0.15⌉ of the permuted rows are for testing. */
export const splitDigits = (digits: Digits): { readonly train: Digits; readonly test: Digits } => {
  const [{ train, test }] = trainTestSplit(digits.targets.shape[0], testShare)(randomState(splitSeed))
  return { train: takeRows(train)(digits), test: takeRows(test)(digits) }
}

/**
 * scikit-learn's scaler on float32: mean and deviation are computed in f64 and rounded to f32, and subtracting and dividing
 * are f32 operations, as in version 1.9.
 */
const standardScaler = (train: Digits['inputs']): ((x: Digits['inputs']) => Digits['inputs']) => {
  const { mean, deviation } = standardisation<64>(op.convert('f64')(train) as Digits['inputs'])
  const narrow = op.convert('f32')
  return x => {
    const spread = op.broadcast(x.shape)
    return op.div(op.sub(x, spread(narrow(mean))), spread(narrow(deviation))) as Digits['inputs']
  }
}

/**
 * Both parts with mean 0 and deviation 1 by the figures of the training part. In f64 the features are the notebook's float32
 * ones too: it multiplies them with float64 weights.
 */
export const prepare = (digits: Digits, dtype: FloatDType = 'f32'): DigitsSplit => {
  const { train, test } = splitDigits(digits)
  const standardised = standardScaler(train.inputs)
  const scaled = (part: Digits): Digits => ({
    inputs: op.convert(dtype)(standardised(part.inputs)) as Digits['inputs'],
    targets: part.targets,
  })
  return { train: scaled(train), test: scaled(test), pixels: test.inputs }
}
