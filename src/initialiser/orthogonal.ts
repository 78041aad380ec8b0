/**
 * Weights that turn and mirror, and stretch in no direction more than in another.
 *
 * @module
 */

import { normal } from '../random/distribution/sample.ts'
import type { Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { fromValues } from '../tensor/function/constructors.ts'
import { sizeOf } from '../tensor/shape.ts'
import { elementsOf } from '../tensor/tensor.ts'
import type { Initialiser } from './initialiser.ts'

const dot = (x: Float64Array, y: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (y[i] as number)
  return sum
}

/** Vectors of length 1 at right angles, each made of the normal vectors up to its own. */
const orthonormal = (count: number, length: number, key: Key): readonly Float64Array[] => {
  const drawn = elementsOf(normal([count, length], 0, 1, { dtype: 'f64' })(key)) as Float64Array
  const found: Float64Array[] = []
  for (let i = 0; i < count; i++) {
    const v = drawn.slice(i * length, (i + 1) * length)
    // Twice: rounding leaves a little of the others in the first time.
    for (const u of [...found, ...found]) {
      const along = dot(u, v)
      for (let j = 0; j < length; j++) v[j] = (v[j] as number) - along * (u[j] as number)
    }
    const size = Math.sqrt(dot(v, v))
    found.push(v.map(x => x / size))
  }
  return found
}

/**
 * Rows, or columns if there are fewer of them, of length `gain` at right angles to each other, in a random orientation (Saxe,
 * McClelland and Ganguli 2014). A kernel [outputs, inputs, ...sizes] counts as a matrix with a row for each output, a vector
 * as one row.
 *
 * @throws ArgumentError unless the gain is finite and positive.
 *
 * @example
 * import { dense, initialiser } from 'pullback'
 * const turned = dense(16, 16, { w: initialiser.orthogonal() })
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const orthogonal = takes(
  'orthogonal',
  [
    { gain: needs.optional(needs.number) },
    { shape: needs.shape, dtype: needs.floatDType, fans: needs.fans },
    { key: needs.key },
  ],
  () => orthogonalUnchecked,
)

const orthogonalUnchecked = (gain = 1): Initialiser => {
  if (!(gain > 0 && Number.isFinite(gain)))
    throw new ArgumentError(`orthogonal needs a finite gain > 0, but was given ${gain}.`)
  return (shape, dtype) => key => {
    const size = sizeOf(shape)
    const rows = shape.length < 2 ? 1 : (shape[0] as number)
    const columns = rows === 0 ? 0 : size / rows
    const tall = rows > columns
    const vectors = tall ? orthonormal(columns, rows, key) : orthonormal(rows, columns, key)
    const values = Array.from({ length: size }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns]
      return gain * (tall ? (vectors[column]?.[row] as number) : (vectors[row]?.[column] as number))
    })
    return fromValues(shape, values, dtype)
  }
}
