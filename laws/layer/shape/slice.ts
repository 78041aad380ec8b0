/**
 * Laws of cutting examples and padding them, each the other way round.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type layer,
  op,
  type PadOptions,
  pad as padLayer,
  slice as sliceLayer,
  type Tensor,
} from '../../../src/index.ts'
import { keys, lattice } from '../../arbitraries.ts'
import { every, exact } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { chained, forget, runAlone as run, type TreeLayer } from '../same.ts'
import { agree, batches, from, same } from './example.ts'

const counts = fc.integer({ min: 0, max: 2 })
const sides = fc.array(fc.tuple(counts, counts), { maxLength: 3 })

/** Ranges of an example, as they are found in it. */
interface Cut {
  readonly x: Tensor
  readonly ranges: readonly (readonly [start: number, end: number, step: number])[]
}

const cuts: Arbitrary<Cut> = batches.chain(x =>
  fc
    .tuple(
      ...x.shape
        .slice(1)
        .map(n =>
          fc
            .tuple(fc.nat(n - 1), fc.nat(n - 1), fc.integer({ min: 1, max: 3 }))
            .map(([a, b, step]) => [Math.min(a, b), Math.max(a, b) + 1, step] as const),
        ),
    )
    .map(ranges => ({ x, ranges })),
)

const lengthOf = ([start, end, step]: readonly [number, number, number]): number =>
  Math.ceil((end - start) / step)

/** Laws of `slice`. */
export const sliceLaws = (
  slice: (ranges: readonly layer.AxisRange[]) => TreeLayer = ranges => forget(sliceLayer(ranges)),
): LawSet =>
  lawSet('slice', [
    law('M10', 'element i of a range is the one at start + i · step', [cuts], ({ x, ranges }) => {
      const shape = [x.shape[0] as number, ...ranges.map(lengthOf)]
      return exact(
        run(slice(ranges), x)[0],
        from(x, shape, ([b, ...index]) => [
          b as number,
          ...ranges.map(([start, , step], axis) => start + (index[axis] as number) * step),
        ]),
      )
    }),
    law(
      'M11',
      'a range of a range is a range: starts go on from each other, and steps multiply',
      [cuts, fc.integer({ min: 1, max: 3 }), keys],
      ({ x, ranges }, by, key) => {
        const first = ranges.map(range => lengthOf(range) - 1)
        const again = first.map(start => [start, start + 1, by] as const)
        const thinner = ranges.map(() => [0, undefined, by] as const)
        return every(
          agree(
            chained(slice(ranges), slice(again)),
            slice(
              ranges.map(([start, , step], axis) => {
                const at = start + step * (first[axis] as number)
                return [at, at + 1]
              }),
            ),
            x,
            key,
          ),
          agree(
            chained(slice(ranges), slice(thinner)),
            slice(ranges.map(([start, end, step]) => [start, end, step * by])),
            x,
            key,
          ),
        )
      },
    ),
    law(
      'M12',
      'what is left out is the whole axis, and negative numbers count from its end',
      [cuts, keys],
      ({ x, ranges }, key) => {
        const fromEnd = ranges.map(([start, end, step], axis) => {
          const n = x.shape[axis + 1] as number
          return [start - n, end === n ? undefined : end - n, step] as const
        })
        return every(agree(slice(fromEnd), slice(ranges), x, key), agree(slice([[], [0]]), same, x, key))
      },
    ),
    law(
      'M13',
      'what is cut off again after padding leaves what was there',
      [batches, sides, keys],
      (x, around, key) => agree(chained(forget(padLayer(around)), slice(inside(x, around))), same, x, key),
    ),
  ])

const inside = (x: Tensor, around: readonly (readonly [number, number])[]): readonly layer.AxisRange[] =>
  around.map(([before], axis) => [before, before + (x.shape[axis + 1] as number)])

/** Laws of `pad`. */
export const padLaws = (
  pad: (padding: readonly (readonly [number, number])[], options?: PadOptions) => TreeLayer = (
    padding,
    options,
  ) => forget(padLayer(padding, options)),
): LawSet =>
  lawSet('pad', [
    law(
      'M13',
      'what is cut off again after padding leaves what was there',
      [batches, sides, lattice, keys],
      (x, around, value, key) =>
        agree(chained(pad(around, { value }), forget(sliceLayer(inside(x, around)))), same, x, key),
    ),
    law('M14', 'what is around is the value', [batches, sides, lattice], (x, around, value) =>
      exact(
        run(pad(around, { value }), x)[0],
        op.shift(value)(run(pad(around), op.shift(-value)(x) as Tensor)[0]),
      ),
    ),
    law(
      'M15',
      'frames around frames add up',
      [batches, sides, sides, lattice, keys],
      (x, one, other, value, key) => {
        const both = Array.from(
          { length: Math.max(one.length, other.length) },
          (_, axis): readonly [number, number] => [
            (one[axis]?.[0] ?? 0) + (other[axis]?.[0] ?? 0),
            (one[axis]?.[1] ?? 0) + (other[axis]?.[1] ?? 0),
          ],
        )
        return agree(chained(pad(one, { value }), pad(other, { value })), pad(both, { value }), x, key)
      },
    ),
  ])
