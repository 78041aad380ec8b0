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

/** How often each of the 256 values of a pixel occurs, and what follows from that. */
export interface PixelStatistics {
  readonly counts: readonly number[]
  readonly mean: number
  /** The population's, divided by n. */
  readonly deviation: number
}

/** The statistics of all pixels of some images. */
export const pixelStatistics = (images: Integers<[number, 784]>): PixelStatistics => {
  const counts = new Array<number>(256).fill(0)
  for (const value of toValues(images)) counts[value]! += 1
  const pixels = counts.reduce((sum, count) => sum + count, 0)
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / pixels
  const squares = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0)
  return { counts, mean, deviation: Math.sqrt(squares / pixels) }
}

/**
 * `(x - mean) / deviation` as a layer that takes bytes: the data stay an eighth of their size, and the engine widens one batch
 * at a time. Bytes have no derivative, so there is nothing to pull back.
 */
export const standardised = (
  { mean, deviation }: Pick<PixelStatistics, 'mean' | 'deviation'>,
  dtype: FloatDType,
): Layer<Integers<[number, 784]>, Tensor<[number, 784]>, Empty> =>
  layer.fromSmooth('standardised', (bytes: Integers<[number, 784]>) => {
    const centred = op.shift(-mean)(op.convert(dtype)(bytes) as Tensor<[number, 784]>)
    return [op.div(centred, op.broadcast(bytes.shape)(scalar(deviation, dtype))), () => trivial]
  })
