/**
 * Standardised features: mean 0 and standard deviation 1 in each column. The figures come from the training part alone and
 * are then used for every part.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { allocate } from '../tensor/dtype.ts'
import { ArgumentError, DTypeError, ShapeError } from '../tensor/error.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { elementsOf, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'

/**
 * The mean and the standard deviation of each of `F` features.
 *
 * @category Data
 * @since 0.1.0
 */
export interface Standardisation<F extends number> {
  readonly mean: Tensor<[F]>
  /** The population's (divided by n, not n - 1); 1 for a feature that is constant. */
  readonly deviation: Tensor<[F]>
}

const requireFiniteMatrix = (operation: string, x: Tensor): void => {
  if (x.shape.length !== 2)
    throw new ShapeError(`${operation} takes [examples, features], but was given ${showShape(x.shape)}.`, [
      x.shape,
    ])
  const elements = elementsOf(x)
  const wrong = elements.findIndex(value => !Number.isFinite(value))
  if (wrong !== -1) {
    const columns = x.shape[1] as number
    throw new ArgumentError(
      `${operation} needs finite numbers, but was given ${elements[wrong]} in row ${Math.floor(wrong / columns)}, column ` +
        `${wrong % columns}.`,
    )
  }
}

/** Below it, squares have fewer bits than they should. */
const smallestVariance = 2 ** -900

/** Mean and deviation of a column, in two passes, so that large means do not swallow small deviations. */
const momentsOf = (column: Float64Array): readonly [mean: number, deviation: number] => {
  const first = column[0]!
  // The mean of equal numbers can differ from them by rounding, and dividing by that difference would make noise large.
  if (column.every(value => value === first)) return [first, 1]
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length
  if (variance > smallestVariance) return [mean, Math.sqrt(variance)]
  // Squares that are too small for f64 are those of differences that are not.
  const widest = column.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0)
  const scaled = column.reduce((sum, value) => sum + ((value - mean) / widest) ** 2, 0) / column.length
  return [mean, widest * Math.sqrt(scaled)]
}

/**
 * The mean and population standard deviation of each column. A constant column counts as having deviation 1, so that it
 * becomes 0.
 *
 * Takes finite numbers [examples, features] and gives two vectors [features] of the same element type.
 *
 * @throws ArgumentError if a number is not finite, with its row and column, or a column's spread is too wide to square or too
 * narrow for the element type.
 * @throws ShapeError if the input is not a matrix or has no rows.
 *
 * @example
 * import { standardisation, tensor } from 'pullback'
 * const train = tensor([[0, 5], [2, 5]])
 * const { mean, deviation } = standardisation(train) // [1, 5] and [1, 1]
 *
 * @category Data
 * @since 0.1.0
 */
export const standardisation = takes('standardisation', { x: needs.floats }, () => standardisationUnchecked)

const standardisationUnchecked = <F extends number>(x: Tensor<[number, F]>): Standardisation<F> => {
  requireFiniteMatrix('standardisation', x as Tensor)
  const [rows, columns] = x.shape as readonly [number, F]
  if (rows === 0)
    throw new ShapeError(`standardisation needs at least one example, but was given ${showShape(x.shape)}.`, [
      x.shape,
    ])
  const elements = elementsOf(x)
  const [mean, deviation] = [allocate(x.dtype, columns), allocate(x.dtype, columns)]
  for (let j = 0; j < columns; j++) {
    const moments = momentsOf(Float64Array.from({ length: rows }, (_, i) => elements[i * columns + j]!))
    if (!moments.every(Number.isFinite))
      throw new ArgumentError(
        `standardisation needs columns whose spread can be squared, but column ${j} overflows: scale it down first.`,
      )
    ;[mean[j], deviation[j]] = moments
    if (deviation[j] === 0)
      throw new ArgumentError(
        `standardisation needs columns whose deviation ${x.dtype} can hold, but that of column ${j} is ${moments[1]}: scale ` +
          'it up first.',
      )
  }
  return {
    mean: unsafeFromElements<[F], 'float'>([columns], x.dtype, mean),
    deviation: unsafeFromElements<[F], 'float'>([columns], x.dtype, deviation),
  }
}

const eachColumn =
  (operation: string, f: (value: number, mean: number, deviation: number) => number) =>
  <F extends number>({ mean, deviation }: Standardisation<F>) =>
  <N extends number>(x: Tensor<[N, F]>): Tensor<[N, F]> => {
    requireFiniteMatrix(operation, x as Tensor)
    const features = mean.shape[0] as number
    const shape: Shape = x.shape
    if (shape[1] !== features)
      throw new ShapeError(
        `${operation} knows ${features} features, but was given ${showShape(shape)}.`,
        [mean.shape, shape],
        1,
      )
    if (x.dtype !== mean.dtype)
      throw new DTypeError(
        `${operation} knows the features as ${mean.dtype}, but was given ${x.dtype}: use op.convert.`,
      )
    const [from, means, deviations] = [elementsOf(x), elementsOf(mean), elementsOf(deviation)]
    const to = allocate(x.dtype, from.length)
    for (let i = 0; i < from.length; i++) {
      to[i] = f(from[i]!, means[i % features]!, deviations[i % features]!)
      if (!Number.isFinite(to[i]))
        throw new ArgumentError(
          `${operation} of ${from[i]} in row ${Math.floor(i / features)}, column ${i % features} is too large for ${x.dtype}: ` +
            'is it in the units of the examples that the figures are from?',
        )
    }
    return unsafeFromElements<[N, F], 'float'>(x.shape as [N, F], x.dtype, to)
  }

/**
 * `(x - mean) / deviation` in each column.
 *
 * Takes finite numbers [examples, features] and gives the same shape, in units of the deviation.
 *
 * @throws ArgumentError if a number is not finite or becomes too large, with its row and column.
 * @throws ShapeError if the number of features differs, DTypeError if the element type does.
 *
 * @example
 * import { standardisation, standardise, tensor } from 'pullback'
 * const train = tensor([[0, 5], [2, 5]])
 * standardise(standardisation(train))(train) // [[-1, 0], [1, 0]]
 *
 * @category Data
 * @since 0.1.0
 */
export const standardise = takes(
  'standardise',
  [{ standardisation: needs.record({ mean: needs.tensor, deviation: needs.tensor }) }, { x: needs.floats }],
  () => standardiseUnchecked,
)

const standardiseUnchecked = eachColumn('standardise', (x, mean, deviation) => (x - mean) / deviation)

/**
 * `x · deviation + mean` in each column: the inverse of `standardise`, up to rounding.
 *
 * @throws ArgumentError if a number is not finite or becomes too large, with its row and column.
 * @throws ShapeError if the number of features differs, DTypeError if the element type does.
 *
 * @example
 * import { standardisation, tensor, unstandardise } from 'pullback'
 * const train = tensor([[0, 5], [2, 5]])
 * unstandardise(standardisation(train))(tensor([[1, 0]])) // [[2, 5]]
 *
 * @category Data
 * @since 0.1.0
 */
export const unstandardise = takes(
  'unstandardise',
  [{ standardisation: needs.record({ mean: needs.tensor, deviation: needs.tensor }) }, { x: needs.floats }],
  () => unstandardiseUnchecked,
)

const unstandardiseUnchecked = eachColumn('unstandardise', (x, mean, deviation) => x * deviation + mean)
