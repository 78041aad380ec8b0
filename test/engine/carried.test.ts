import { describe, expect, test } from 'vitest'
import {
  type Engine,
  engines,
  fold,
  item,
  iterate,
  ones,
  op,
  program,
  type Tensor,
  tensor,
  toNested,
  tree,
  zeros,
} from '../../src/index.ts'
import { trivial } from '../../src/tensor/trivial.ts'

type State = { readonly [name: string]: unknown }

/** One step of a fold whose step gives the next state alone. */
const folded = (step: (state: never) => unknown, initial: unknown, engine: Engine, steps = 1): unknown => {
  const run = fold((state: unknown, x: Tensor<[]>) => [step(state as never), x, {}] as const, initial, engine)
  for (let i = 0; i < steps; i++) run.advance(() => tensor(1))
  return run.state()
}

const iterated = (step: (state: never) => unknown, initial: unknown, engine: Engine, steps = 1): unknown =>
  iterate(step as (state: unknown) => unknown, { engine })(steps)(initial)

const shown = (state: unknown): unknown =>
  Object.fromEntries(tree.entries(state).map(({ path, leaf }) => [path.join('.'), toNested(leaf as Tensor)]))

const ways = Object.values(engines).flatMap(engine => [
  [`fold on ${engine.name}`, engine, folded] as const,
  [`iterate on ${engine.name}`, engine, iterated] as const,
])

