/**
 * Loops that go on while something holds, in every engine: what their bodies are made of, and where they stand.
 */
import { describe, expect, test } from 'vitest'
import {
  compile,
  fold,
  type Integers,
  op,
  program,
  scalar,
  smooth,
  type Tensor,
  tensor,
  toNested,
} from '../../src/index.ts'
import { threadPool } from '../../src/wasm/thread/pool.ts'
import { wasmWith } from '../../src/wasm/wasm.ts'
import { every } from '../engines.ts'
import { near } from './near.ts'

type Row = Tensor<[3]>

/** Functions of a module as short as can be: whatever comes next goes into another one. */
const inPieces = wasmWith('pieces', { pool: threadPool(1), functionBytes: 64 })
const inPiecesOnThreads = wasmWith('pieces on threads', {
  pool: threadPool(2),
  functionBytes: 64,
  grainSize: 1,
})
const engines = [...every, inPieces, inPiecesOnThreads].map(engine => [engine.name, engine] as const)

const isShort = (x: Row): Integers<[]> => op.greater(scalar(9), op.sum()(op.mul(x, x)))

const growing = (limit = 30) =>
  smooth.whileLoop({ while: isShort, do: (x: Row) => op.add(op.scale(1.25)(x), op.tanh(x)), limit })

/** Values that change places, of which one is read by the predicate. */
const swapping = smooth.whileLoop({
  while: ({ a, left }: { readonly a: Row; readonly b: Row; readonly left: Tensor<[]> }) =>
    op.and(isShort(a), op.greater(left, scalar(0))),
  do: ({ a, b, left }) => ({ a: op.scale(1.5)(b), b: a, left: op.shift(-1)(left) }),
  limit: 9,
})

/** What engines have no code for: sorting, and rows by index. */
const sorting = smooth.whileLoop({
  while: isShort,
  do: (x: Row) => {
    const best: Integers<[1]> = op.reshape([1])(op.argmax(x))
    return op.add(op.sort(0)(x), op.broadcast([3])(op.reshape([])(op.gather(op.abs(x), best)))) as Row
  },
  limit: 12,
})

/** One in another, whose predicate has one of its own. */
const nested = smooth.whileLoop({
  while: (x: Row) => op.greater(scalar(40), op.sum()(op.mul(growing(2)(x).state, x))),
  do: (x: Row) => op.add(growing(3)(x).state, op.scale(0.5)(x)),
  limit: 8,
})

const choosing = smooth.cond(
  isShort,
  smooth.withPullback(
    (x: Row) => growing()(x).state,
    (_x, _y, dy) => dy,
  ),
  smooth.lift((x: Row) => op.neg(x)),
)

const programs = {
  'a loop that goes on': (x: Row): unknown => growing()(x),
  'one that its limit ends': (x: Row): unknown => growing(2)(x),
  'values that change places': (x: Row): unknown => swapping({ a: x, b: op.neg(x), left: scalar(4) }),
  'operations without code': (x: Row): unknown => sorting(x),
  'one in another': (x: Row): unknown => nested(x),
  'in a branch, in a loop': (x: Row): unknown => smooth.loop(3)(choosing)(x)[0],
  'what one direction gives': (x: Row): unknown =>
    smooth.jvp((y: Row) => growing()(y).state)(x, op.scale(0.5)(x)),
} as const

const short: Row = tensor([0.5, -0.25, 0.125])
const long: Row = tensor([3, 1, -2])
/** Comparisons of NaN are false. */
const undefinite: Row = tensor([Number.NaN, 1, 2])

describe.each(Object.entries(programs))('%s', (_, run) => {
  test.each(engines)('%s', (_, engine) => {
    const compiled = compile(run, { engine })
    for (const x of [short, long, undefinite, short]) near(compiled(x), run(x))
  })
})

test.each(engines)('what fails in a step fails, and only if it runs: %s', (_, engine) => {
  const far = smooth.whileLoop({
    while: isShort,
    do: (x: Row) => {
      const index: Integers<[1]> = op.convert('i32')(op.reshape([1])(op.shift(7)(op.sum()(x))))
      return op.add(x, op.broadcast([3])(op.reshape([])(op.gather(x, index)))) as Row
    },
    limit: 5,
  })
  const compiled = compile((x: Row) => far(x), { engine })
  near(compiled(long), { state: long, steps: tensor(0, 'i32'), done: tensor(1, 'u8') })
  expect(() => compiled(short)).toThrow(/index 7/)
  near(compiled(long), { state: long, steps: tensor(0, 'i32'), done: tensor(1, 'u8') })
})

