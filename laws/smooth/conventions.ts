/**
 * Derivatives at points that have none: stated, and tested exactly there.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, fromValues, op, smooth, type Tensor } from '../../src/index.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { primitives } from '../../src/primitive/table.ts'
import { lattice, shapes, tensors } from '../arbitraries.ts'
import { every, exact, holds, numbersOf } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'

const ofShape = (entries = lattice) =>
  shapes({ max: 3 }).chain(shape => fc.tuple(tensors(shape, { entries }), tensors(shape)))

const vector = (...values: readonly number[]): Tensor => fromValues([values.length], values, 'f64')

const filled = (x: Tensor, value: number): Tensor => op.shift(value)(op.scale(0)(x))

/** The primitives that have kinks. */
export type Table = {
  readonly [Name in 'abs' | 'max' | 'maximum' | 'minimum' | 'select' | 'sign']: (typeof primitives)[Name]
}

const pull = <O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]) =>
  smooth.fromPrimitive<readonly AnyTensor[], Tensor, O>(primitive, options)(inputs)[1]

/** 24: abs, sign, maximum, minimum, max and select at their kinks. */
export const conventionLaws = (table: Table = primitives): LawSet =>
  lawSet('conventions at kinks', [
    law('24a', "abs'(0) = 0, at both zeros", [ofShape(fc.constantFrom(0, -0))], ([x, dy]) =>
      exact(pull(table.abs, {}, [x])(dy)[0], filled(x, 0)),
    ),
    law(
      '24b',
      "sign'(x) = 0 everywhere, and sign(0) = 0",
      [ofShape(fc.integer({ min: -1, max: 1 }))],
      ([x, dy]) =>
        every(
          exact(pull(table.sign, {}, [x])(dy)[0], filled(x, 0)),
          exact(op.sign(x), x),
          exact(op.sign(filled(x, 0)), filled(x, 0)),
        ),
    ),
    law(
      '24c',
      'where two are equal, maximum and minimum give half of the cotangent to each',
      [ofShape()],
      ([x, dy]) => {
        const half = op.scale(0.5)(dy)
        return every(
          exact(pull(table.maximum, {}, [x, x])(dy), [half, half]),
          exact(pull(table.minimum, {}, [x, x])(dy), [half, half]),
        )
      },
    ),
    law('24d', 'elsewhere the whole goes to the larger, or to the smaller', [ofShape()], ([x, dy]) => {
      const above = op.shift(0.125)(x)
      const nothing = filled(x, 0)
      return every(
        exact(pull(table.maximum, {}, [x, above])(dy), [nothing, dy]),
        exact(pull(table.maximum, {}, [above, x])(dy), [dy, nothing]),
        exact(pull(table.minimum, {}, [x, above])(dy), [dy, nothing]),
        exact(pull(table.minimum, {}, [above, x])(dy), [nothing, dy]),
      )
    }),
    law(
      '24e',
      'where several are largest, max shares the cotangent evenly, in whatever order they come',
      [fc.shuffledSubarray([0, 0, 1, 1, 1, 1], { minLength: 6 }), lattice],
      (values, d) =>
        exact(
          pull(table.max, { axes: [0] }, [vector(...values)])(fromValues([], [d], 'f64'))[0],
          vector(...values.map(value => (value === 1 ? d / 4 : 0))),
        ),
    ),
    law(
      '24f',
      'of the largest, argmax tells the first',
      [fc.shuffledSubarray([0, 1, 1, 1], { minLength: 4 })],
      values =>
        exact(op.argmax(vector(...values) as Tensor<[number]>), fromValues([], [values.indexOf(1)], 'i32')),
    ),
    law(
      '24g',
      'what select does not choose gets a zero cotangent, even where the other side would be NaN',
      [ofShape(fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1))],
      ([x, dy]) => {
        const mask = op.equal(x, x)
        const [, chosen, other] = pull(table.select, {}, [mask, filled(dy, 1), x])(dy) as [
          never,
          Tensor,
          Tensor,
        ]
        return every(
          exact(op.add(chosen, other), dy),
          holds(
            numbersOf(chosen).every(value => !Number.isNaN(value)),
            chosen,
            'no NaN',
          ),
          exact(chosen, op.select(mask, dy, filled(dy, 0))),
        )
      },
    ),
    law(
      '24h',
      'NaN equals nothing, is not greater, and is what maximum and minimum give if they are given it',
      [ofShape()],
      ([x]) => {
        const nan = filled(x, Number.NaN)
        const none = op.convert('u8')(filled(x, 0))
        return every(
          exact(op.equal(nan, nan), none),
          exact(op.greater(nan, x), none),
          exact(op.greaterEqual(nan, x), none),
          exact(op.maximum(nan, x), nan),
          exact(op.minimum(x, nan), nan),
        )
      },
    ),
  ])
