/**
 * Laws of putting the axes of examples into another order.
 *
 * @module
 */
import fc from 'fast-check'
import { transpose as transposeLayer } from '../../../src/index.ts'
import { keys } from '../../arbitraries.ts'
import { every, exact } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { chained, forget, runAlone as run, type TreeLayer } from '../same.ts'
import { agree, batches, from, same } from './example.ts'

const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3 })

/** Laws of `transpose`. */
export const transposeLaws = (
  transpose: (axes: readonly number[]) => TreeLayer = axes => forget(transposeLayer(axes)),
): LawSet =>
  lawSet('transpose', [
    law('M6', 'axis i of an example is its axis axes[i]', [batches, orders], (x, axes) => {
      const shape = [x.shape[0] as number, ...axes.map(axis => x.shape[axis + 1] as number)]
      const there = axes.map((_, axis) => axes.indexOf(axis))
      return exact(
        run(transpose(axes), x)[0],
        from(x, shape, ([b, ...index]) => [b as number, ...there.map(axis => index[axis] as number)]),
      )
    }),
    law('M7', 'the transpose of the transpose is the identity', [batches, orders, keys], (x, axes, key) =>
      agree(chained(transpose(axes), transpose(axes.map((_, axis) => axes.indexOf(axis)))), same, x, key),
    ),
    law(
      'M8',
      'transpose(a) and then transpose(b) is transpose(a[b])',
      [batches, orders, orders, keys],
      (x, a, b, key) =>
        agree(chained(transpose(a), transpose(b)), transpose(b.map(axis => a[axis] as number)), x, key),
    ),
    law(
      'M9',
      'two numbers exchange two axes, from the end too; without any all are in reverse',
      [batches, keys],
      (x, key) =>
        every(
          agree(forget(transposeLayer(0, 1)), transpose([1, 0, 2]), x, key),
          agree(forget(transposeLayer(-1, 0)), transpose([2, 1, 0]), x, key),
          agree(forget(transposeLayer()), transpose([2, 1, 0]), x, key),
        ),
    ),
  ])
