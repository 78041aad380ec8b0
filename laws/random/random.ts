/**
 * Laws of keys and of what is drawn from them.
 *
 * Laws about distributions compare a sample's figures with the true ones; their bounds are eight standard errors, so that
 * a right sampler fails about once in 10¹⁵ samples.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type DType, type Key, key, random, type Shape, type Tensor, toValues } from '../../src/index.ts'
import { bits } from '../../src/primitive/random/bits.ts'
import { domains } from '../../src/random/key.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { keys, shapes } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'

/** How many standard errors a figure of a right sampler may be off. */
const errors = 8

const count: Arbitrary<number> = fc.integer({ min: 1, max: 40 })

const wordsOf = (k: Key): string => Array.from(toValues(k.bits)).join(' ')

const areDistinct = (words: readonly string[]): ReturnType<typeof holds> =>
  holds(new Set(words).size === words.length, `${new Set(words).size} distinct`, `${words.length} words`)

const blocksIn = (domain: number, blocks: number, k: Key): readonly string[] => {
  const words = toValues(bits([2 * blocks], domain)(k.bits))
  return Array.from({ length: blocks }, (_, i) => `${words[2 * i]} ${words[2 * i + 1]}`)
}

/** Laws of keys. */
export const keyLaws: LawSet = lawSet('key', [
  law(
    'K1',
    'a seed always gives the same key, and two seeds give two keys',
    [
      fc.maxSafeNat(),
      // Neighbours as well, and seeds that differ in one bit.
      fc.oneof(
        fc.maxSafeNat().map(other => () => other),
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 52 })).map(bit => (seed: number) => {
          const one = 2 ** bit
          return Math.floor(seed / one) % 2 === 0 ? seed + one : seed - one
        }),
      ),
    ],
    (a, other) => {
      const b = other(a)
      return every(
        exact(key(a), key(a)),
        exact(random.key(b), key(b)),
        holds(a === b || wordsOf(key(a)) !== wordsOf(key(b)), key(a), key(b)),
      )
    },
  ),
  law('K2', 'split gives distinct keys, none of them the one it comes from', [keys, count], (k, n) =>
    areDistinct([k, ...random.split(n)(k)].map(wordsOf)),
  ),
  law(
    'K3',
    'foldIn gives distinct keys for distinct indices, none of them the one it comes from or one that split gives',
    [keys, fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 40 }), count],
    (k, indices, n) =>
      areDistinct([k, ...indices.map(i => random.foldIn(i)(k)), ...random.split(n)(k)].map(wordsOf)),
  ),
  law(
    'K4',
    'what is drawn from a key shares no block of bits with what split and foldIn make of it',
    [keys, count],
    (k, n) => areDistinct(Object.values(domains).flatMap(domain => blocksIn(domain, n, k))),
  ),
  law('K5', 'split and foldIn are functions of the key', [keys, count], (k, n) =>
    every(exact(random.split(n)(k), random.split(n)(k)), exact(random.foldIn(n)(k), random.foldIn(n)(k))),
  ),
])

/**
 * What a sampler promises: draws of a shape, and figures of the distribution.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface SamplerPromises {
  readonly mean: number
  readonly deviation: number
  /** The fourth central moment over the squared variance: 3 for the normal distribution, 9/5 for the uniform one. */
  readonly kurtosis: number
  /** What every sample holds to. */
  readonly within: (sample: number) => boolean
  readonly dtype: DType
  /** The probability of a sample up to a number: where it is given, the whole distribution is compared, not only two moments. */
  readonly cdf?: (x: number) => number
}

type Sampler = <S extends Shape>(shape: S) => (k: Key) => Tensor<S, 'float' | 'integer'>

const sampleSize = 2000

/** Samples of each law where the whole distribution is compared, which tells more and takes longer. */
const fewer = 15

/** Mean and variance of a sample, with the standard errors that they have for a given distribution. */
export const momentsMatch = (
  sample: ArrayLike<number>,
  { mean, deviation, kurtosis }: Pick<SamplerPromises, 'mean' | 'deviation' | 'kurtosis'>,
): ReturnType<typeof every> => {
  const values = Array.from(sample)
  const n = values.length
  const average = values.reduce((sum, x) => sum + x, 0) / n
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n
  return every(
    {
      lhs: average,
      rhs: mean,
      error: Math.abs(average - mean),
      bound: (errors * deviation) / Math.sqrt(n),
    },
    {
      lhs: variance,
      rhs: deviation ** 2,
      error: Math.abs(variance - deviation ** 2),
      bound: errors * deviation ** 2 * Math.sqrt((kurtosis - 1) / n),
    },
  )
}

