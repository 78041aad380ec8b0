/**
 * Everything that the notebook draws, in its order, as after `np.random.seed(seed)`.
 *
 * @module
 */
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as S from 'fp-ts/lib/State.js'
import { type Batch, type FloatDType, full, type Integers, oneHot, op, type Tensor, tensor } from 'pullback'
import { choice, type RandomState, randomState, standardNormal } from 'pullback/numpy'
import { type Columns, takeColumns } from './columns.ts'
import { features, labels, samples } from './dense.ts'

/** The figures of the notebook. */
export const [batchSize, epochs] = [16, 100] as const

/** Samples as columns, with one-hot columns to predict. */
export type Samples = Batch<Columns<5>, Columns<3>>

/** The places of the samples of each batch of an epoch. */
export type BatchIndices = readonly Integers<[number]>[]

/** What is drawn. */
export interface Drawn {
  readonly seed: number
  readonly data: Samples
  /** The first weights of the cell that makes one step. */
  readonly once: Tensor<[3, 6]>
  /** The cell that prints the batches of an epoch. */
  readonly printed: BatchIndices
  /** The first weights of training. */
  readonly weights: Tensor<[3, 6]>
  readonly order: readonly BatchIndices[]
}

/** The notebook's `generate_batch_indices`. */
export const batchIndices = (count: number, size: number): S.State<RandomState, BatchIndices> =>
  pipe(
    choice(count, [count], { replace: false }),
    S.map(order =>
      Array.from({ length: Math.ceil(count / size) }, (_, i) =>
        op.slice([i * size], [Math.min(size, count - i * size)])(order),
      ),
    ),
  )

/** Standard normals, with 0.01 in the last column: the biases. */
const weights: S.State<RandomState, Tensor<[3, 6]>> = pipe(
  standardNormal([3, 6]),
  S.map(
    w =>
      op.concat(1)(op.slice([0, 0], [labels, features])(w), full([labels, 1], 0.01, 'f64')) as Tensor<[3, 6]>,
  ),
)

/** What is drawn from a seed: inputs from 3 to 9, classes, first weights, and the order of each epoch. */
export const draw = (seed: number): Drawn => {
  const drawn = sequenceS(S.Applicative)({
    inputs: choice(tensor([3, 4, 5, 6, 7, 8, 9], 'i32'), [features, samples]),
    classes: choice(tensor([0, 1, 2], 'i32'), [samples]),
    once: weights,
    printed: batchIndices(samples, batchSize),
    weights,
    order: S.traverseArray(() => batchIndices(samples, batchSize))(Array.from({ length: epochs })),
  })
  const [{ inputs, classes, ...rest }] = drawn(randomState(seed))
  return {
    seed,
    data: {
      inputs: op.convert('f64')(inputs),
      targets: op.transpose()(oneHot(labels, { dtype: 'f64' })(classes)),
    },
    ...rest,
  }
}

/** The same in another element type. */
export const converted =
  (dtype: FloatDType) =>
  ({ data, once, weights, ...rest }: Drawn): Drawn => ({
    ...rest,
    data: { inputs: op.convert(dtype)(data.inputs), targets: op.convert(dtype)(data.targets) },
    once: op.convert(dtype)(once),
    weights: op.convert(dtype)(weights),
  })

/** A batch: the columns of inputs and targets in some places. */
export const batchAt =
  ({ inputs, targets }: Samples) =>
  (places: Integers<[number]>): Samples => ({
    inputs: takeColumns(places)(inputs),
    targets: takeColumns(places)(targets),
  })