describe.each(ways)('%s', (_, engine, carry) => {
  test('matches entries of a state by name: { a: 50, b: 3 } gives { a: 49, b: 4 }', () => {
    const step = (s: { a: Tensor<[]>; b: Tensor<[]> }) => ({ b: op.shift(1)(s.b), a: op.shift(-1)(s.a) })
    const state = carry(step, { a: tensor(50), b: tensor(3) }, engine)
    expect(shown(state)).toEqual({ a: 49, b: 4 })
    expect(Object.keys(state as State)).toEqual(['a', 'b'])
    expect(shown(carry(step, { a: tensor(50), b: tensor(3) }, engine, 5))).toEqual({ a: 45, b: 8 })
  })

  test('matches them in depth, where their forms differ too', () => {
    const step = ({
      x,
      y: [p, q],
    }: {
      x: { m: Tensor; n: Tensor }
      y: readonly [Tensor, { u: Tensor; v: Tensor }]
    }) => ({
      y: [op.shift(1)(p), { v: op.shift(2)(q.v), u: op.shift(3)(q.u) }],
      x: { n: op.shift(4)(x.n), m: op.shift(5)(x.m) },
    })
    const initial = {
      x: { m: zeros([2]), n: zeros([3], 'f64') },
      y: [zeros([1]), { u: zeros([2]), v: zeros([3]) }],
    }
    expect(shown(carry(step, initial, engine, 2))).toEqual({
      ...{ 'x.m': [10, 10], 'x.n': [8, 8, 8] },
      ...{ 'y.0': [2], 'y.1.u': [6, 6], 'y.1.v': [4, 4, 4] },
    })
  })

  test('lets the trivial cotangent stay what it is', () => {
    const state = carry(
      (s: { x: Tensor; none: unknown }) => ({ none: s.none, x: op.shift(1)(s.x) }),
      { x: zeros([2]), none: trivial },
      engine,
      3,
    ) as State
    expect(toNested(state.x as Tensor)).toEqual([3, 3])
    expect(state.none).toBe(trivial)
  })

  test('lets plain values stay what they are, and refuses those that change', () => {
    const initial = { x: ones([2]), by: 2, name: 'x', none: null }
    const state = carry(
      (s: typeof initial) => ({ ...s, x: op.scale(s.by)(s.x) }),
      initial,
      engine,
      3,
    ) as State
    expect(toNested(state.x as Tensor)).toEqual([8, 8])
    expect({ ...state, x: 0 }).toEqual({ ...initial, x: 0 })
    expect(() => carry((s: typeof initial) => ({ ...s, by: s.by + 1 }), initial, engine)).toThrow(
      'at by it was the number 2 and becomes the number 3. What changes from step to step has to be a tensor',
    )
  })

  const x = zeros([2, 3])
  const wrong: readonly (readonly [string, (s: never) => unknown, unknown, string, string])[] = [
    [
      'another shape',
      () => ({ x: zeros([3, 2]) }),
      { x },
      'ShapeError',
      'at x it was f32[2, 3] and becomes f32[3, 2]',
    ],
    [
      'another shape of one size',
      () => ({ x: zeros([6]) }),
      { x },
      'ShapeError',
      'at x it was f32[2, 3] and becomes f32[6]',
    ],
    [
      'a much larger one',
      () => zeros([1000, 1000]),
      x,
      'ShapeError',
      'it was f32[2, 3] and becomes f32[1000, 1000]',
    ],
    ['none of its elements', () => zeros([0]), x, 'ShapeError', 'it was f32[2, 3] and becomes f32[0]'],
    [
      'another element type',
      () => [zeros([2, 3], 'f64')],
      [x],
      'DTypeError',
      'at [0] it was f32[2, 3] and becomes f64[2, 3]',
    ],
    [
      'integers',
      () => [zeros([2, 3], 'i32')],
      [x],
      'DTypeError',
      'at [0] it was f32[2, 3] and becomes i32[2, 3]',
    ],
    [
      'an entry more',
      () => ({ x, y: x }),
      { x },
      'ArgumentError',
      'at y it was nothing and becomes f32[2, 3]',
    ],
    [
      'an entry fewer',
      () => ({ x }),
      { x, y: x },
      'ArgumentError',
      'at y it was f32[2, 3] and becomes nothing',
    ],
    ['another name', () => ({ z: x }), { x }, 'ArgumentError', 'at x it was f32[2, 3] and becomes nothing'],
    ['a longer tuple', () => [x, x], [x], 'ArgumentError', 'at [1] it was nothing and becomes f32[2, 3]'],
    ['an empty tuple', () => [], [x], 'ArgumentError', 'at [0] it was f32[2, 3] and becomes nothing'],
    [
      'a tuple for a record',
      () => [x],
      { 0: x },
      'ArgumentError',
      'it was a record { 0 } and becomes a tuple of 1',
    ],
    [
      'a record for a tuple',
      () => ({ 0: x }),
      [x],
      'ArgumentError',
      'it was a tuple of 1 and becomes a record { 0 }',
    ],
    [
      'a tensor for the trivial',
      () => ({ x }),
      { x: trivial },
      'ArgumentError',
      'at x it was the trivial cotangent and becomes f32[2, 3]',
    ],
    [
      'the trivial for a tensor',
      () => ({ x: trivial }),
      { x },
      'ArgumentError',
      'at x it was f32[2, 3] and becomes the trivial cotangent',
    ],
    [
      'a tensor for an empty record',
      () => ({ x }),
      { x: {} },
      'ArgumentError',
      'at x it was an empty record and becomes f32[2, 3]',
    ],
    [
      'a number for a tensor',
      () => ({ x: 3 }),
      { x },
      'ArgumentError',
      'at x it was f32[2, 3] and becomes the number 3',
    ],
    [
      'nothing at all',
      () => undefined,
      { x },
      'ArgumentError',
      'it was a record { x } and becomes undefined',
    ],
    [
      'a function',
      () => ({ x: () => x }),
      { x },
      'ArgumentError',
      'at x it was f32[2, 3] and becomes the function x',
    ],
    ['a promise', async () => ({ x }), { x }, 'ArgumentError', 'it was a record { x } and becomes a promise'],
  ]
  test.each(wrong)('refuses a step that gives %s', (_name, step, initial, name, message) => {
    let prepared = 0
    const counted: Engine = {
      name: 'counting',
      prepare: (...args) => {
        prepared++
        return engine.prepare(...args)
      },
    }
    let error: Error | null = null
    try {
      carry(step, initial, counted)
    } catch (thrown) {
      error = thrown as Error
    }
    expect(error?.name).toBe(name)
    expect(error?.message).toContain(message)
    expect(prepared).toBe(0)
  })
})

