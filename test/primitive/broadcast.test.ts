import { expect, test } from 'vitest'
import { op, tensor, toValues, tree } from '../../src/index.ts'

// Repeating and adding up run in straight loops where the axes are neighbours and step by step elsewhere: both are held to what an
// index says.

const sizesOf = [[], [3], [2, 3], [1, 3], [2, 0], [0, 2], [2, 3, 4], [2, 1, 4], [2, 3, 2, 2], [2, 0, 3]]

const subsets = (rank: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** rank }, (_, bits) =>
    Array.from({ length: rank }, (_, axis) => axis).filter(axis => (bits >> axis) & 1),
  )

const indices = (shape: readonly number[]): readonly (readonly number[])[] =>
  shape.reduce<readonly (readonly number[])[]>(
    (some, size) => some.flatMap(index => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  )

const flat = (shape: readonly number[], index: readonly number[]): number =>
  shape.reduce((position, size, axis) => position * size + index[axis]!, 0)

const size = (shape: readonly number[]): number => shape.reduce((n, k) => n * k, 1)

const cases = sizesOf.flatMap(shape =>
  subsets(shape.length).map(axes => ({ shape, axes, name: `[${shape}] along [${axes}]` })),
)

test.each(cases)('broadcastAlong to $name', ({ shape, axes }) => {
  const small = axes.map(axis => shape[axis]!)
  const values = Array.from({ length: size(small) }, (_, i) => i + 1)
  const y = op.broadcastAlong(shape, axes)(op.reshape(small)(tensor(values)))
  const wanted = indices(shape).map(
    index =>
      values[
        flat(
          small,
          axes.map(axis => index[axis]!),
        )
      ],
  )
  expect([...toValues(y)]).toEqual(wanted)
})

test.each(cases)('sum of $name', ({ shape, axes }) => {
  const kept = shape.map((_, axis) => axis).filter(axis => !axes.includes(axis))
  const small = kept.map(axis => shape[axis]!)
  const values = Array.from({ length: size(shape) }, (_, i) => i + 1)
  const wanted = new Array<number>(size(small)).fill(0)
  indices(shape).forEach((index, i) => {
    wanted[
      flat(
        small,
        kept.map(axis => index[axis]!),
      )
    ]! += values[i]!
  })
  expect([...toValues(op.sum(axes)(op.reshape(shape)(tensor(values))))]).toEqual(wanted)
})

test('broadcastAlong takes axes in any order', () => {
  const y = op.broadcastAlong(
    [3, 2],
    [1, 0],
  )(
    tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  )
  expect([...toValues(y)]).toEqual([1, 4, 2, 5, 3, 6])
})

test('a branch of any name is kept where trees are mapped and zipped', () => {
  const params = JSON.parse('{ "__proto__": 0, "b": 0 }', (_, x) => (x === 0 ? tensor([1]) : x))
  expect(Object.keys(tree.map(op.scale(2))(params))).toEqual(['__proto__', 'b'])
  expect(tree.entries(tree.zipWith(op.add)(params, params)).map(({ path }) => path)).toEqual([
    ['__proto__'],
    ['b'],
  ])
})
