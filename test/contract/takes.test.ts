import { describe, expect, test } from 'vitest'
import * as pullback from '../../src/index.ts'
import { ArgumentError, key, layer, scalar } from '../../src/index.ts'
import { showValue } from '../../src/tensor/contract/index.ts'
import { junk } from './junk.ts'

const { needs, takes } = layer

const gain = takes(
  'gain',
  [{ by: needs.positive, options: needs.options({ bias: needs.boolean }) }, { key: needs.key }],
  () =>
    (by: number, { bias = true }: { readonly bias?: boolean } = {}) =>
    (_: unknown) =>
      `${by} ${bias}`,
)
const loosely = gain as unknown as (...given: readonly unknown[]) => (...given: readonly unknown[]) => unknown

const refusal = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError)
    return (error as Error).message
  }
  throw new Error('was not refused')
}

test('what fits is passed on, and the function keeps its name', () => {
  expect(gain(2)(key(0))).toBe('2 true')
  expect(gain(2, { bias: false })(key(0))).toBe('2 false')
  expect(gain.name).toBe('gain')
})

test.each([
  [[], 'gain needs a finite by > 0, as its first argument, but was given none.'],
  [[-1], 'gain needs a finite by > 0, but was given -1.'],
  [['64'], "gain needs a finite by > 0, but was given '64' (a string). Give a number: 64."],
  [
    [1, { bias: 'true' }],
    "gain needs true or false for bias, but was given 'true' (a string). Without quotes: true.",
  ],
  [[1, { colour: 1 }], 'gain has no option colour. It has bias.'],
  [[1, 2], 'gain takes its options by name, as { bias }, but was given 2.'],
  [[1, {}, 3], 'gain takes 2 arguments (by, options), but was given 3. The first too many is 3.'],
])('%j is refused with a sentence', (given, words) => {
  expect(refusal(() => loosely(...given))).toBe(words)
})

const fitted = takes(
  'fitted',
  {
    options: needs.options({
      labelSmoothing: needs.finite,
      epochs: needs.count,
      along: needs.oneOf('cosine', 'line'),
    }),
  },
  () => (_: unknown) => 0,
)
const misspelt = fitted as unknown as (options: unknown) => unknown

test.each([
  [{ labelSmoothin: 0.1 }, ': did you mean labelSmoothing?'],
  [{ smoothing: 0.1 }, ': did you mean labelSmoothing?'],
  [{ label_smoothing: 0.1 }, ': did you mean labelSmoothing?'],
  [{ EPOCHS: 1 }, ': did you mean epochs?'],
  [{ epcohs: 1 }, ': did you mean epochs?'],
  [{ colour: 1 }, 'fitted has no option colour. It has'],
  [{ ['x'.repeat(1e6)]: 1 }, 'fitted has no option xxx'],
  [{ along: 'cosin' }, "Did you mean 'cosine'?"],
])('a misspelt name gets the nearest one: %#', (options, words) => {
  expect(refusal(() => misspelt(options))).toContain(words)
})

test('so are the arguments of the next call', () => {
  expect(refusal(() => loosely(1)())).toBe(
    'gain needs a key for key, as its first argument, but was given none.',
  )
  expect(refusal(() => loosely(1)(42))).toBe(
    'gain needs a key for key, but was given 42. Make a key of the seed: key(42).',
  )
})

test('a function may be given to map, which passes more than it takes', () => {
  const twice = takes('twice', { x: needs.finite }, () => (x: number) => 2 * x)
  expect([1, 2].map(twice)).toEqual([2, 4])
})

test('the error of a function that a user gave passes through as it is', () => {
  const fault = new TypeError('mine')
  const call = takes('call', { f: needs.fn }, () => (f: () => number) => f())
  expect(() =>
    call(() => {
      throw fault
    }),
  ).toThrow(fault)
})

test.each([
  [-0, '-0'],
  [12n, '12n (a bigint)'],
  ['a\nb', "'a\\nb' (a string)"],
  [Symbol('s'), 'a symbol'],
  [key, 'the function key'],
  [() => 1, 'a function without a name'],
  [[1, 2], 'an array of 2'],
  [{}, 'an empty object'],
  [{ a: 1, b: 2 }, 'an object with a, b'],
  [scalar(1), 'a tensor of shape []'],
  [new Map(), 'an instance of Map'],
  [new Float32Array(3), 'Float32Array of 3'],
])('a value is shown as a sentence: $1', (x, words) => {
  expect(showValue(x)).toBe(words)
})