describe.each(Object.values(engines))('a fold on $name', engine => {
  const total = (
    s: Tensor<[]>,
    { x, y }: { x: Tensor<[]>; y: Tensor<[]> },
    rates: { p: Tensor<[]>; q: Tensor<[]> },
  ) => [op.add(s, op.sub(op.mul(rates.p, x), op.mul(rates.q, y))), s, {}] as const
  const [one, two, ten] = [tensor(1), tensor(2), tensor(10)]

  test('matches entries of its inputs by name', () => {
    const run = fold(total, tensor(0), engine)
    run.advance(
      () => ({ x: ten, y: one }),
      () => ({ p: two, q: one }),
    )
    expect(item(run.state())).toBe(19)
    run.advance(
      () => ({ y: one, x: ten }),
      () => ({ q: one, p: two }),
    )
    expect(item(run.state())).toBe(38)
    run.advance(
      () => ({ x: ten, y: one }),
      () => ({ p: two, q: one }),
    )
    expect(item(run.state())).toBe(57)
  })

  test('refuses inputs besides the first that change their form, and plain values in them', () => {
    const run = fold(total, tensor(0), engine)
    const first = () => ({ x: one, y: one })
    run.advance(first, () => ({ p: two, q: one }))
    const refused = (rates: () => unknown) => () => run.advance(first, rates as never)
    expect(refused(() => ({ p: two }))).toThrow('at q its input 2 was f32[] and becomes nothing')
    expect(refused(() => ({ p: two, q: tensor(1, 'f64') }))).toThrow('was f32[] and becomes f64[]')
    expect(refused(() => ({ p: two, q: one, r: one }))).toThrow(
      'at r its input 2 was nothing and becomes f32[]',
    )
    expect(item(run.state())).toBe(1)
    const plain = fold(
      (s: Tensor<[]>, x: Tensor<[]>, by: number) => [op.add(s, op.scale(by)(x)), x, {}] as const,
      one,
      engine,
    )
    expect(() =>
      plain.advance(
        () => one,
        () => 3,
      ),
    ).toThrow('its input 2 is the number 3. Make a tensor')
  })

  test('has a program for each plain value in its first input', () => {
    const run = fold(
      (s: Tensor<[]>, { x, by }: { x: Tensor<[]>; by: number }) =>
        [op.add(s, op.scale(by)(x)), x, {}] as const,
      tensor(0),
      engine,
    )
    for (const by of [1, 10, 1, 100]) run.advance(() => ({ x: one, by }))
    expect(item(run.state())).toBe(112)
  })

  test('refuses a step that is not a function, and what is not an engine', () => {
    expect(() => fold(3 as never, one, engine)).toThrow(expect.objectContaining({ name: 'ArgumentError' }))
    expect(() => fold(total, one, 'wasm' as never)).toThrow(
      expect.objectContaining({ name: 'ArgumentError' }),
    )
  })

  test('refuses inputs that are not functions, none, and more or fewer than before', () => {
    const run = fold(total, tensor(0), engine)
    const first = () => ({ x: one, y: one })
    const advance = run.advance as (...inputs: readonly unknown[]) => boolean
    expect(() => advance(first, tensor(1))).toThrow('advance(() => x), but its input 2 is f32[]')
    expect(() => advance()).toThrow('fold advances with 1 inputs, but was given 0')
    advance(first, () => ({ p: two, q: one }))
    expect(() => advance(first)).toThrow('fold advances with 2 inputs, but was given 1')
    expect(() => advance({ x: one, y: one }, () => ({ p: two, q: one }))).toThrow(
      'its first input is a record { x, y }',
    )
  })

  test('keeps a bounded number of programs, and goes on with those it makes anew', () => {
    let prepared = 0
    const counted: Engine = {
      name: 'counting',
      prepare: (...args) => {
        prepared++
        return engine.prepare(...args)
      },
    }
    const step = (s: Tensor<[]>, { x, by }: { x: Tensor<[]>; by: number }) =>
      [op.add(s, op.scale(by)(x)), x, {}] as const
    const run = fold(step, tensor(0), counted)
    const advance = (by: number) => run.advance(() => ({ x: one, by }))
    for (let by = 0; by < 66; by++) advance(by)
    for (const by of [65, 2, 0, 65]) advance(by)
    expect(prepared).toBe(67)
    expect(item(run.state())).toBe((65 * 66) / 2 + 65 + 2 + 0 + 65)
  })

  test('refuses a step that does not give three things', () => {
    const run = fold(((s: Tensor<[]>) => [s, s]) as never, tensor(0), engine)
    expect(() => run.advance(() => one)).toThrow('fold takes a step that gives three things')
  })
})

