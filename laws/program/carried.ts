/**
 * Laws of compile, fold and iterate: they are what the function is, once, or from step to step, on any engine.
 *
 * @module
 */
import fc from 'fast-check'
import {
  compile,
  type Engine,
  fold,
  fromValues,
  iterate,
  op,
  type Shape,
  type Tensor,
  tensor,
  toValues,
  wasm,
} from '../../src/index.ts'
import { every, exact, holds } from '../close.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'

/** An engine that counts what is prepared and what is given back. */
const counting = (engine: Engine) => {
  const counts = { prepared: 0, released: 0 }
  const counted: Engine = {
    ...engine,
    prepare: (...given) => {
      counts.prepared += 1
      const executable = engine.prepare(...given)
      return {
        ...executable,
        release: () => {
          counts.released += 1
          executable.release?.()
        },
      }
    },
  }
  return { engine: counted, counts }
}

/** How often one of the latest `kept` is not among them, and how many are forgotten. */
const misses = (calls: readonly unknown[], kept: number): readonly [missed: number, forgotten: number] => {
  let [latest, missed, forgotten]: [readonly unknown[], number, number] = [[], 0, 0]
  for (const call of calls) {
    if (!latest.includes(call)) missed += 1
    latest = [...latest.filter(each => each !== call), call]
    if (latest.length > kept) {
      latest = latest.slice(1)
      forgotten += 1
    }
  }
  return [missed, forgotten]
}

const small = fc.integer({ min: -8, max: 8 })
const whole = (shape: Shape, first: number, dtype: 'f32' | 'f64' = 'f32'): Tensor =>
  fromValues<number, Shape, 'f32'>(
    shape,
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => first + i),
    dtype as 'f32',
  ) as Tensor

interface State {
  readonly a: Tensor
  readonly b: readonly [Tensor, { readonly c: Tensor; readonly d: Tensor }]
}

const state = (m: number, n: number, first: number): State => ({
  a: whole([m], first),
  b: [whole([m, n], first + 1, 'f64'), { c: whole([n], first + 2), d: whole([n], first - 3) }],
})

/** A step whose entries come in another order than they went, and that exchanges two of them. */
const step = ({ a, b: [p, { c, d }] }: State): State =>
  ({ b: [op.shift(2)(p), { d: op.shift(1)(c), c: op.neg(d) }], a: op.shift(-1)(a) }) as State

const times = <A>(f: (a: A) => A, n: number, a: A): A =>
  Array.from({ length: n }).reduce<A>((each, _) => f(each), a)

const numbersIn = ({ a, b: [p, { c, d }] }: State) => [a, p, c, d]

