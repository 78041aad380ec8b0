/**
 * Pixels as the networks see them: standardised by one mean and one deviation for all, those of the training part.
 *
 * @module
 */
import {
  type Empty,
  type FloatDType,
  type Integers,
  type Layer,
  layer,
  op,
  scalar,
  type Tensor,
  toValues,
  trivial,
} from 'pullback'

/** A mean, and the population's deviation (divided by n). */
export interface Moments {
  readonly mean: number
  readonly deviation: number
}

/** How often each of the 256 values of a pixel occurs, and what follows from that. */
export interface PixelStatistics extends Moments {
  readonly counts: readonly number[]
  /** What each value becomes: with mean 0 and deviation 1, up to rounding. */
  readonly levels: readonly number[]
}

/** The moments of values that occur so many times. */
export const momentsOf = (values: readonly number[], counts: readonly number[]): Moments => {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const mean = values.reduce((sum, value, i) => sum + value * counts[i]!, 0) / n
  const squares = values.reduce((sum, value, i) => sum + (value - mean) ** 2 * counts[i]!, 0)
  return { mean, deviation: Math.sqrt(squares / n) }
}

/** The statistics of all pixels of some images. */
export const pixelStatistics = (images: Integers<[number, 784]>): PixelStatistics => {
  const counts = new Array<number>(256).fill(0)
  for (const value of toValues(images)) counts[value]! += 1
  const values = counts.map((_, value) => value)
  const { mean, deviation } = momentsOf(values, counts)
  return { mean, deviation, counts, levels: values.map(value => (value - mean) / deviation) }
}

/**
 * `(x - mean) / deviation` as a layer that takes bytes: the data stay an eighth of their size, and the engine widens one batch
 * at a time. Bytes have no derivative, so there is nothing to pull back.
 */
export const standardised = (
  { mean, deviation }: Moments,
  dtype: FloatDType,
): Layer<Integers<[number, 784]>, Tensor<[number, 784]>, Empty> =>
  layer.fromSmooth('standardised', (bytes: Integers<[number, 784]>) => {
    const centred = op.shift(-mean)(op.convert(dtype)(bytes) as Tensor<[number, 784]>)
    return [op.div(centred, op.broadcast(bytes.shape)(scalar(deviation, dtype))), () => trivial]
  })
