/**
 * The operations of `op` along one axis, with their laws: sums so far, order, and elements by their index.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, type Tensor } from '../../src/index.ts'
import { indices, shapes, tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { law } from '../law.ts'
import { plainOf, tensorOf } from '../primitive/plain.ts'
import type { Entry } from './entry.ts'
import { applies, type Dual, own, waits } from './operation.ts'

/** A tensor and one of its axes. */
const lines: Arbitrary<readonly [x: Tensor, axis: number]> = shapes({ rank: 3, max: 3 })
  .filter(shape => shape.length > 0)
  .chain(shape => fc.tuple(tensors(shape), fc.nat(shape.length - 1)))

/** A table, and a column of it for each row. */
const choices = fc
  .record({ n: fc.nat(4), c: fc.integer({ min: 1, max: 4 }) })
  .chain(({ n, c }) => fc.record({ x: tensors([n, c]), chosen: indices([n], c) }))

/** The operations of `op` along one axis. */
export const alongAxisCatalogue = {
  argsort: own(
    'argsort',
    applies('argsort', 'argsort', ([x], { axis, ...options }) => op.argsort(axis, options)(x!)),
  ),
  cumMax: own(
    'cumMax',
    law('O2', 'op.cumMax is the largest number so far', [lines], ([x, axis]) => {
      const plain = plainOf(x)
      const upTo = (index: readonly number[]) =>
        Array.from({ length: index[axis]! + 1 }, (_, i) => plain.at(index.with(axis, i)))
      return exact(op.cumMax(axis)(x), tensorOf({ ...plain, at: index => Math.max(...upTo(index)) }))
    }),
  ),
  cumProd: own(
    'cumProd',
    applies('cumProd', 'cumProd', ([x], { axis }) => op.cumProd(axis)(x!)),
  ),
  cumSum: own(
    'cumSum',
    applies(
      'cumSum',
      'cumSum',
      ([x], { axis }) => op.cumSum(axis)(x!),
      ({ options }) => !options.reverse,
    ),
  ),
  logCumSumExp: own(
    'logCumSumExp',
    applies('logCumSumExp', 'logCumSumExp', ([x], { axis }) => op.logCumSumExp(axis)(x!)),
    law('O3', 'op.logCumSumExp of what is shifted is shifted, also far from 0', [lines], ([x, axis]) =>
      every(
        ...[-1000, 1000].map(by =>
          summed(32)(op.logCumSumExp(axis)(op.shift(by)(x)), op.shift(by)(op.logCumSumExp(axis)(x))),
        ),
      ),
    ),
  ),
  takeAlong: own(
    'takeAlong',
    law('O2', 'op.takeAlong takes one element of each row', [choices], ({ x, chosen }) => {
      const [plain, columns] = [plainOf(x), plainOf(chosen)]
      return exact(
        op.takeAlong(x, chosen),
        tensorOf({ shape: chosen.shape, dtype: 'f64', at: ([i]) => plain.at([i!, columns.at([i!])]) }),
      )
    }),
    law('O3', 'op.takeAlong along an axis undoes what permuted along it', [lines], ([x, axis]) => {
      const order = op.argsort(axis)(x)
      const sorted = op.takeAlong(axis)(order)(x)
      return every(
        exact(sorted, op.sort(axis)(x)),
        exact(op.takeAlong(axis)(sorted, op.argsort(axis)(order)), x),
      )
    }),
    waits(
      'takeAlong',
      op.takeAlong as unknown as Dual,
      choices.map(({ x, chosen }) => [x, chosen]),
    ),
  ),
  sort: own(
    'sort',
    applies('sort', 'sort', ([x], { axis, ...options }) => op.sort(axis, options)(x!)),
  ),
  topK: own(
    'topK',
    law('O2', 'op.topK is the beginning of what is sorted down, and where it was', [lines], ([x, axis]) => {
      const k = Math.min(2, x.shape[axis]!)
      const { values, indices } = op.topK(axis, k)(x)
      const begin = op.slice(
        x.shape.map(() => 0),
        x.shape.with(axis, k),
      )
      return every(
        exact(values, begin(op.sort(axis, { descending: true })(x))),
        exact(values, op.takeAlong(axis)(x, indices)),
        exact(indices, begin(op.argsort(axis, { descending: true })(x))),
      )
    }),
  ),
} as const satisfies Readonly<Record<string, Entry>>
