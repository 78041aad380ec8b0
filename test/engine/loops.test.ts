/**
 * Loops in every engine: what their bodies are made of, and where they stand.
 */
import { describe, expect, test } from 'vitest'
import {
  compile,
  fold,
  type Integers,
  item,
  op,
  reference,
  smooth,
  type Tensor,
  tensor,
  toNested,
  toValues,
} from '../../src/index.ts'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'
import { every } from '../engines.ts'

type Row = Tensor<[3]>
type Rows = Tensor<[number, 3]>

/** Functions of a module as short as can be: whatever comes next goes into another one. */
const inPieces = wasmWith('pieces', { pool: threadPool(1), functionBytes: 64 })
const inPiecesOnThreads = wasmWith('pieces on threads', {
  pool: threadPool(2),
  functionBytes: 64,
  grainSize: 1,
})

const rows: Rows = tensor([
  [1, 2, 3],
  [0.5, -1, 2],
  [-2, 0.25, 1],
  [3, 1, -1],
])
const start: Row = tensor([0.5, 1, -0.5])

const near = (x: unknown, y: unknown): void => {
  const [a, b] = [x, y].map(tree => (tree as readonly Tensor[]).flatMap(leaf => Array.from(toValues(leaf))))
  expect(a).toHaveLength(b!.length)
  a!.forEach((value, i) => {
    expect(Math.abs(value - b![i]!)).toBeLessThan(1e-5 * (1 + Math.abs(b![i]!)))
  })
}

/** Two values that change places, and a stack of one of them. */
const swapping = smooth.lift(
  ([, [a, b], x]: readonly [Row, readonly [Row, Row], Row]) => [[op.add(b, x), a], a] as const,
)

/** A loop in a loop: the inner one goes along what the outer one has come to. */
const nested = smooth.lift(([w, s, x]: readonly [Row, Row, Row]) => {
  const inner = smooth.loop(3)(smooth.lift((y: Row) => op.tanh(op.add(op.mul(y, w), x))))
  const y = inner(s)[0]
  return [y, op.mul(y, x)] as const
})

/** What engines have no code for: where the largest entry is, and rows that are taken by it. */
const byKernel = smooth.lift(([table, s, x]: readonly [Tensor<[3, 3]>, Row, Row]) => {
  const best: Integers<[1]> = op.reshape([1])(op.argmax(op.add(s, x)))
  const taken = op.reshape([3])(op.gather(table, best)) as Row
  return [op.add(op.scale(0.5)(s), taken), op.convert('f32')(best)] as const
})

const square: Tensor<[3, 3]> = tensor([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
])

const programs = {
  'values that change places': (first: Row, all: Rows) => {
    const [[[a, b], ys], pullback] = smooth.scan()(swapping)([first, [first, rowOf(all, 0)], all])
    return [a, b, ys, ...flat(pullback([[a, b], ys]))]
  },
  'a loop in a loop, from the end': (first: Row, all: Rows) => {
    const [[s, ys], pullback] = smooth.scan({ reverse: true })(nested)([first, rowOf(all, 1), all])
    return [s, ys, ...flat(pullback([s, ys]))]
  },
  'operations without code': (first: Row, all: Rows) => {
    const [[s, ys], pullback] = smooth.scan()(byKernel)([square, first, all])
    return [s, ys, ...flat(pullback([s, ys]))]
  },
  segments: (first: Row, all: Rows) => {
    const [[s, ys], pullback] = smooth.scan({ segments: 2 })(nested)([first, rowOf(all, 1), all])
    return [s, ys, ...flat(pullback([s, ys]))]
  },
} as const

const rowOf = (all: Rows, i: number): Row => op.reshape([3])(op.slice([i, 0], [1, 3])(all))
const flat = (tree: unknown): readonly Tensor[] =>
  Array.isArray(tree) ? tree.flatMap(flat) : [tree as Tensor]

describe.each(Object.entries(programs))('%s', (_, run) => {
  const want = run(start, rows)
  test.each([...every, inPieces, inPiecesOnThreads].map(engine => [engine.name, engine] as const))(
    '%s',
    (_, engine) => {
      near(compile(run, { engine })(start, rows), want)
    },
  )
})

test.each(every.map(engine => [engine.name, engine] as const))(
  'an index out of range within a loop is refused: %s',
  (_, engine) => {
    const take = smooth.lift(
      ([table, s, i]: readonly [Rows, Row, Integers<[1]>]) =>
        [op.add(s, op.reshape([3])(op.gather(table, i)) as Row), s] as const,
    )
    const run = (indices: Integers<[3, 1]>, table: Rows): Row =>
      smooth.scan()(take)([table, start, indices])[0][0]
    const compiled = compile(run, { engine })
    near([compiled(tensor([[0], [3], [1]], 'i32'), rows)], [run(tensor([[0], [3], [1]], 'i32'), rows)])
    expect(() => compiled(tensor([[0], [4], [1]], 'i32'), rows)).toThrow(/4/)
  },
)

test.each(every.map(engine => [engine.name, engine] as const))(
  'a fold sees what a loop gives that is not finite: %s',
  (_, engine) => {
    const grow = smooth.loop(20)(smooth.lift((x: Row) => op.mul(x, x)))
    const steps = fold((x: Row, by: Row) => [op.mul(grow(x)[0], by), grow(x)[0], x] as const, start, engine)
    expect(steps.advance(() => tensor([1, 1, 1]))).toBe(true)
    const huge = fold((x: Row, by: Row) => [grow(op.mul(x, by))[0], x, x] as const, start, engine)
    expect(huge.advance(() => tensor([100, 1, 1]))).toBe(false)
    expect(toNested(huge.state())).toEqual(toNested(start))
  },
)

test('the reference engine and evaluation agree bit for bit where nothing is added up', () => {
  const many = smooth.loop(7)(smooth.lift((x: Row) => op.tanh(op.add(x, start))))
  const run = (x: Row): Row => many(x)[0]
  expect(toNested(compile(run, { engine: reference })(start))).toEqual(toNested(run(start)))
  expect(item(op.sum()(run(start)))).toBeTypeOf('number')
})
