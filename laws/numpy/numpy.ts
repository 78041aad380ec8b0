/**
 * Laws of NumPy's legacy random numbers: the numbers that NumPy draws, and how draws hang together.
 *
 * @module
 */

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { evaluate } from 'fp-ts/lib/State.js'
import { fromValues, type Integers, isTensor, tensor, toNested, toValues } from '../../src/index.ts'
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
import { logarithm } from '../../src/numpy/logarithm.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { bounds, counts, drawn, plain, same, seeds, several, shape } from './draws.ts'
import { exactLogarithm, fixed, one } from './exactLogarithm.ts'
import { doublesOf, integersOf, orderOf, wordsOf } from './generator.ts'

/** Laws of NumPy's numbers. */
export const numpyLaws: LawSet = lawSet('numpy', [
  law(
    'Y1',
    'samples are those of the generator, 53 bits of two words each',
    [seeds, shape],
    (seed, sizes) => {
      const x = evaluate(randomState(seed))(randomSample(sizes as [number]))
      const values = toValues(x)
      return every(
        same([x.dtype, x.shape], ['f64', sizes]),
        same(Array.from(values), doublesOf(wordsOf(seed, 2 * values.length))),
      )
    },
  ),
  law(
    'Y2',
    'samples between bounds are low + (high - low) · u',
    [seeds, counts, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })],
    (seed, n, low, high) => {
      const [x, u] = [drawn(randomState(seed), uniform(low, high, [n]))[0], doublesOf(wordsOf(seed, 2 * n))]
      return same(
        x,
        u.map(each => low + (high - low) * each),
      )
    },
  ),
  law(
    'Y3',
    'integers are words cut to the bits of the range, until one lies within',
    [seeds, bounds, counts],
    (seed, [low, high], n) => {
      const x = evaluate(randomState(seed))(randint(low, high, [n]))
      const wanted = integersOf(
        wordsOf(seed, 64 * n + 64),
        Array.from({ length: n }, () => high - 1 - low),
      )
      return every(
        same([x.dtype, x.shape], ['i32', [n]]),
        same(
          Array.from(toValues(x)),
          wanted.map(each => each + low),
        ),
      )
    },
  ),
  law(
    'Y4',
    'orders are those of Fisher and Yates from the last place down, of numbers, lists and rows',
    [seeds, counts],
    (seed, n) => {
      const order = orderOf(wordsOf(seed, 64 * n + 64), n)
      const from = randomState(seed)
      const rows = fromValues<number, [number, number], 'u8'>(
        [n, 2],
        Array.from({ length: 2 * n }, (_, i) => i),
        'u8',
      )
      return every(
        same(plain(evaluate(from)(permutation(n))), order),
        same(evaluate(from)(shuffle(order.map((_, i) => `${i}`))), order.map(String)),
        same(
          plain(evaluate(from)(shuffle(rows))),
          order.flatMap(i => [2 * i, 2 * i + 1]),
        ),
      )
    },
  ),
  law(
    'Y5',
    'choices are integers with replacement, and the first of an order without, or what stands there',
    [seeds, fc.integer({ min: 1, max: 30 }), counts],
    (seed, n, more) => {
      const [from, few] = [randomState(seed), Math.min(more, n)]
      const population = fromValues<number, [number], 'f64'>(
        [n],
        Array.from({ length: n }, (_, i) => i / 4),
        'f64',
      )
      const places = plain(evaluate(from)(randint(0, n, [2, more]))) as readonly number[]
      const first = (plain(evaluate(from)(permutation(n))) as readonly number[]).slice(0, few)
      return every(
        same(drawn(from, choice(n, [2, more])), [places]),
        same(drawn(from, choice(n, [2, more], { replace: true })), [places]),
        same(drawn(from, choice(population, [2, more])), [places.map(i => i / 4)]),
        same(drawn(from, choice(n, [few], { replace: false })), [first]),
        same(drawn(from, choice(population, [few], { replace: false })), [first.map(i => i / 4)]),
        refused('ArgumentError', () => choice(n, [n + 1], { replace: false })(from)),
      )
    },
  ),
  law(
    'Y6',
    'normals are pairs by the polar method, the second kept whatever is drawn in between',
    [seeds, fc.nat(9), fc.nat(9)],
    (seed, n, m) => {
      const u = doublesOf(wordsOf(seed, 8 * (n + m) + 400))
      const pairs: number[] = []
      for (let i = 0; pairs.length < n + m; i += 2) {
        const [a, b] = [2 * u[i]! - 1, 2 * u[i + 1]! - 1]
        const r = a * a + b * b
        if (r >= 1 || r === 0) continue
        const scale = Math.sqrt((-2 * logarithm(r)) / r)
        pairs.push(scale * b, scale * a)
      }
      const from = randomState(seed)
      return every(
        same(drawn(from, standardNormal([n]), standardNormal([m])).flat(), pairs.slice(0, n + m)),
        same(
          drawn(from, standardNormal([n]), standardNormal([m])).flat(),
          drawn(from, standardNormal([n + m])).flat(),
        ),
        same(
          drawn(from, normal(0.5, 3, [n]))[0],
          pairs.slice(0, n).map(z => 0.5 + 3 * z),
        ),
        // What is kept stays for later.
        n % 2 === 1
          ? same(
              (
                drawn(
                  from,
                  standardNormal([n]),
                  randomSample([2]),
                  standardNormal([1]),
                )[2] as readonly number[]
              )[0],
              pairs[n] ?? drawn(from, standardNormal([n + 1])).flat()[n],
            )
          : same(true, true),
      )
    },
  ),
  law(
    'Y7',
    'the logarithm is the nearest double, at all sizes',
    [
      fc.double({ min: 2 ** -1022, noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.integer({ min: -60, max: 60 }),
    ],
    (x, near, k) =>
      every(
        ...[x, near, 1 + k / 1024, 2 ** k].map(each => {
          const [mine, wanted] = [logarithm(each), exactLogarithm(each)]
          const ulp = 2 ** (Math.floor(Math.log2(Math.abs(mine) || 1)) - 52)
          const off = Number(fixed(mine) - wanted) / Number(one)
          return holds(Math.abs(off) <= 0.501 * ulp, mine, [each, off / ulp])
        }),
        holds(logarithm(1) === 0 && logarithm(2) === Math.LN2, logarithm(2), Math.LN2),
      ),
  ),
  law(
    'Y8',
    'a state is a value: it stays, gives the same again, and goes on after it was saved',
    [seeds, several, several],
    (seed, before, after) => {
      const from = randomState(seed)
      const text = JSON.stringify(from)
      const first = drawn(from, ...before)
      const end = before.reduce<RandomState>((state, action) => action(state)[1], from)
      const read = RandomStateCodec.decode(JSON.parse(JSON.stringify(RandomStateCodec.encode(end))))
      return every(
        same(drawn(from, ...before), first),
        same(from, JSON.parse(text)),
        holds(Object.isFrozen(end) && Object.isFrozen(end.generator), end.kept, 'frozen'),
        same(isRight(read) ? drawn(read.right, ...after) : 'not read', drawn(end, ...after)),
      )
    },
  ),
  law(
    'Y9',
    'a split is a permutation cut after the share to test on, rounded up',
    [seeds, fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 12 })],
    (seed, n, sixteenths) => {
      const share = sixteenths / 16
      const testing = Math.ceil(n * share)
      const order = plain(evaluate(randomState(seed))(permutation(n))) as readonly number[]
      if (testing >= n) return refused('ArgumentError', () => trainTestSplit(n, share))
      const { train, test } = evaluate(randomState(seed))(trainTestSplit(n, share))
      return every(
        same([plain(test), plain(train)], [order.slice(0, testing), order.slice(testing)]),
        same([test.dtype, test.shape, train.dtype, train.shape], ['i32', [testing], 'i32', [n - testing]]),
      )
    },
  ),
  law('Y10', 'the numbers are those of NumPy 2.4.6', [fc.constant(5)], seed => {
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    let state = randomState(seed)
    const next = <A>(action: (state: RandomState) => [A, RandomState]): unknown => {
      const [value, after] = action(state)
      state = after
      return isTensor(value) ? toNested(value) : value
    }
    return every(
      same(next(standardNormal([3])), [0.44122748688504143, -0.33087015189408764, 2.43077118700778]),
      same(next(choice(tensor([3, 4, 5, 6, 7, 8, 9], 'i32') as Integers<[number]>, [2, 4])), [
        [6, 3, 9, 3],
        [7, 4, 8, 3],
      ]),
      same(next(uniform(-1, 1, [2])), [0.6389455861048283, -0.5149191892398914]),
      same((next(shuffle(letters)) as readonly string[]).join(''), 'adgfceb'),
    )
  }),
  law('Y11', 'a state that is damaged is not read, and what cannot be drawn is refused', [seeds], seed => {
    const { generator } = randomState(seed)
    const damaged = [
      null,
      {},
      { generator },
      { generator: [...generator], kept: 'x' },
      { generator: generator.slice(1), kept: null },
      { generator: [624, ...generator.slice(1)], kept: null },
      { generator: [-1, ...generator.slice(1)], kept: null },
      { generator: [0, 2 ** 31, ...generator.slice(2)], kept: null },
      { generator: [0, 0.5, ...generator.slice(2)], kept: null },
    ]
    const from = randomState(seed)
    return every(
      ...damaged.map(each => holds(!isRight(RandomStateCodec.decode(each)), each === null, 'refused')),
      ...damaged.slice(2).map(each => refused('ArgumentError', () => randomSample([1])(each as never))),
      holds(
        isRight(RandomStateCodec.decode({ generator: [623, ...generator.slice(1)], kept: 0.5 })),
        623,
        'read',
      ),
      ...[-1, 2 ** 32, 0.5, Number.NaN].map(wrong => refused('ArgumentError', () => randomState(wrong))),
      exact(
        plain(evaluate(randomState(2 ** 32 - 1))(randomSample([2]))),
        [0.0976320289940138, 0.9123828453026218],
      ),
      refused('ArgumentError', () => permutation(-1)(from)),
      refused('ArgumentError', () => permutation(2 ** 31 + 1)),
      refused('ArgumentError', () => randint(3, 3, [1])(from)),
      refused('ArgumentError', () => randint(0.5, 3, [1])(from)),
      refused('ArgumentError', () => randint(0, 2.5, [1])(from)),
      refused('ArgumentError', () => randint(-(2 ** 31) - 1, 3, [1])(from)),
      refused('ArgumentError', () => randint(0, 2 ** 31 + 1, [1])(from)),
      same(drawn(from, randint(7, 8, [2])), [[7, 7]]),
      refused('ArgumentError', () => normal(0, -1, [1])(from)),
      refused('ArgumentError', () => normal(0, Infinity, [1])(from)),
      refused('ArgumentError', () => normal(Number.NaN, 1, [1])(from)),
      same(drawn(from, normal(2, 0, [2])), [[2, 2]]),
      refused('ArgumentError', () => uniform(-1.7e308, 1.7e308, [1])(from)),
      refused('ArgumentError', () => uniform(0, Infinity, [1])(from)),
      refused('ArgumentError', () => choice(0, [1])(from)),
      refused('ArgumentError', () => choice(1.5, [1])(from)),
      refused('ShapeError', () => choice(tensor([[1]]) as never, [1])(from)),
      refused('ShapeError', () => shuffle(tensor(1) as never)(from)),
      ...[0, 1, -1, Number.NaN].map(share => refused('ArgumentError', () => trainTestSplit(5, share)(from))),
    )
  }),
])
