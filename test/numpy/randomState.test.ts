import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { chain, evaluate, map, type State } from 'fp-ts/lib/State.js'
import { describe, expect, test } from 'vitest'
import { fromValues, isTensor, tensor, toNested, toValues } from '../../src/index.ts'
import {
  choice,
  normal,
  permutation,
  type RandomState,
  RandomStateCodec,
  randint,
  randomSample,
  randomState,
  shuffle,
  standardNormal,
  trainTestSplit,
  uniform,
} from '../../src/numpy/index.ts'

type Action = State<RandomState, unknown>

const plain = (drawn: unknown): unknown =>
  isTensor(drawn) ? { shape: drawn.shape, dtype: drawn.dtype, values: Array.from(toValues(drawn)) } : drawn

/** What the actions draw, one after the other, and the state they end with. */
const run = (actions: readonly Action[], from: RandomState): readonly [readonly unknown[], RandomState] =>
  actions.reduce<readonly [readonly unknown[], RandomState]>(
    ([drawn, state], action) => {
      const [next, after] = action(state)
      return [[...drawn, plain(next)], after]
    },
    [[], from],
  )

// -------------------------------------------------------------------------------------
// NumPy's numbers
// -------------------------------------------------------------------------------------

test('draws of all kinds after each other are those of NumPy 2.4.6', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const pairs = fromValues([4, 2], [0, 1, 2, 3, 4, 5, 6, 7], 'i32')
  const actions: readonly Action[] = [
    map(toNested)(standardNormal([3])),
    map(toNested)(choice(tensor([3, 4, 5, 6, 7, 8, 9], 'i32'), [2, 4])),
    map(toNested)(uniform(-1, 1, [2])),
    pipe(
      shuffle(letters),
      chain(once =>
        pipe(
          shuffle(once),
          map(twice => [once.join(''), twice.join('')]),
        ),
      ),
    ),
    map(toNested)(shuffle(pairs)),
    map(toNested)(choice(10, [4], { replace: false })),
    map(toNested)(normal(2, 0.5, [2])),
    map(toNested)(randint(-(2 ** 31), 2 ** 31, [3])),
    map(toNested)(randint(7, 8, [2])),
    map(toNested)(permutation(6)),
    map(toNested)(randomSample([1])),
  ]
  const [drawn] = run(actions, randomState(5))
  expect(drawn).toEqual([
    [0.44122748688504143, -0.33087015189408764, 2.43077118700778],
    [
      [6, 3, 9, 3],
      [7, 4, 8, 3],
    ],
    [0.6389455861048283, -0.5149191892398914],
    ['adgfceb', 'facbedg'],
    [
      [2, 3],
      [4, 5],
      [0, 1],
      [6, 7],
    ],
    [9, 7, 2, 3],
    [1.8739539351984615, 1.9961871568068155],
    [794206482, 858321777, 1474785525],
    [7, 7],
    [3, 0, 2, 1, 5, 4],
    [0.001642172716045276],
  ])
})

test('the highest seed is taken as it is', () => {
  expect(toNested(evaluate(randomState(2 ** 32 - 1))(randomSample([2])))).toEqual([
    0.0976320289940138, 0.9123828453026218,
  ])
})

// -------------------------------------------------------------------------------------
// properties
// -------------------------------------------------------------------------------------

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })
const counts = fc.integer({ min: 0, max: 50 })
const bounds = fc
  .tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 }))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

const actions: fc.Arbitrary<Action> = fc.oneof(
  shapes.map(shape => standardNormal(shape) as Action),
  shapes.map(shape => normal(1, 2, shape) as Action),
  shapes.map(shape => randomSample(shape) as Action),
  shapes.map(shape => uniform(-1, 1, shape) as Action),
  fc.tuple(bounds, shapes).map(([[low, high], shape]) => randint(low, high, shape) as Action),
  counts.map(n => permutation(n) as Action),
  fc.array(fc.string()).map(list => shuffle(list) as Action),
  fc.tuple(counts, shapes).map(([n, shape]) => choice(n + 1, shape) as Action),
  counts.map(n => trainTestSplit(n + 2, 0.3) as Action),
)
const several = fc.array(actions, { maxLength: 6 })

describe('a state is a value', () => {
  test('drawing from it leaves it as it was, and gives the same again', () => {
    fc.assert(
      fc.property(seeds, several, (seed, actions) => {
        const state = randomState(seed)
        const before = structuredClone(state)
        const first = run(actions, state)
        expect(state).toEqual(before)
        expect(run(actions, state)).toEqual(first)
        expect(run(actions, randomState(seed))).toEqual(first)
      }),
    )
  })

  test('nothing can be written to it', () => {
    const [, state] = standardNormal([1])(randomState(0))
    for (const each of [randomState(0), state]) {
      expect(Object.isFrozen(each)).toBe(true)
      expect(Object.isFrozen(each.generator)).toBe(true)
    }
  })

  test('drawing goes on after it was saved and read again', () => {
    fc.assert(
      fc.property(seeds, several, several, (seed, before, after) => {
        const [, state] = run(before, randomState(seed))
        const read = RandomStateCodec.decode(JSON.parse(JSON.stringify(RandomStateCodec.encode(state))))
        if (isLeft(read)) throw new Error('a state that was saved cannot be read')
        expect(run(after, read.right)).toEqual(run(after, state))
      }),
    )
  })

  test('a first draw of n and then m numbers is one of n + m', () => {
    fc.assert(
      fc.property(seeds, counts, counts, (seed, n, m) => {
        for (const draw of [standardNormal, randomSample]) {
          const [parts] = run([draw([n]), draw([m])], randomState(seed)) as unknown as readonly [
            readonly { readonly values: readonly number[] }[],
          ]
          const whole = evaluate(randomState(seed))(draw([n + m]))
          expect(parts.flatMap(({ values }) => values)).toEqual(Array.from(toValues(whole)))
        }
      }),
    )
  })

  test('a damaged one is not decoded', () => {
    const { generator } = randomState(0)
    for (const damaged of [
      null,
      {},
      { generator },
      { generator: [...generator], kept: 'x' },
      { generator: generator.slice(1), kept: null },
      { generator: [624, ...generator.slice(1)], kept: null },
      { generator: [-1, ...generator.slice(1)], kept: null },
      { generator: [0, 2 ** 31, ...generator.slice(2)], kept: null },
      { generator: [0, 0.5, ...generator.slice(2)], kept: null },
    ])
      expect(isRight(RandomStateCodec.decode(damaged))).toBe(false)
  })
})