test('anything can be shown, in a few words', () => {
  for (const [kind, make] of Object.entries(junk)) {
    const words = showValue(make())
    expect(words.length, kind).toBeGreaterThan(0)
    expect(words.length, kind).toBeLessThan(120)
  }
})

const untyped: Readonly<Record<string, (...given: readonly unknown[]) => unknown>> = pullback as never
const {
  op,
  optimiser: transformation,
  random,
  schedule,
  smooth,
} = pullback as unknown as Readonly<Record<string, typeof untyped>>
const net = pullback.dense(2, 2)
const model = pullback.init(net)(key(0))
const again = (f: unknown, ...given: readonly unknown[]): unknown =>
  (f as (...given: readonly unknown[]) => unknown)(...given)

test.each<readonly [string, () => unknown, string]>([
  ['zeros(5)', () => untyped.zeros!(5), 'For a vector of 5 give [5].'],
  ['random.normal(3)', () => random!.normal!(3), 'such as [2, 3], for shape, but was given 3'],
  ['item(5)', () => untyped.item!(5), 'Make a tensor: scalar(5).'],
  ['toValues([1, 2])', () => untyped.toValues!([1, 2]), 'Make a tensor: tensor(…).'],
  ['predict(net, params)', () => untyped.predict!(net, model.params), 'Give the whole model'],
  [
    'predict(net, model)([[1, 2]])',
    () => again(untyped.predict!(net, model), [[1, 2]]),
    'predict needs tensors for input, but was given an array of 1. Make a tensor: tensor(…).',
  ],
  [
    'predict(net, model)({ x: [1, 2] })',
    () => again(untyped.predict!(net, model), { x: [1, 2] }),
    'but was given an array of 2 at input.x. Make a tensor: tensor(…).',
  ],
  [
    'predict(net, model)([scalar(1), 2])',
    () => again(untyped.predict!(net, model), [scalar(1), 2]),
    'but was given 2 at input[1]. Make a tensor: scalar(2).',
  ],
  ['init(dense)', () => untyped.init!(pullback.dense), 'Call it if it makes layers: dense(…).'],
  ['batches(data)', () => untyped.batches!({ inputs: scalar(1) }), 'but was given only 1'],
  [
    "compile(f, { engine: 'wasm' })",
    () => untyped.compile!((x: unknown) => x, { engine: 'wasm' }),
    "import { wasm } from 'pullback'",
  ],
  ['op.add(x, undefined)', () => op!.add!(scalar(1), undefined), 'takes tensors, but was given undefined.'],
  ['op.add(x)(undefined)', () => again(op!.add!(scalar(1))), 'takes tensors, but was given undefined.'],
  ['op.add()', () => op!.add!(), 'An operation takes tensors, but was given undefined.'],
  ['op.add(1)', () => op!.add!(1), 'An operation takes tensors, but was given 1.'],
  ["op.shift('1')(x)", () => again(op!.shift!('1'), scalar(1)), 'Give a number: 1.'],
  ['op.scale(undefined)', () => op!.scale!(undefined), 'a number for constant, but was given undefined'],
  ['full([2], undefined)', () => untyped.full!([2], undefined), 'a number for value'],
  ["dropout('0.5')", () => untyped.dropout!('0.5'), 'Give a number: 0.5.'],
  ['compose()', () => untyped.compose!(), 'at least one layer'],
  [
    "label('a')(undefined)",
    () => again(untyped.label!('a'), undefined),
    'a layer for layer, but was given undefined',
  ],
  ["label('a', undefined)", () => untyped.label!('a', undefined), 'It is written label(name)(layer).'],
  [
    "init(net)(key, 'f16')",
    () => again(untyped.init!(net), key(0), 'f16'),
    'init takes 1 argument (key), but was given 2.',
  ],
  ['sgd(0.1, 0.9)', () => untyped.sgd!(0.1, 0.9), 'sgd takes 1 argument (rate), but was given 2.'],
  ['dense(1e9, 2)', () => untyped.dense!(1e9, 2), 'No tensor has more than 536870912 elements.'],
  ['repeat(3, net)', () => untyped.repeat!(3, net), 'It is written repeat(times)(layer).'],
  ['repeat(net, 3)', () => untyped.repeat!(net, 3), 'It is written repeat(times)(layer).'],
  ['repeat(net)', () => untyped.repeat!(net), 'It is written repeat(times)(layer).'],
  ['frozen(net)', () => untyped.frozen!(net), 'It is written frozen(model)(layer).'],
  ['frozen(net, model)', () => untyped.frozen!(net, model), 'It is written frozen(model)(layer).'],
  ['scan(cell)', () => untyped.scan!(pullback.rnnCell(2, 2)), 'It is written scan(options)(cell).'],
  [
    'reparametrise(net, alpha)',
    () => untyped.reparametrise!(net, { name: 'alpha', init: () => ({}), map: smooth!.neg }),
    'It is written reparametrise(alpha)(layer).',
  ],
  [
    'optimiser.lookahead(adam(0.1), { every: 5 })',
    () => transformation!.lookahead!(pullback.adam(0.1), { every: 5 }),
    'It is written lookahead(options)(optimiser).',
  ],
  [
    'optimiser.accumulate(8, adam(0.1))',
    () => transformation!.accumulate!(8, pullback.adam(0.1)),
    'It is written accumulate(every)(optimiser).',
  ],
  [
    'optimiser.partition(groupOf, groups)',
    () => transformation!.partition!(() => 'a', { a: pullback.adam(0.1) }),
    'It is written partition(groupOf)(groups).',
  ],
  [
    'schedule.join(schedules, { at: [10] })',
    () => schedule!.join!([() => 1, () => 2], { at: [10] }),
    'It is written schedule.join(options)(schedules)(step).',
  ],
  [
    'random.normal([2], key)',
    () => random!.normal!([2], key(0)),
    'normal(shape, mean, deviation, options)(key)',
  ],
  ['init(net, key)', () => untyped.init!(net, key(0)), 'It is written init(layer, options)(key).'],
  ['schedule.linear()', () => schedule!.linear!(), 'as its first argument, but was given none'],
  [
    'for await over what still wants a key',
    () => {
      const run = pullback.fit(
        pullback.sgd(0.1),
        pullback.batches(
          { inputs: pullback.zeros([2, 2]), targets: pullback.tensor([0, 1], 'i32') },
          { size: 1 },
        ),
      )(pullback.supervised(pullback.softmaxCrossEntropy())(net)) as unknown as AsyncIterable<unknown>
      return run[Symbol.asyncIterator]()
    },
    'still wants a key',
  ],
])('%s gets advice', (_, run, words) => {
  expect(refusal(run)).toContain(words)
})

