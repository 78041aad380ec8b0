/**
 * Refusals of rows that do not exist, and of blocks that lie outside of what they are a part of.
 *
 * @module
 */
import fc from 'fast-check'
import { type AnyTensor, type DType, full, type Shape } from '../../../src/index.ts'
import { every } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'
import { apply, notFloats, notIntegers, of, otherType, refuses, show, sizes } from './refusal.ts'

/** Rows that there are not. */
export const rowRefusals: readonly Law[] = [
  law(
    'V7',
    'rows are taken from, and added to, tables that have them, by integers that name them',
    [fc.tuple(sizes, sizes, sizes), sizes, fc.constantFrom(-1, 0)],
    ([batch, rows, width], count, below) => {
      const table = of([batch, rows, width])
      const index = below < 0 ? -1 : rows
      const indices = full([batch, count], index, 'i32') as AnyTensor
      const shape = [batch, count]
      const range = `but indices run from 0 to ${rows - 1}.`
      const updates = of([batch, count, width])
      const scatter = (of: AnyTensor, by: AnyTensor, batchDims = 1, size: number = rows) =>
        apply('scatterAdd', { batchDims, size }, of, by)
      return every(
        refusedSaying(
          'IndexError',
          `gather was given index ${index} at position 0, ${range}`,
          apply('gather', { batchDims: 1 }, table, indices),
        ),
        refusedSaying(
          'IndexError',
          `scatterAdd was given index ${index} at position 0, ${range}`,
          scatter(updates, indices),
        ),
        refusedSaying(
          'IndexError',
          'gather was given index 0 at position 0, but there are no rows.',
          apply('gather', { batchDims: 0 }, of([0, width]), of([count], 'i32')),
        ),
        notIntegers('gather (indices)', shape, apply('gather', { batchDims: 1 }, table, of(shape))),
        notIntegers('scatterAdd (indices)', shape, scatter(updates, of(shape))),
        notFloats(
          'scatterAdd',
          [batch, count, width],
          scatter(of([batch, count, width], 'i32'), of(shape, 'i32')),
        ),
        refuses(
          `gather needs an axis to take rows from behind 2 of ${show([batch, rows])}.`,
          apply('gather', { batchDims: 2 }, of([batch, rows]), of([batch, rows], 'i32')),
        ),
        refuses(
          `gather needs ${show([batch, rows, width])} and indices of shape ${show([batch + 1, count])} to agree in their first 1 axes.`,
          apply('gather', { batchDims: 1 }, table, of([batch + 1, count], 'i32')),
        ),
        refuses(
          `gather needs ${show([batch, rows, width])} and indices of shape ${show([batch])} to agree in their first 2 axes.`,
          apply('gather', { batchDims: 2 }, table, of([batch], 'i32')),
        ),
        refuses(
          `scatterAdd needs a row for each index, but was given ${show([batch, count + 1, width])} and indices of shape ${show(shape)}.`,
          scatter(of([batch, count + 1, width]), of(shape, 'i32')),
        ),
        ...[-1, 0.5].map(size =>
          refuses(
            `scatterAdd needs sizes that are non-negative integers, but was given [${size}].`,
            scatter(updates, of(shape, 'i32'), 1, size),
          ),
        ),
      )
    },
  ),
]

/** Blocks that lie outside. */
export const blockRefusals: readonly Law[] = [
  law(
    'V7',
    'blocks that begin at a place that is computed lie within what they are a part of',
    [sizes, fc.tuple(sizes, sizes), fc.boolean(), fc.boolean()],
    (batch, [size, more], before, isCut) => {
      const name = isCut ? 'dynamicSlice' : 'dynamicUpdateSlice'
      const whole = [batch, size + more, 2]
      const block = [batch, size, 2]
      const at = (shape: Shape, value = 0, dtype: DType = 'i32') =>
        full(shape, value, dtype as 'i32') as AnyTensor
      const cut = (start: AnyTensor, batchDims = 1, part: Shape = block, x: AnyTensor = of(whole)) =>
        isCut
          ? apply('dynamicSlice', { sizes: part.slice(batchDims), batchDims }, x, start)
          : apply('dynamicUpdateSlice', { batchDims }, x, of(part), start)
      const wrong = before ? -1 : more + 1
      const where = batch > 1 ? ', in example 0' : ''
      return every(
        refusedSaying(
          'IndexError',
          `${name} was given start ${wrong} along axis 1 of ${show(whole)}${where}, but a block of ${size} begins from 0 to ${more}.`,
          cut(at([batch, 2], wrong)),
        ),
        refusedSaying(
          'IndexError',
          `${name} was given start 1 along axis 0 of ${show([size])}, but a block of ${size} begins at 0 only.`,
          cut(at([1], 1), 0, [size], of([size])),
        ),
        notIntegers(`${name} (start)`, [batch, 2], cut(at([batch, 2], 0, 'f32'))),
        refuses(
          `${name} needs a start for each axis of ${show(whole.slice(1))}, of shape ${show([batch, 2])}, but was given one of shape [2].`,
          cut(at([2])),
        ),
        refuses(
          `${name} needs a block that fits into ${show(whole.slice(1))}, but was given ${show([size + more + 1, 2])}, which is larger along axis 0.`,
          cut(at([batch, 2]), 1, [batch, size + more + 1, 2]),
        ),
        refuses(
          `${name} needs a block with a size for each axis of ${show(whole.slice(1))}, but was given ${show([2])}.`,
          cut(at([batch, 2]), 1, [batch, 2]),
        ),
        otherType(
          'dynamicUpdateSlice',
          apply('dynamicUpdateSlice', { batchDims: 1 }, of(whole), of(block, 'f64'), at([batch, 2])),
        ),
        refuses(
          `dynamicUpdateSlice needs ${show(whole)} and a block of shape ${show([batch + 1, size, 2])} to agree in their first 1 axes.`,
          apply('dynamicUpdateSlice', { batchDims: 1 }, of(whole), of([batch + 1, size, 2]), at([batch, 2])),
        ),
      )
    },
  ),
]
