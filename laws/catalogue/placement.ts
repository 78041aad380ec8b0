/**
 * The operations of `op` that place elements elsewhere, with their laws: other shapes, parts, rows and blocks.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyTensor,
  type Integers,
  op,
  type Shape,
  scalar,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { shapes, tensors } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { law } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { type Plain, plainOf, tensorOf } from '../primitive/plain.ts'
import type { Entry } from './entry.ts'
import { applies, own } from './operation.ts'
import { all, anyTensor, binary } from './operationEntry.ts'

/** A shape, and one that broadcasts to it: some sizes are 1 instead, and some leading axes are missing. */
const broadcastable = shapes({ max: 3, min: 0 }).chain(shape =>
  fc.tuple(fc.nat(shape.length), fc.tuple(...shape.map(() => fc.boolean()))).chain(([missing, single]) =>
    fc.record({
      shape: fc.constant(shape),
      x: tensors(shape.map((n, axis) => (single[axis] ? 1 : n)).slice(missing)),
    }),
  ),
)

/** The usual rule: aligned at the last axes, with sizes of 1 repeated. */
const repeated = (x: Plain, shape: Shape): Plain => ({
  shape,
  dtype: x.dtype,
  at: index =>
    x.at(x.shape.map((n, axis) => (n === 1 ? 0 : (index[axis + shape.length - x.shape.length] as number)))),
})

/** A start as a list, of numbers and scalars by turns. */
const listed = (start: AnyTensor): readonly (number | Integers<[]>)[] =>
  Array.from(toValues(start), (n, axis) => (axis % 2 === 0 ? n : scalar(n, start.dtype as 'i32')))

/** The operations of `op` that place elements elsewhere. */
export const placementCatalogue = {
  broadcast: own(
    'broadcast',
    law('O2', 'op.broadcast aligns last axes and repeats those of size 1', [broadcastable], ({ shape, x }) =>
      exact(op.broadcast(shape)(x), tensorOf(repeated(plainOf(x), shape))),
    ),
    law('O3', 'op.broadcast refuses other sizes, and never drops an axis', [anyTensor], x =>
      every(
        refused('ShapeError', () => op.broadcast([4])(op.reshape([1, 1])(op.sum()(x)))),
        refused('ShapeError', () => op.broadcast([...x.shape, 5])(op.broadcast([4])(op.sum()(x)))),
      ),
    ),
  ),
  broadcastAlong: own(
    'broadcastAlong',
    applies('broadcastAlong', 'broadcast', ([x], { shape, axes }) => op.broadcastAlong(shape, axes)(x!)),
  ),
  concat: own(
    'concat',
    applies('concat', 'concat', (xs, { axis }) => op.concat(axis)<'float'>(...xs)),
  ),
  dynamicSlice: own(
    'dynamicSlice',
    applies(
      'dynamicSlice',
      'dynamicSlice',
      ([x, start], { sizes }) => op.dynamicSlice(sizes)(x!, start!),
      ({ options }) => options.batchDims === 0,
    ),
  ),
  dynamicUpdateSlice: own(
    'dynamicUpdateSlice',
    applies(
      'dynamicUpdateSlice',
      'dynamicUpdateSlice',
      ([x, block, start]) => op.dynamicUpdateSlice(x!, block!, listed(start!)),
      ({ options }) => options.batchDims === 0,
    ),
  ),
  gather: binary('gather', 'gather', op.gather, ({ options }) => options.batchDims === 0),
  pad: own(
    'pad',
    applies('pad', 'pad', ([x], { before, after }) => op.pad(before, after)(x!)),
  ),
  reshape: own(
    'reshape',
    applies('reshape', 'reshape', ([x], { shape }) => op.reshape(shape)(x!)),
  ),
  scatterAdd: own(
    'scatterAdd',
    applies(
      'scatterAdd',
      'scatterAdd',
      ([updates, rows], { size }) => op.scatterAdd(size)(updates!, rows!),
      ({ options }) => options.batchDims === 0,
    ),
  ),
  select: own(
    'select',
    applies('select', 'select', ([mask, x, y]) => op.select(mask!, x!, y!)),
  ),
  slice: own(
    'slice',
    applies('slice', 'slice', ([x], { start, sizes }) => op.slice(start, sizes)(x!)),
  ),
  transpose: own(
    'transpose',
    applies('transpose', 'transpose', ([x], { axes }) => op.transpose(axes)(x!)),
    law('O2', 'op.transpose reverses all axes by default', [anyTensor], x =>
      exact(op.transpose()(x as Tensor<[number, number]>), op.transpose(all(x).toReversed())(x)),
    ),
  ),
} as const satisfies Readonly<Record<string, Entry>>