describe('methods of what is made, called by those who write combinators', () => {
  const { dense, adam, supervised, softmaxCrossEntropy, init, key, ones, repeat, smooth, tensor } = pullback
  const layer = dense(3, 2) as never as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>
  const { params } = init(dense(3, 2))(key(0))

  test.each([
    [
      () => layer.init!(),
      'The init of dense(3, 2) needs a key for key, as its first argument, but was given none.',
    ],
    [
      () => layer.run!(params, ones([1, 3]), {}, 'training'),
      "The run of dense(3, 2) needs a context for context, but was given 'training' (a string). It is evaluation, or training(key).",
    ],
    [
      () => (adam(0.1).rates as (step: unknown) => unknown)('1'),
      "needs a number >= 0 for step, but was given '1' (a string). Give a number: 1.",
    ],
    [
      () => (supervised(softmaxCrossEntropy())(dense(3, 2)).run as (...given: unknown[]) => unknown)(params),
      'The run of supervised(dense(3, 2)) needs a tensor, or a tuple or record of such, for input',
    ],
    [
      () => {
        const [, pull] = layer.run!(params, ones([1, 3]), {}, pullback.evaluation) as [
          unknown,
          (dy: unknown) => unknown,
        ]
        pull(ones([2, 2]))
      },
      'The pullback of dense(3, 2) needs a cotangent of what it gave, a tensor of f32 of shape [1, 2], but was given a tensor of f32 of shape [2, 2].',
    ],
    [
      () => (smooth.exp(tensor([1, 2]))[1] as (dy: unknown) => unknown)(1),
      'The pullback of a smooth map needs a cotangent of what it gave, a tensor of f32 of shape [2], but was given 1.',
    ],
    [
      () =>
        (repeat(2)(dense(3, 3)).run as (...given: unknown[]) => unknown)(
          { w: ones([]), b: ones([]) },
          ones([1, 3]),
          {},
          pullback.evaluation,
        ),
      'needs the params and the state that its init gives, but at params.w it has to be',
    ],
  ])('says what is needed: %#', (call, sentence) => {
    expect(call).toThrow(sentence)
  })

  test('an error of a function within that a user gave passes through as it is', () => {
    const mine = new TypeError('mine')
    const broken = pullback.layer.fromSmooth('broken', () => {
      throw mine
    })
    const run = pullback.compose(broken as never).run as (...given: unknown[]) => unknown
    expect(() => run([{}], ones([1]), {}, pullback.evaluation)).toThrow(mine)
  })
})
