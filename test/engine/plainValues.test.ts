import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  compile,
  type Engine,
  engines,
  iterate,
  op,
  program,
  smooth,
  type Tensor,
  tensor,
  toNested,
  tree,
  zeros,
} from '../../src/index.ts'

const x = tensor([1, 2]) as Tensor
const numbers = (y: unknown) => toNested(y as Tensor)

/** An engine that counts what it prepares. */
const counting = (engine: Engine) => {
  let count = 0
  const counted: Engine = {
    name: 'counting',
    prepare: (...args) => {
      count++
      return engine.prepare(...args)
    },
  }
  return { engine: counted, count: () => count }
}

describe.each(Object.values(engines))(
  'plain values are static arguments of a function compiled for $name',
  engine => {
    test('compile((x, s: number) => op.scale(s)(x))(tensor([1, 2]), 2)', () => {
      const counted = counting(engine)
      const f = compile((y: Tensor, s: number) => op.scale(s)(y), { engine: counted.engine })
      expect([2, 3, 2, 2, 3].map(s => numbers(f(x, s)))).toEqual([
        [2, 4],
        [3, 6],
        [2, 4],
        [2, 4],
        [3, 6],
      ])
      expect(counted.count()).toBe(2)
    })

    test('-0 and 0 are two, and NaN is one', () => {
      const counted = counting(engine)
      const f = compile((y: Tensor, s: number) => op.scale(s)(y), { engine: counted.engine })
      expect([0, -0, Number.NaN, Number.NaN, 1 / 0, -1 / 0].map(s => numbers(f(x, s)))).toEqual([
        [0, 0],
        [-0, -0],
        [Number.NaN, Number.NaN],
        [Number.NaN, Number.NaN],
        [1 / 0, 1 / 0],
        [-1 / 0, -1 / 0],
      ])
      expect(counted.count()).toBe(5)
    })

    test('a flag, a text, null, undefined and an integer are distinguished, also from each other', () => {
      const counted = counting(engine)
      const seen = [true, false, 'true', 'null', '1', 1, 1n, null, undefined, 'undefined', '', 'number 1']
      const f = compile((y: Tensor, s: (typeof seen)[number]) => op.shift(seen.indexOf(s))(y), {
        engine: counted.engine,
      })
      for (const s of [...seen, ...seen])
        expect(numbers(f(x, s))).toEqual([1 + seen.indexOf(s), 2 + seen.indexOf(s)])
      expect(counted.count()).toBe(2 * seen.length)
    })

    test('inside of tuples and records, with the tensors there', () => {
      const f = compile(
        ({ by: [s, { t }], on, y }: { by: readonly [number, { t: Tensor }]; on: boolean; y: Tensor }) =>
          on ? op.add(op.scale(s)(y), t) : y,
        { engine },
      )
      expect(numbers(f({ by: [2, { t: x }], on: true, y: x }))).toEqual([3, 6])
      expect(numbers(f({ by: [2, { t: x }], on: false, y: x }))).toEqual([1, 2])
      expect(numbers(f({ y: x, on: true, by: [3, { t: x }] }))).toEqual([4, 8])
    })

    test('a result may have them, too, and the order of records is that of evaluation', () => {
      const f = (xs: { readonly [name: string]: Tensor }, name: string) => ({
        name,
        none: null,
        size: Object.keys(xs).length,
        each: Object.values(xs).map(op.neg),
      })
      const g = compile(f, { engine })
      for (const [xs, name] of [
        [{ a: x, b: op.scale(2)(x) }, 'one'],
        [{ b: op.scale(2)(x), a: x }, 'other'],
      ] as const) {
        const [evaluated, compiled] = [f(xs, name), g(xs, name)]
        expect({ ...compiled, each: compiled.each.map(numbers) }).toEqual({
          ...evaluated,
          each: evaluated.each.map(numbers),
        })
      }
    })
  },
)

test('a plain result that changes from run to run is refused', () => {
  let n = 0
  expect(() => compile(() => ({ n: n++ }))()).toThrow(
    'gave two programs for one argument: the runs part at its result at n',
  )
})

test('a traced program keeps the plain values it was traced for, and refuses others', () => {
  const f = program.traced(({ y, s }: { y: Tensor; s: number }) => op.scale(s)(y))({ y: x, s: 3 })
  expect(numbers(f({ s: 3, y: x }))).toEqual([3, 6])
  expect(() => f({ y: x, s: 4 })).toThrow('at [0].s it takes the number 3 and was given the number 4')
  expect(() => f({ y: zeros([3]), s: 3 })).toThrow('at [0].y it takes f32[2] and was given f32[3]')
})