const lawsFor = (engine: Engine): readonly Law[] => [
  law(
    '44k',
    'compile keeps as many programs as asked for, the latest used, gives back what it forgets, and the results are those of the function',
    [
      fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), small), { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
    ],
    (calls, cache) => {
      const { engine: counted, counts } = counting(engine)
      const f = (x: Tensor, by: number) => op.scale(by)(op.add(x, x))
      const compiled = compile(f, { engine: counted, cache })
      const results = calls.map(([n, first]) => compiled(whole([n], first), 1 + (n % 2)))
      const [missed, forgotten] = misses(
        calls.map(([n]) => n),
        cache,
      )
      return every(
        exact(
          results,
          calls.map(([n, first]) => f(whole([n], first), 1 + (n % 2))),
        ),
        exact([counts.prepared, counts.released], [missed, forgotten]),
      )
    },
  ),
  law(
    '44l',
    'a fold is the step again and again, entries being matched by name, with inputs of any sizes in turn',
    [
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      small,
      fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }),
    ],
    (m, n, first, inputs) => {
      const given = inputs.map((size, i) => [whole([size], i), whole([2], 3 * i)] as const)
      const add = (s: State, x: Tensor, y: Tensor): State => {
        const next = step(s)
        return { ...next, a: op.add(next.a, op.broadcast([m])(op.add(op.sum()(x), op.sum()(y)))) } as State
      }
      const run = fold(
        (s: State, x: Tensor, y: Tensor, _unread: Tensor) =>
          [add(s, x, y), op.sum()(x), { y, s, unread: x }] as const,
        state(m, n, first),
        engine,
      )
      let made = 0
      const steps = given.map(([x, y]) =>
        run.advance(
          () => x,
          () => y,
          () => {
            made += 1
            return tensor(1)
          },
        ),
      )
      const end = given.reduce<State>((s, [x, y]) => add(s, x, y), state(m, n, first))
      const last = given.at(-1)
      return every(
        holds(steps.every(Boolean), steps, 'finite'),
        exact(numbersIn(run.state()), numbersIn(end)),
        exact(Object.keys(run.state()), ['a', 'b']),
        // What the program does not read is made to trace a step, and again only by an engine that asks for all.
        holds(
          made <= new Set(inputs).size + (engine.name === 'reference' ? inputs.length : 0),
          made,
          'not read',
        ),
        ...(last === undefined
          ? [refused('ArgumentError', () => run.finite())]
          : [
              exact(run.finite(), op.sum()(last[0])),
              exact(run.other().y, last[1]),
              exact(numbersIn(run.attempted()), numbersIn(end)),
            ]),
      )
    },
  ),
  law(
    '44m',
    'a step that is not finite leaves the state of a fold as it was, and says so',
    [small, fc.array(fc.constantFrom(1, Infinity, Number.NaN, 2), { minLength: 1, maxLength: 6 })],
    (first, inputs) => {
      const run = fold(
        (s: { readonly x: Tensor }, x: Tensor) => [{ x: op.add(s.x, x) }, op.scale(2)(x), {}] as const,
        { x: tensor(first) as Tensor },
        engine,
      )
      const finite = inputs.map(x => run.advance(() => tensor(x) as Tensor))
      const sum = inputs.filter(Number.isFinite).reduce((total, x) => total + x, first)
      return every(
        exact(
          finite.map(Number),
          inputs.map(x => Number(Number.isFinite(x))),
        ),
        exact(run.state(), { x: tensor(sum) as Tensor }),
        holds(Object.is(toValues(run.finite())[0], 2 * inputs.at(-1)!), run.finite(), inputs.at(-1)),
      )
    },
  ),
  law(
    '44n',
    'iterate is the function so many times, entries being matched by name, and gives back its program',
    [fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), small, fc.nat(5)],
    (m, n, first, count) => {
      const { engine: counted, counts } = counting(engine)
      const start = state(m, n, first)
      const end = iterate(step, { engine: counted })(count)(start)
      return every(
        exact(numbersIn(end), numbersIn(times(step, count, start))),
        exact(Object.keys(end), ['a', 'b']),
        exact(numbersIn(start), numbersIn(state(m, n, first))),
        exact([counts.prepared, counts.released], [1, 1]),
        ...[-1, 0.5, Number.NaN].map(wrong => refused('ArgumentError', () => iterate(step)(wrong)(start))),
      )
    },
  ),
  law(
    '44o',
    'a step that gives a state of another form is refused, by its shape, its element type or its entries',
    [fc.integer({ min: 1, max: 4 }), small],
    (n, first) => {
      const x = whole([n], first)
      const ways = [
        (f: (s: { readonly x: Tensor }) => unknown) => iterate(f as never, { engine })(1)({ x }),
        (f: (s: { readonly x: Tensor }) => unknown) =>
          fold(((s: never, y: Tensor) => [f(s), y, {}]) as never, { x }, engine).advance(() => tensor(1)),
      ]
      const giving = (outcome: unknown) =>
        fold((() => outcome) as never, { x }, engine).advance(() => tensor(1))
      return every(
        ...[[{ x }, x], { 0: { x }, 1: x, 2: x, length: 3 }, [{ x }, x, {}, x], null].map(outcome =>
          refused('ArgumentError', () => giving(outcome)),
        ),
        ...[[], [x], [() => x, () => x]].map(inputs => {
          const run = fold((s: never, y: Tensor) => [s, y, {}], { x } as never, engine)
          run.advance(() => x)
          return refused('ArgumentError', () =>
            (run.advance as (...xs: readonly unknown[]) => boolean)(...inputs),
          )
        }),
        ...ways.flatMap(way => [
          refused('ShapeError', () => way(() => ({ x: whole([n + 1], first) }))),
          refused('ShapeError', () => way(() => ({ x: whole([n, 1], first) }))),
          refused('DTypeError', () => way(() => ({ x: whole([n], first, 'f64') }))),
          refused('ArgumentError', () => way(() => ({ y: x }))),
          refused('ArgumentError', () => way(() => ({ x, y: x }))),
          refused('ArgumentError', () => way(() => ({}))),
          refused('ArgumentError', () => way(() => ({ x: null }))),
          refused('ArgumentError', () => way(() => ({ x: [x] }))),
          refused('ArgumentError', () => way(() => ({ x: { x } }))),
          refused('ArgumentError', () => way(() => ({ x: 1 }))),
          refused('ArgumentError', () => way(() => [x])),
          refused('ArgumentError', () => way(() => x)),
        ]),
      )
    },
  ),
]

/** Laws of what is compiled once and carried from step to step on an engine. */
export const carriedLaws = (engine: Engine = wasm): LawSet =>
  lawSet(`carried on ${engine.name}`, lawsFor(engine), [], 25)