describe.each(Object.values(engines))('%s', engine => {
  const grows = program.trace((x: Tensor<[]>) => [op.broadcast([5])(x), op.convert('f64')(x), x])(
    tensor(1),
  ).program
  test.each([
    [
      'another shape',
      [{ output: 0, input: 0 }],
      'ShapeError',
      'Output 0 of the program, which is carried into input 0,',
    ],
    ['another element type', [{ output: 1, input: 0 }], 'DTypeError', 'is f64, but the input is f32'],
    ['no output', [{ output: 3, input: 0 }], 'ArgumentError', 'Output 3 was named, but the program has 3'],
    ['no input', [{ output: 2, input: 1 }], 'ArgumentError', 'Input 1 was named, but the program has 1'],
    [
      'one input twice',
      [
        { output: 2, input: 0 },
        { output: 2, input: 0 },
      ],
      'ArgumentError',
      'are carried into its input 0',
    ],
  ] as const)('refuses to carry %s', (_, carried, name, message) => {
    for (const inPlace of [false, true]) {
      const prepare = () => engine.prepare(grows, { carried, inPlace })
      expect(prepare).toThrow(message)
      expect(prepare).toThrow(expect.objectContaining({ name }))
    }
    expect(() => engine.prepare(grows, { watched: [7] })).toThrow('Output 7 was named')
  })

  test('is 0 before its first run, and refuses to read what there is not', () => {
    const { execute, read, readInput, commit } = engine.prepare(grows, { carried: [{ output: 2, input: 0 }] })
    commit()
    expect([toNested(read(0)), toNested(readInput(0))]).toEqual([[0, 0, 0, 0, 0], 0])
    expect(execute()).toBe(true)
    expect(toNested(read(0))).toEqual([0, 0, 0, 0, 0])
    expect(() => read(3)).toThrow('Output 3 was named, but the program has 3')
    expect(() => readInput(-1)).toThrow('Input -1 was named, but the program has 1')
  })

  test('refuses to write what does not fit', () => {
    const { write } = engine.prepare(grows)
    expect(() => write(0, zeros([1]))).toThrow('Input 0 needs two tensors of one shape')
    expect(() => write(0, zeros([], 'f64'))).toThrow('Input 0 is f32, but was given f64')
    expect(() => write(1, zeros([]))).toThrow('Input 1 was named, but the program has 1')
    expect(() => write(0, 3 as never)).toThrow('Input 0 is f32, but was given the number 3')
    expect(() => write(0, undefined as never)).toThrow('Input 0 is f32, but was given undefined')
  })
})

test.each(Object.values(engines))(
  'what a step gives of the state before it stays what it was on $name',
  engine => {
    const run = fold((s: Tensor<[]>, x: Tensor<[]>) => [op.shift(1)(s), x, s] as const, tensor(5), engine)
    run.advance(() => tensor(1))
    expect([run.other(), run.state()].map(toNested)).toEqual([5, 6])
    expect(run.advance(() => tensor(Number.NaN))).toBe(false)
    expect([run.other(), run.state()].map(toNested)).toEqual([6, 6])
  },
)
