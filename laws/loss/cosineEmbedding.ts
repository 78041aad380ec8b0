/**
 * Laws of the loss of angles.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type CosineEmbeddingOptions,
  cosineEmbedding as cosineEmbeddingLoss,
  fromValues,
  type Integers,
  type Loss,
  op,
  toValues,
  type Vectors,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { kinkSafe, tensors } from '../arbitraries.ts'
import { every } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { batch, close, features, type Matrix, mean, number, rowsIn } from './samples.ts'

type Embedding = (options?: CosineEmbeddingOptions) => Loss<Vectors, Integers<[number]>>

const vectors = tensors([batch, features], { entries: kinkSafe }) as Arbitrary<Matrix>
const signs = fc
  .array(fc.constantFrom(-1, 1), { minLength: batch, maxLength: batch })
  .map(of => fromValues([batch], of, 'i32') as Integers<[number]>)

/**
 * Laws of the loss of angles; by default of `cosineEmbedding`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const cosineEmbeddingLaws = takes(
  'cosineEmbeddingLaws',
  { embedding: implementation },
  () =>
    (embedding: Embedding = cosineEmbeddingLoss as Embedding): LawSet => {
      const value = (x1: Matrix, x2: Matrix, of: Integers<[number]>, margin = 0): number =>
        number(embedding({ margin })(of)([x1, x2])[0])
      return lawSet('cosineEmbedding', [
        law(
          'L16',
          'it is the mean of 1 - cos, or of what cos is above the margin',
          [vectors, vectors, signs, fc.constantFrom(-0.5, 0, 0.3)],
          (x1, x2, of, margin) => {
            const others = rowsIn(x2)
            const cosines = rowsIn(x1).map((row, i) => {
              const other = others[i] as readonly number[]
              const dot = row.reduce((sum, x, j) => sum + x * (other[j] as number), 0)
              return dot / (Math.hypot(...row) * Math.hypot(...other))
            })
            const own = cosines.map((c, i) => (toValues(of)[i] === 1 ? 1 - c : Math.max(0, c - margin)))
            const found = value(x1, x2, of, margin)
            return { ...close(found, mean(own)), bound: 1e-9 }
          },
        ),
        law(
          'L17',
          'lengths do not matter, nor which vector comes first',
          [vectors, vectors, signs],
          (x1, x2, of) => {
            const own = value(x1, x2, of)
            const verdicts = [value(x2, x1, of), value(op.scale(3)(x1), op.scale(0.5)(x2), of)].map(
              found => ({
                ...close(found, own),
                bound: 1e-9,
              }),
            )
            return every(...verdicts)
          },
        ),
      ])
    },
)
