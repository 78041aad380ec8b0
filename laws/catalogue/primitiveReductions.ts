/**
 * The reductions of `op` that come with the primitives, with their laws.
 *
 * @module
 */
import { op, type Tensor } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, summed } from '../close.ts'
import { law } from '../law.ts'
import type { Entry } from './entry.ts'
import { applies, own } from './operation.ts'
import { all, anyTensor, unary, zeroAndFlat } from './operationEntry.ts'

/** The reductions of `op` that come with the primitives. */
export const primitiveReductionCatalogue = {
  argmax: unary('argmax', x => op.argmax(x as Tensor<[number]>)),
  max: own(
    'max',
    applies('max', 'max', ([x], { axes }) => op.max(axes)(x!)),
    law('O2', 'op.max takes all axes by default', [anyTensor], x => exact(op.max()(x), op.max(all(x))(x))),
  ),
  norm: own(
    'norm',
    law('O2', 'op.norm is the root of the sum of squares, over all axes by default', [anyTensor], x =>
      every(
        summed(16)(op.norm()(x), op.sqrt(op.sum()(op.mul(x, x)))),
        exact(op.norm()(x), op.norm(all(x))(x)),
      ),
    ),
    zeroAndFlat('op.norm', x => op.norm()(x)),
  ),
  sum: own(
    'sum',
    applies('sum', 'sum', ([x], { axes }) => op.sum(axes)(x!)),
    law('O2', 'op.sum takes all axes by default', [anyTensor], x => exact(op.sum()(x), op.sum(all(x))(x))),
    law(
      'O3',
      'op.sum over no axes changes nothing, and axes may be summed in turn',
      [tensors([2, 3, 2])],
      x => every(exact(op.sum([])(x), x), exact(op.sum([0])(op.sum([1])(x)), op.sum([0, 1])(x))),
    ),
  ),
} as const satisfies Readonly<Record<string, Entry>>
