/**
 * What the layers are that move, cut, fill and join the axes of examples: transpose, slice, pad and concatenate.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AxisRange,
  concat as concatLayers,
  concatenate as concatenateLayer,
  dense,
  evaluation,
  fanout,
  fromValues,
  identity,
  type Key,
  layer,
  op,
  pad as padLayer,
  type PadOptions,
  random,
  type Shape,
  slice as sliceLayer,
  smooth,
  type Tensor,
  toValues,
  transpose as transposeLayer,
  type tree,
} from '../src/index.ts'
import { keys, lattice, tensors } from './arbitraries.ts'
import { every, exact } from './close.ts'
import { type LawSet, law, lawSet, passes } from './law.ts'
import { chained, type Combine, forget, runAlone as run, sameLayer, type TreeLayer } from './layerSame.ts'

/** Examples of three axes, of which some may have one element. */
const batches: Arbitrary<Tensor> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 })
  .chain(shape => tensors<number, Shape>(shape))

const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3 })
const counts = fc.integer({ min: 0, max: 2 })
const sides = fc.array(fc.tuple(counts, counts), { maxLength: 3 })

const same = forget(identity())

/** Whether two layers agree at an input, in value and in what a random cotangent is pulled back to. */
const agree = (left: TreeLayer, right: TreeLayer, x: tree.Tree, key: Key): ReturnType<typeof exact> => {
  const [value, pullback] = left.run({}, x, {}, evaluation)
  const [other, pullOther] = right.run({}, x, {}, evaluation)
  const values = exact(value, other)
  if (!passes(values)) return values
  const { shape } = value as unknown as Tensor
  const dy = random.normal<number, Shape>(shape, 0, 1, { dtype: 'f64' })(key) as unknown as tree.Tree
  return every(values, exact(pullback(dy)[1], pullOther(dy)[1]))
}

/** The tensor of a shape whose elements are those of another, each from where a function says. */
const from = (x: Tensor, shape: Shape, place: (index: readonly number[]) => readonly number[]): Tensor => {
  const values = toValues(x)
  const flat = (index: readonly number[]): number =>
    index.reduce((at, i, axis) => at * (x.shape[axis] as number) + i, 0)
  const indices = shape.reduce<readonly (readonly number[])[]>(
    (leading, n) => leading.flatMap(index => Array.from({ length: n }, (_, i) => [...index, i])),
    [[]],
  )
  return fromValues<number, Shape, 'f64'>(
    shape,
    indices.map(index => values[flat(place(index))] as number),
    'f64',
  ) as Tensor
}

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
      agree(
        chained(transpose(axes), transpose(axes.map((_, axis) => axes.indexOf(axis)))),
        same,
        x as never,
        key,
      ),
    ),
    law(
      'M8',
      'transpose(a) and then transpose(b) is transpose(a[b])',
      [batches, orders, orders, keys],
      (x, a, b, key) =>
        agree(
          chained(transpose(a), transpose(b)),
          transpose(b.map(axis => a[axis] as number)),
          x as never,
          key,
        ),
    ),
    law(
      'M9',
      'two numbers exchange two axes, from the end too; without any all are in reverse',
      [batches, keys],
      (x, key) =>
        every(
          agree(forget(transposeLayer(0, 1)), transpose([1, 0, 2]), x as never, key),
          agree(forget(transposeLayer(-1, 0)), transpose([2, 1, 0]), x as never, key),
          agree(forget(transposeLayer()), transpose([2, 1, 0]), x as never, key),
        ),
    ),
  ])

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
  slice: (ranges: readonly AxisRange[]) => TreeLayer = ranges => forget(sliceLayer(ranges)),
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
            x as never,
            key,
          ),
          agree(
            chained(slice(ranges), slice(thinner)),
            slice(ranges.map(([start, end, step]) => [start, end, step * by])),
            x as never,
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
        return every(
          agree(slice(fromEnd), slice(ranges), x as never, key),
          agree(slice([[], [0]]), same, x as never, key),
        )
      },
    ),
    law(
      'M13',
      'what is cut off again after padding leaves what was there',
      [batches, sides, keys],
      (x, around, key) =>
        agree(chained(forget(padLayer(around)), slice(inside(x, around))), same, x as never, key),
    ),
  ])

const inside = (x: Tensor, around: readonly (readonly [number, number])[]): readonly AxisRange[] =>
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
        agree(chained(pad(around, { value }), forget(sliceLayer(inside(x, around)))), same, x as never, key),
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
        return agree(
          chained(pad(one, { value }), pad(other, { value })),
          pad(both, { value }),
          x as never,
          key,
        )
      },
    ),
  ])

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
          agree(chained(both(...parts), concatenate(axis)), same, x as never, key),
          agree(chained(both(...parts), concatenate(axis - 3)), same, x as never, key),
        )
      },
    ),
    law('M17', 'joining what is joined is joining all', [cutsInTwo, keys], ({ x, axis }, key) => {
      const negated = forget(layer.elementwise('negated', smooth.neg))
      const doubled = forget(layer.elementwise('doubled', smooth.scale(2)))
      return agree(
        chained(both(chained(both(same, negated), concatenate(axis)), doubled), concatenate(axis)),
        chained(both(same, negated, doubled), concatenate(axis)),
        x as never,
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