describe('what is drawn', () => {
  test('lies where it should, in the shape asked for', () => {
    fc.assert(
      fc.property(seeds, shapes, bounds, (seed, shape, [low, high]) => {
        const from = randomState(seed)
        const [unit, between, integers] = [
          evaluate(from)(randomSample(shape)),
          evaluate(from)(uniform(low, high, shape)),
          evaluate(from)(randint(low, high, shape)),
        ]
        for (const { shape: drawn, dtype } of [unit, between]) expect([drawn, dtype]).toEqual([shape, 'f64'])
        expect([integers.shape, integers.dtype]).toEqual([shape, 'i32'])
        expect(toValues(unit).every(x => x >= 0 && x < 1)).toBe(true)
        expect(toValues(between).every(x => x >= low && x <= high)).toBe(true)
        expect(toValues(integers).every(x => x >= low && x < high)).toBe(true)
      }),
    )
  })

  test('a permutation has every number once, and shuffling is taking in its order', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: 0, max: 255 })), (seed, list) => {
        const [order, next] = permutation(list.length)(randomState(seed))
        const places = Array.from(toValues(order))
        expect(places.toSorted((a, b) => a - b)).toEqual(list.map((_, i) => i))
        const [shuffled, same] = shuffle(list)(randomState(seed))
        expect(shuffled).toEqual(places.map(i => list[i]))
        expect(same).toEqual(next)
        const rows = fromValues([list.length, 1], list, 'u8')
        expect(Array.from(toValues(evaluate(randomState(seed))(shuffle(rows))))).toEqual(shuffled)
      }),
    )
  })

  test('a choice without replacement has no element twice, one with replacement is of the population', () => {
    fc.assert(
      fc.property(seeds, fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 1 }), (seed, list) => {
        const population = fromValues<number, [number], 'u8'>([list.length], list, 'u8')
        const distinct = toValues(
          evaluate(randomState(seed))(choice(population, [list.length], { replace: false })),
        )
        expect(new Set(distinct)).toEqual(new Set(list))
        const some = toValues(evaluate(randomState(seed))(choice(population, [40])))
        expect(list).toEqual(expect.arrayContaining(Array.from(some)))
      }),
    )
  })

  test('a split has every example once', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        (seed, n, share) => {
          const { train, test } = evaluate(randomState(seed))(trainTestSplit(n, share))
          expect(test.shape).toEqual([Math.ceil(n * share)])
          expect([...toValues(train), ...toValues(test)].toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: n }, (_, i) => i),
          )
        },
      ),
    )
  })
})

// -------------------------------------------------------------------------------------
// mistakes
// -------------------------------------------------------------------------------------

test.each<readonly [string, () => unknown, string]>([
  ['a negative seed', () => randomState(-1), 'randomState needs a seed from 0 to 2^32 - 1, as NumPy does'],
  ['a seed of 33 bits', () => randomState(2 ** 32), 'randomState needs a seed'],
  ['half a seed', () => randomState(0.5), 'randomState needs a seed'],
  ['no shape', () => standardNormal([2, -1]), 'standardNormal needs sizes that are non-negative integers'],
  [
    'a negative deviation',
    () => normal(0, -1, [2]),
    'normal needs a finite mean and a finite deviation >= 0',
  ],
  ['an infinite bound', () => uniform(0, Number.POSITIVE_INFINITY, [2]), 'uniform needs finite bounds'],
  ['bounds too far apart', () => uniform(-1.7e308, 1.7e308, [2]), 'uniform needs finite bounds'],
  ['an empty range', () => randint(3, 3, [2]), 'randint needs integers with low < high'],
  ['integers of more than 32 bits', () => randint(0, 2 ** 31 + 1, [2]), 'of 32 bits with sign'],
  ['half a permutation', () => permutation(1.5), 'permutation needs a count'],
  ['a scalar without rows', () => shuffle(tensor(1) as never), 'shuffle needs rows'],
  ['nothing to choose from', () => choice(0, [1]), 'choice needs a population of at least one'],
  [
    'more than there are',
    () => choice(3, [2, 2], { replace: false }),
    'choice cannot take 4 different ones ([2, 2]) of 3: take fewer, or with { replace: true }.',
  ],
  ['a matrix to choose from', () => choice(tensor([[1]]) as never, [1]), 'choice takes a number or a vector'],
  ['a share of 1', () => trainTestSplit(5, 1), 'trainTestSplit needs a share between 0 and 1'],
  ['nothing to train on', () => trainTestSplit(1, 0.5), 'leaves none to train on'],
])('%s is refused', (_, mistake, message) => {
  expect(mistake).toThrow(message)
})