class Point {
  readonly x = x
}
const cyclic: { self?: unknown; x: Tensor } = { x }
cyclic.self = [cyclic]

const strangers = [
  ['a date', new Date(0), 'a Date'],
  ['a map', new Map([['x', x]]), 'a Map'],
  ['a set', new Set([x]), 'a Set'],
  ['a typed array', new Float32Array(2), 'a Float32Array. Make a tensor of it'],
  ['a buffer', new ArrayBuffer(2), 'an ArrayBuffer'],
  ['a function', op.neg, 'function'],
  ['a promise', Promise.resolve(x), 'a promise'],
  ['an object of a class', new Point(), 'a Point'],
  ['an object that inherits', Object.create({ x }), 'an Object'],
  ['a regular expression', /x/, 'a RegExp'],
  ['a symbol', Symbol('x'), 'a symbol'],
  ['what contains itself', cyclic, 'contain itself'],
] as const

describe.each(strangers)('%s is refused with its place', (_, stranger, message) => {
  test.each([
    ['compile', (a: unknown) => compile((b: unknown) => b)(a), '[0].at[1]'],
    ['compile, as a result', (a: unknown) => compile(() => a)(), 'at[1]'],
    ['trace', (a: unknown) => program.trace((b: unknown) => b)(a), '[0].at[1]'],
    ['iterate', (a: unknown) => iterate((b: unknown) => b)(1)(a), 'at[1]'],
    ['tree.map', (a: unknown) => tree.map((b: tree.Leaf) => b)(a), 'at[1]'],
    ['tree.zipWith', (a: unknown) => tree.zipWith((b: tree.Leaf) => b)(a, a), 'at[1]'],
    ['tree.leaves', tree.leaves, 'at[1]'],
    ['tree.entries', tree.entries, 'at[1]'],
    ['tree.tensors', tree.tensors, 'at[1]'],
    ['tree.paths', tree.paths, 'at[1]'],
    ['tree.count', tree.count, 'at[1]'],
    ['tree.withLeaves', (a: unknown) => tree.withLeaves([])(a), 'at[1]'],
    ['tree.reduce', (a: unknown) => tree.reduce(0, n => n + 1)(a), 'at[1]'],
  ] as const)('by %s', (_by, call, place) => {
    const refused = () => call({ at: [x, stranger] })
    expect(refused).toThrow(expect.objectContaining({ name: 'ArgumentError' }))
    expect(refused).toThrow(message)
    expect(refused).toThrow(place)
  })
})

test.each(strangers)('lift refuses %s with its place', (_, stranger, message) => {
  const refused = () => smooth.lift(() => x)({ at: [x, stranger] })
  expect(refused).toThrow(expect.objectContaining({ name: 'ArgumentError' }))
  expect(refused).toThrow(message === 'contain itself' ? 'at contains itself' : 'at[1]')
})

describe.each([5, 'text', true, null, undefined, 3n])('%s is not a tree', plain => {
  test.each([
    ['map', (a: unknown) => tree.map((b: tree.Leaf) => b)(a)],
    ['zipWith', (a: unknown) => tree.zipWith((b: tree.Leaf) => b)(a, a)],
    ['leaves', tree.leaves],
    ['entries', tree.entries],
    ['tensors', tree.tensors],
    ['count', tree.count],
    ['withLeaves', (a: unknown) => tree.withLeaves([])(a)],
  ] as const)('for tree.%s', (_, call) => {
    for (const a of [plain, [plain], { a: [x, plain] }])
      expect(() => call(a)).toThrow(expect.objectContaining({ name: 'ArgumentError' }))
  })
})

test('records and tuples of another realm, and records without a prototype, are records and tuples', () => {
  const own = tree.map((leaf: tree.Leaf) => leaf)
  const foreign = Object.assign(runInNewContext('({})'), { x, ys: runInNewContext('[]') })
  foreign.ys.push(x)
  expect(tree.paths(own(foreign))).toEqual([['x'], ['ys', 0]])
  expect(tree.paths(own(Object.assign(Object.create(null), { x })))).toEqual([['x']])
  expect(() => tree.leaves(runInNewContext('new Map()'))).toThrow('a Map')
})