/** Where a probability of √(log(2 / p) / 2) is too small: about one sample of a right sampler in 10¹⁵ is so far off. */
const furthest = 4.2

/**
 * The distance of Kolmogorov and Smirnov between a sample and a distribution, times √n. Of distributions with jumps both sides of
 * each are compared, and the distance is smaller.
 *
 * @see Kolmogorov 1933, Smirnov 1948; Massart 1990 for `P(√n D > t) ≤ 2 exp(-2t²)` at every n
 */
export const distanceFrom = (cdf: (x: number) => number, sample: ArrayLike<number>): number => {
  const values = Array.from(sample).sort((a, b) => a - b)
  const n = values.length
  let distance = 0
  for (let i = 0; i < n; ) {
    const x = values[i]!
    let next = i
    while (next < n && values[next] === x) next++
    const before = cdf(x === 0 ? -1e-300 : x - 1e-9 * Math.abs(x))
    distance = Math.max(distance, Math.abs(before - i / n), Math.abs(cdf(x) - next / n))
    if (Number.isNaN(x)) return Number.NaN
    i = next
  }
  return Math.sqrt(n) * distance
}

/** How neighbours in a sample go together: about 0 if they are independent. */
const neighbours = (sample: ArrayLike<number>, mean: number, deviation: number): number => {
  const values = Array.from(sample, x => (x - mean) / deviation)
  return values.slice(1).reduce((sum, x, i) => sum + x * (values[i] as number), 0) / (values.length - 1)
}

/**
 * Laws of samplers.
 *
 * @example
 * import { random } from 'pullback'
 * import { checkLaws, samplerLaws } from 'pullback/laws'
 * const promises = { mean: 0, deviation: 1, kurtosis: 3, within: Number.isFinite, dtype: 'f32' } as const
 * checkLaws(samplerLaws('normal', shape => random.normal(shape), promises))
 *
 * @category Laws
 * @since 0.1.0
 */
export const samplerLaws = takes(
  'samplerLaws',
  {
    name: needs.text,
    sampler: needs.fn,
    promises: needs.givenOptions({
      mean: needs.finite,
      deviation: needs.nonNegative,
      kurtosis: needs.finite,
      within: needs.fn,
      dtype: needs.dtype,
      cdf: needs.optional(needs.fn),
    }),
  },
  () =>
    (name: string, sampler: Sampler, promises: SamplerPromises): LawSet => {
      const { mean, deviation, within, dtype, cdf } = promises
      return lawSet(
        name,
        [
          law(
            'K6',
            'a draw has the shape and element type asked for',
            [keys, shapes({ min: 0 })],
            (k, shape) => {
              const x = sampler(shape)(k)
              return holds(
                x.dtype === dtype && x.shape.join() === shape.join(),
                `${x.dtype}[${x.shape}]`,
                `${dtype}[${shape}]`,
              )
            },
          ),
          law('K7', 'the same key gives the same draw, another key another', [keys, keys], (k, other) => {
            const [x, y] = [sampler([64])(k), sampler([64])(other)]
            const differ = wordsOf(k) === wordsOf(other) || exact(x, y).error > 0
            return every(exact(sampler([64])(k), x), holds(deviation === 0 || differ, x, y))
          }),
          law('K8', 'every sample is where the distribution has its support', [keys], k => {
            const outside = Array.from(toValues(sampler([sampleSize])(k))).filter(x => !within(x))
            return holds(outside.length === 0, outside.slice(0, 5), 'no sample outside')
          }),
          law('K9', 'mean and variance are those of the distribution', [keys], k =>
            momentsMatch(toValues(sampler([sampleSize])(k)), promises),
          ),
          law('K10', 'neighbours in a draw are uncorrelated', [keys], k => {
            const correlation =
              deviation === 0 ? 0 : neighbours(toValues(sampler([sampleSize])(k)), mean, deviation)
            return {
              lhs: correlation,
              rhs: 0,
              error: Math.abs(correlation),
              bound: (errors / Math.sqrt(sampleSize)) * 1.01,
            }
          }),
          ...(cdf === undefined
            ? []
            : [
                law('K18', 'a sample is as near to the distribution as its size allows', [keys], k => {
                  const distance = distanceFrom(cdf, toValues(sampler([sampleSize])(k)))
                  return { lhs: distance, rhs: 0, error: distance, bound: furthest }
                }),
              ]),
        ],
        [],
        cdf === undefined ? undefined : fewer,
      )
    },
)
