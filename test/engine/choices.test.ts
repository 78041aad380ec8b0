/**
 * Choices in every engine: what their branches are made of, and where they stand.
 */
import { describe, expect, test } from 'vitest'
import {
  compile,
  fold,
  type Integers,
  ones,
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

const isLong = (x: Row): Integers<[]> => op.greater(op.sum()(op.mul(x, x)), scalar(4))
const halved = smooth.lift((x: Row) => op.scale(0.5)(op.tanh(x)))
const grown = smooth.lift((x: Row) => op.add(x, op.exp(op.neg(op.mul(x, x)))))

const bounded = smooth.cond(isLong, halved, grown)

/** What engines have no code for: sorting, and rows by index. */
const sorted = smooth.lift((x: Row) => {
  const best: Integers<[1]> = op.reshape([1])(op.argmax(x))
  return op.add(op.sort(0)(x), op.broadcast([3])(op.reshape([])(op.gather(x, best)))) as Row
})

/** A loop in a branch, whose steps choose. */
const looping = smooth.loop(4)(smooth.cond(isLong, halved, sorted))

/** What stays as it is, in two places at once. */
const twins = smooth.cond(
  isLong,
  smooth.lift((x: Row) => ({ a: x, b: x, none: op.scale(2)(x) })),
  smooth.lift((x: Row) => ({ none: x, b: op.neg(x), a: op.neg(x) })),
)

/** A cell of a scan, whose state is an output, too, and which knows numbers of its own. */
const cell = smooth.cond(
  ([, s]: readonly [Row, Row, Row]) => op.greater(op.sum()(s), scalar(0)),
  smooth.lift(([w, s, x]: readonly [Row, Row, Row]) => {
    const next: Row = op.tanh(op.add(op.mul(w, s), x))
    return [next, next] as const
  }),
  smooth.lift(([w, s, x]: readonly [Row, Row, Row]) => {
    const next: Row = op.sin(op.sub(op.mul(w, s), op.mul(x, ones([3]))))
    return [op.mul(next, tensor([1, -1, 0.5])), s] as const
  }),
)

const scanned =
  (segments: number) =>
  (x: Row): unknown => {
    const xs = op.concat(0)(...[0.5, -1, 2, 1, -3].map(c => op.reshape([1, 3])(op.scale(c)(x)))) as Tensor<
      [5, 3]
    >
    const [[s, ys], pullback] = smooth.scan({ segments })(cell)([op.scale(2)(x), op.neg(x), xs])
    return [s, ys, pullback([s, ys])]
  }

const both =
  <B>(f: smooth.Smooth<Row, B>) =>
  (x: Row): unknown => {
    const [y, pullback] = f(x)
    return [y, pullback(y as never)]
  }

const programs = {
  'a choice': both(bounded),
  'a choice of a choice': both(smooth.cond(isLong, smooth.compose(bounded, bounded), bounded)),
  'operations without code': both(smooth.cond(isLong, sorted, grown)),
  'a choice in a loop': both(smooth.loop(5)(bounded)),
  'a loop in a choice in a loop': both(smooth.loop(2)(smooth.cond(isLong, looping, grown))),
  'what is there already': both(twins),
  'a cell of a scan': scanned(1),
  'a cell of a scan in segments': scanned(2),
} as const

const short: Row = tensor([0.5, -1, 0.25])
const long: Row = tensor([3, 1, -2])
/** Comparisons of NaN are false. */
const undefinite: Row = tensor([Number.NaN, 1, 2])

describe.each(Object.entries(programs))('%s', (_, run) => {
  test.each(engines)('%s', (_, engine) => {
    const compiled = compile(run, { engine })
    for (const x of [short, long, undefinite, short]) near(compiled(x), run(x))
  })
})

test.each(engines)('a branch that is not taken does not run: %s', (_, engine) => {
  const far = smooth.lift((x: Row) => {
    const index: Integers<[1]> = op.convert('i32')(op.reshape([1])(op.sum()(op.mul(x, x))))
    return op.add(x, op.broadcast([3])(op.reshape([])(op.gather(x, index)))) as Row
  })
  const run = both(smooth.cond(isLong, far, grown))
  const compiled = compile(run, { engine })
  near(compiled(short), run(short))
  expect(() => compiled(long)).toThrow(/index 14/)
  near(compiled(short), run(short))
})

test.each(engines)('a fold carries what is chosen: %s', (_, engine) => {
  const start: Row = tensor([0.5, 0.5, 0.5])
  const steps = fold((x: Row, by: Row) => [bounded(op.add(x, by))[0], x, x] as const, start, engine)
  let x = start
  for (const by of [short, long, short, long, long]) {
    expect(steps.advance(() => by)).toBe(true)
    x = bounded(op.add(x, by))[0]
  }
  near(steps.state(), x)
  expect(steps.advance(() => tensor([Infinity, 0, 0]))).toBe(true)
  expect(steps.advance(() => undefinite)).toBe(false)
})

describe('in a program', () => {
  const shown = (f: (x: Row) => unknown): string => program.show(program.trace(f)(short).program)

  test('it is one equation with two bodies', () => {
    const f = smooth.cond(
      isLong,
      smooth.lift((x: Row) => op.scale(2)(x)),
      smooth.lift((x: Row) => op.neg(x)),
    )
    expect(shown(x => f(x)[0])).toBe(
      `%0 = input : f32[3]
%1 = 4 : f32[]
%2 = mul %0 %0 : f32[3]
%3 = sum {axes=[0]} %2 : f32[]
%4 = greater %3 %1 : u8[]
%5 = cond %4 %0 : u8[80]
  onTrue:
    %0 = input : f32[3]
    %1 = scale {constant=2} %0 : f32[3]
    return %1
  onFalse:
    %0 = input : f32[3]
    %1 = neg %0 : f32[3]
    return %1
%6 = result {index=0, offset=0, shape=[3], dtype=f32} %5 : f32[3]
return %6`,
    )
    expect(program.diagram('mermaid')(program.trace((x: Row) => f(x)[0])(short).program)).toContain('[cond]')
  })

  test('what nothing reads of its results is not made, and what no branch then reads is not taken', () => {
    const other: Row = tensor([1, 2, 3])
    const f = smooth.cond(
      ([x]: readonly [Row, Row]) => isLong(x),
      smooth.lift(([x, y]: readonly [Row, Row]) => [op.exp(x), op.sin(y)] as const),
      smooth.lift(([x, y]: readonly [Row, Row]) => [x, op.tanh(y)] as const),
    )
    const text = program.show(program.trace((x: Row, y: Row) => f([x, y])[0][0])(short, other).program)
    expect(text).toContain('exp')
    expect(text).not.toMatch(/sin|tanh/)
    expect(text).toMatch(/cond %\d+ %0 :/)
  })

  test('it costs what the dearer branch costs', () => {
    const f = smooth.cond(
      isLong,
      smooth.lift((x: Row) => op.exp(op.exp(op.exp(x)))),
      smooth.lift((x: Row) => op.exp(x)),
    )
    const { flops } = program.cost(program.trace((x: Row) => f(x)[0])(short).program)
    expect(flops).toBe(3 + 3 + 1 + 9)
  })
})

test('the derivative of what is not chosen is not asked', () => {
  const root = smooth.cond(
    (x: Row) => op.greater(op.sum()(x), scalar(0)),
    smooth.lift((x: Row) => op.sqrt(x)),
    smooth.lift((x: Row) => op.scale(0)(x)),
  )
  const gradient = compile((x: Row) => root(x)[1](tensor([1, 1, 1])))
  expect(toNested(gradient(tensor([0, 0, 0])))).toEqual([0, 0, 0])
})
