/**
 * Laws of joining the axes of examples.
 *
 * @module
 */
import fc from 'fast-check'
import {
  concatenate as concatenateLayer,
  concat as concatLayers,
  dense,
  fanout,
  layer,
  slice as sliceLayer,
  smooth,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { every } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { type Combine, chained, forget, sameLayer, type TreeLayer } from '../same.ts'
import { agree, batches, same } from './example.ts'

/** An input, an axis of its examples, and where that is cut. */
const cutsInTwo = batches.chain(x =>
  fc
    .integer({ min: 0, max: 2 })
    .chain(axis => fc.nat(x.shape[axis + 1] as number).map(at => ({ x, axis, at }))),
)

/** Laws of `concatenate`. */
export const concatenateLaws = (
  concatenate: (axis?: number) => TreeLayer = axis => forget(concatenateLayer(axis)),
): LawSet => {
  const both = fanout as unknown as Combine
  const f = forget(dense(3, 2))
  const g = forget(dense(3, 5))
  return lawSet('concatenate', [
    law(
      'M16',
      'what is cut in two is whole again, from the end too',
      [cutsInTwo, keys],
      ({ x, axis, at }, key) => {
        const n = x.shape[axis + 1] as number
        const part = (start: number, end: number): TreeLayer =>
          start === end
            ? same
            : forget(sliceLayer([0, 1, 2].map(other => (other === axis ? [start, end] : []))))
        const parts = [part(0, at), part(at, n)].filter(layer => layer !== same)
        return every(
          agree(chained(both(...parts), concatenate(axis)), same, x, key),
          agree(chained(both(...parts), concatenate(axis - 3)), same, x, key),
        )
      },
    ),
    law('M17', 'joining what is joined is joining all', [cutsInTwo, keys], ({ x, axis }, key) => {
      const negated = forget(layer.elementwise('negated', smooth.neg))
      const doubled = forget(layer.elementwise('doubled', smooth.scale(2)))
      return agree(
        chained(both(chained(both(same, negated), concatenate(axis)), doubled), concatenate(axis)),
        chained(both(same, negated, doubled), concatenate(axis)),
        x,
        key,
      )
    }),
    sameLayer(
      '8g',
      'concatenate() after ⟨f, g⟩ is concat(f, g)',
      chained(both(f, g), concatenate()),
      (concatLayers as unknown as Combine)(f, g),
      {
        input: tensors([4, 3]),
        params: { to: ([ps]: readonly [unknown]) => ps, from: ps => [ps, {}] },
      },
    ),
  ])
}
