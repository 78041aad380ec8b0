/**
 * Laws of the rows of a data set: that they stay together, however they are taken, split or written out.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  countRows,
  fromValues,
  type Integers,
  type Key,
  oneHot,
  random,
  type Tensor,
  takeRows,
  toValues,
  trainTestSplit,
  zeros,
} from '../../src/index.ts'
import { keys } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refusedSaying } from '../oracle/refusal.ts'

/** Examples that tell their number: [i, -i] and i, and one that has no width. */
const numbered = (n: number) => ({
  inputs: fromValues<number, [number, 2], 'f64'>(
    [n, 2],
    Array.from({ length: n }, (_, i) => [i, -i]).flat(),
    'f64',
  ),
  more: [zeros([n, 0]), vector(Array.from({ length: n }, (_, i) => i))] as const,
})

const vector = (values: readonly number[]): Integers<[number]> =>
  fromValues<number, [number], 'i32'>([values.length], values, 'i32')

type Rows = ReturnType<typeof numbered>

/** Whether a data set has just these rows. */
const hasRows = ({ inputs, more: [empty, labels] }: Rows, wanted: readonly number[]) =>
  every(
    exact(
      Array.from(toValues(inputs)),
      wanted.flatMap(i => [i, -i]),
    ),
    exact(Array.from(toValues(labels)), wanted),
    exact(
      [inputs.shape, empty.shape, labels.shape],
      [[wanted.length, 2], [wanted.length, 0], [wanted.length]],
    ),
    holds(
      inputs.dtype === 'f64' && empty.dtype === 'f32' && labels.dtype === 'i32',
      [inputs.dtype, empty.dtype, labels.dtype],
      'the element types of before',
    ),
  )

const counts = fc.integer({ min: 1, max: 12 })
const some: Arbitrary<readonly number[]> = fc.array(fc.nat(11), { maxLength: 15 })

/** Laws of rows that are taken, counted, split and written out. */
export const rowLaws: LawSet = lawSet('rows', [
  law(
    'H5',
    'rows are taken in the order of the indices, in each tensor of the data set',
    [counts, some],
    (n, drawn) => {
      const wanted = drawn.map(i => i % n)
      const taken = loosely<(data: Rows) => Rows>(takeRows)(vector(wanted))(numbered(n))
      return every(
        hasRows(taken, wanted),
        exact(countRows(taken), wanted.length),
        exact(countRows(numbered(n)), n),
      )
    },
  ),
  law(
    'H6',
    'an index out of range, indices that are not a vector, and tensors of other counts are refused, with the place',
    [counts, some, fc.nat(3)],
    (n, drawn, beyond) => {
      const data = numbered(n)
      const at = drawn.length
      const taking = (index: number) => () => takeRows(vector([...drawn.map(i => i % n), index]))(data)
      const rows = `there are ${n} rows: indices run from 0 to ${n - 1}.`
      return every(
        ...[n + beyond, -1 - beyond].map(index =>
          refusedSaying(
            'IndexError',
            `takeRows was given index ${index} at position ${at}, but ${rows}`,
            taking(index),
          ),
        ),
        refusedSaying(
          'IndexError',
          'takeRows was given index 0 at position 0, but there are no rows: give it no indices.',
          () => takeRows(vector([0]))(numbered(0)),
        ),
        refusedSaying('ShapeError', 'takeRows needs a vector of indices, but was given [1, 1].', () =>
          loosely<(data: Rows) => unknown>(takeRows)(zeros([1, 1], 'i32'))(data),
        ),
        refusedSaying(
          'ShapeError',
          `A data set needs one row for each example in all tensors, but x has ${n} rows ([${n}, 2]) and y[0] has ${n + 1} ([${n + 1}]).`,
          () => countRows({ x: data.inputs, y: [zeros([n + 1])] }),
        ),
        refusedSaying('ShapeError', 'A data set needs a row for each example, but y is a scalar.', () =>
          countRows({ x: data.inputs, y: zeros([]) }),
        ),
        refusedSaying('ArgumentError', 'A data set needs at least one tensor, but has none.', () =>
          countRows({}),
        ),
      )
    },
  ),
  law(
    'H7',
    'a label is written out as a row of zeros with a one at its place, and a label that is not a class is refused, with its position',
    [counts, some, fc.constantFrom('f32' as const, 'f64' as const), fc.nat(3)],
    (classes, drawn, dtype, beyond) => {
      const labels = drawn.map(i => i % classes)
      const rows = oneHot(classes, { dtype })(vector(labels)) as Tensor
      const deep = oneHot(classes)(
        fromValues<number, [number, number], 'i32'>([1, labels.length], labels, 'i32'),
      ) as Tensor
      const wrong = (label: number) =>
        refusedSaying(
          'IndexError',
          `oneHot was given label ${label} at position ${labels.length}, but there are ${classes} classes: labels run from 0 to ${classes - 1}.`,
          () => oneHot(classes)(vector([...labels, label])),
        )
      const want = labels.flatMap(label => Array.from({ length: classes }, (_, j) => (j === label ? 1 : 0)))
      return every(
        holds(rows.dtype === dtype && deep.dtype === 'f32', [rows.dtype, deep.dtype], [dtype, 'f32']),
        exact(
          [rows.shape, deep.shape],
          [
            [labels.length, classes],
            [1, labels.length, classes],
          ],
        ),
        exact([Array.from(toValues(rows)), Array.from(toValues(deep))], [want, want]),
        wrong(classes + beyond),
        wrong(-1 - beyond),
        ...[0, -1 - beyond, beyond + 0.5, Number.NaN].map(each =>
          refusedSaying(
            'ArgumentError',
            `oneHot needs a positive number of classes, but was given ${each}.`,
            () => oneHot(each),
          ),
        ),
      )
    },
  ),
  law(
    'H8',
    'a data set is split after the share to test on, rounded up, of the order that its key gives, and each part keeps an example',
    [fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 99 }), keys],
    (n, percent, k) => {
      const share = percent / 100
      const testing = Math.ceil(n * share)
      const split = () =>
        loosely<(k: Key) => { readonly train: Rows; readonly test: Rows }>(trainTestSplit)(numbered(n), {
          test: share,
        })(k)
      const refusals = [0, 1, -share, 1 + share, Number.NaN].map(wrong =>
        refusedSaying(
          'ArgumentError',
          `trainTestSplit needs a share between 0 and 1 to test on, but was given ${wrong}.`,
          () => trainTestSplit(numbered(n), { test: wrong })(k),
        ),
      )
      if (testing >= n)
        return every(
          ...refusals,
          refusedSaying(
            'ArgumentError',
            `trainTestSplit needs an example for each part, but a share of ${share} of ${n} examples leaves none to train on.`,
            split,
          ),
        )
      const { train, test } = split()
      const order = Array.from(toValues(random.permutation(n)(k)))
      return every(...refusals, hasRows(test, order.slice(0, testing)), hasRows(train, order.slice(testing)))
    },
  ),
])
