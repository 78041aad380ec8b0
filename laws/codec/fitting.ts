/**
 * Laws of fitting: an array is what is wanted of its element type and sizes, or a reason says what it is.
 *
 * @module
 */

import fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import { fitting } from '../../src/codec/index.ts'
import type { AnyTensor, DType } from '../../src/index.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { arrays, decodes, refuses } from './samples.ts'

const pattern = fc.record(
  { dtype: fc.constantFrom<DType>('u8', 'i32', 'f32', 'f64'), shape: fc.array(fc.option(fc.nat(4))) },
  { requiredKeys: [] },
)

/** Laws of what an array has to be. */
export const fittingLaws: LawSet = lawSet('fitting', [
  law(
    'C15',
    'an array fits if its element type and every size that is named are those wanted',
    [arrays, pattern],
    (x, wanted) => {
      const { dtype, shape } = wanted
      const given = fitting(wanted)(x) as Either<unknown, AnyTensor>
      if (dtype !== undefined && dtype !== x.dtype)
        return refuses(given, { _tag: 'WrongDType', expected: dtype, found: x.dtype })
      const isOther =
        shape !== undefined &&
        (shape.length !== x.shape.length || shape.some((size, i) => size !== null && size !== x.shape[i]))
      return isOther
        ? refuses(given, { _tag: 'WrongShape', expected: shape, found: x.shape })
        : decodes(given, x)
    },
  ),
  law('C16', 'an array fits its own sizes, with any of them left open', [arrays, fc.nat(15)], (x, open) =>
    decodes(
      fitting({ dtype: x.dtype, shape: x.shape.map((size, i) => ((open >> i) & 1 ? null : size)) })(
        x,
      ) as Either<unknown, AnyTensor>,
      x,
    ),
  ),
])