test.each(engines)('a fold carries what comes of it: %s', (_, engine) => {
  const loop = growing()
  const steps = fold(
    (x: Row, by: Row) => {
      const { state, steps: count } = loop(op.mul(x, by))
      return [op.scale(0.1)(state), state, count] as const
    },
    short,
    engine,
  )
  let x = short
  for (const by of [short, long, long, short]) {
    expect(steps.advance(() => by)).toBe(true)
    x = op.scale(0.1)(loop(op.mul(x, by)).state)
  }
  near(steps.state(), x)
  expect(steps.advance(() => undefinite)).toBe(false)
  near(steps.state(), x)
})

describe('in a program', () => {
  const start: Row = short
  const halving = smooth.whileLoop({
    while: (x: Row) => op.greater(op.sum()(x), scalar(1)),
    do: (x: Row) => op.scale(0.5)(x),
    limit: 7,
  })

  test('it is one equation with two bodies', () => {
    expect(program.show(program.trace((x: Row) => halving(x).state)(start).program)).toBe(
      `%0 = input : f32[3]
%1 = 1 : f32[]
%2 = while {carries=1, limit=7} %0 %1 : u8[240]
  predicate:
    %0 = input : f32[3]
    %1 = input : f32[]
    %2 = sum {axes=[0]} %0 : f32[]
    %3 = greater %2 %1 : u8[]
    return %3
  body:
    %0 = input : f32[3]
    %1 = input : f32[]
    %2 = scale {constant=0.5} %0 : f32[3]
    return %2
%3 = result {index=0, offset=0, shape=[3], dtype=f32} %2 : f32[3]
return %3`,
    )
  })

  test('what nothing reads, and nothing goes on by, is not carried', () => {
    const run = (x: Row, y: Row, z: Row) =>
      smooth.whileLoop({
        while: ([a]: readonly [Row, Row, Row]) => isShort(a),
        do: ([a, b, c]) => [op.scale(2)(a), op.sin(b), op.cos(c)] as const,
        limit: 9,
      })([x, y, z])
    const text = program.show(program.trace((x: Row) => run(x, x, x).state[1])(start).program)
    expect(text).toContain('carries=2')
    expect(text).toMatch(/sin/)
    expect(text).not.toMatch(/cos/)
    expect(toNested(program.traced((x: Row) => run(x, x, x).steps)(start)(start))).toBe(3)
  })

  test('it costs what one step costs', () => {
    const { flops } = program.cost(program.trace((x: Row) => halving(x).state)(start).program)
    expect(flops).toBe(3 + 1 + 3)
  })
})

test('where it is only tried, as in tangents and batches, nothing is refused', () => {
  const run = (x: Row): Row => growing()(x).state
  expect(() => smooth.jvp((x: Row) => smooth.loop(2)(choosing)(x)[0])(short, short)).not.toThrow()
  const rows = op.concat(0)(op.reshape([1, 3])(short), op.reshape([1, 3])(long)) as Tensor<[2, 3]>
  expect(() => smooth.vmap(run)(rows)).not.toThrow()
  expect(() => smooth.lift(run)(short)).toThrow(/whileLoop/)
  expect(() => smooth.lift((x: Row) => smooth.loop(2)(smooth.lift(run))(x)[0])(short)).toThrow(/whileLoop/)
})

test('what no float depends on may be kept for a pullback', () => {
  const counted = smooth.lift((x: Row) => {
    const { steps } = smooth.whileLoop({
      while: (n: Integers<[]>) => op.greater(scalar(5, 'i32'), n),
      do: (n: Integers<[]>) => op.add(n, scalar(1, 'i32')),
      limit: 9,
    })(scalar(0, 'i32'))
    return op.mul(x, op.broadcast([3])(op.convert('f32')(steps)))
  })
  expect(toNested(counted(short)[1](tensor([1, 1, 1])))).toEqual([5, 5, 5])
})
