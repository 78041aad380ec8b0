/**
 * Specifications of the primitives that are quantiles of distributions: what they give is found a second time by bisection, from
 * distribution functions in plain series.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, type DType, fromValues, type Shape } from '../../src/index.ts'
import { shapes } from '../arbitraries.ts'
import { filled, floats } from './inputs.ts'
import { indicesOf, type Plain } from './plain.ts'
import { erf } from './series.ts'
import type { Case, Specifications } from './specification.ts'

/** Upper words whose probability is 2⁻¹⁰ from 0 and from 1 at least, where plain sums still tell, and any lower ones. */
const upper = fc.integer({ min: 1, max: 1022 }).map(n => (n << 22) | 0)
const lower = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })

const wordsFor = (shape: Shape): Arbitrary<AnyTensor> => {
  const count = indicesOf(shape).length
  return fc
    .array(fc.tuple(upper, lower), { minLength: count, maxLength: count })
    .map(pairs => fromValues<number, number[], 'i32'>([...shape, 2], pairs.flat(), 'i32'))
}

/** Words and so many parameters of a shape. */
const drawn =
  <O>(options: Arbitrary<O>, parameters: (shape: Shape, dtype: DType) => Arbitrary<readonly AnyTensor[]>) =>
  (dtype: DType): Arbitrary<Case<O>> =>
    shapes({ rank: 2, max: 2 }).chain(shape =>
      fc.record({
        inputs: fc
          .tuple(wordsFor(shape), parameters(shape, dtype))
          .map(([words, given]): readonly AnyTensor[] => [words, ...given]),
        options,
      }),
    )

/** The probability that a pair of words tells. */
const probabilityAt = (words: Plain, index: readonly number[]): number => {
  const [a, b] = [0, 1].map(i => BigInt.asUintN(32, BigInt(words.at([...index, i])))) as [bigint, bigint]
  return (Number((a >> 5n) * 2n ** 25n + (b >> 7n)) + 0.5) / 2 ** 52
}

/** Where an increasing function reaches a value, between two bounds. */
const reached = (f: (x: number) => number, value: number, from: number, to: number): number => {
  let [low, high] = [from, to]
  for (let i = 0; i < 120; i++) {
    const middle = (low + high) / 2
    if (f(middle) < value) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** `log Γ(x)`, from the product of what comes before 40 and few terms of Stirling's series there. */
const logGamma = (x: number): number => {
  const far = x + 40
  const product = Array.from({ length: 40 }, (_, i) => Math.log(x + i)).reduce((a, b) => a + b, 0)
  const series = 1 / (12 * far) - 1 / (360 * far ** 3) + 1 / (1260 * far ** 5)
  return (far - 0.5) * Math.log(far) - far + Math.log(2 * Math.PI) / 2 + series - product
}

/** The probability that a gamma sample of rate 1 is below z: `z^α e^-z Σ zⁿ / Γ(α + n + 1)`. */
const gammaBelow = (alpha: number, logZ: number): number => {
  const z = Math.exp(logZ)
  let [term, sum] = [1 / alpha, 0]
  for (let n = 1; n < 400 && term > 1e-18 * sum; n++) {
    sum += term
    term *= z / (alpha + n)
  }
  return sum * Math.exp(alpha * logZ - z - logGamma(alpha))
}

const poisson = (rate: number, p: number): number => {
  let [k, term] = [0, Math.exp(-rate)]
  let sum = term
  while (sum < p) {
    k += 1
    term *= rate / k
    sum += term
  }
  return k
}

const eighths = (from: number, to: number): Arbitrary<number> =>
  fc.integer({ min: 8 * from, max: 8 * to }).map(n => n / 8)

const below = (x: number): number => erf(x / Math.SQRT2) / 2

export const quantiles: Specifications<'gammaQuantile' | 'poissonQuantile' | 'truncatedNormalQuantile'> = {
  gammaQuantile: {
    dtypes: floats,
    cases: drawn(fc.record({ log: fc.boolean(), order: fc.constant(0) }), (shape, dtype) =>
      fc.tuple(filled(shape, dtype, fc.oneof(eighths(1, 9), fc.constantFrom(0.5, 12, 40)))),
    ),
    oracle: ([words, alpha], { log }) => ({
      ...{ shape: alpha!.shape, dtype: alpha!.dtype },
      at: index => {
        const at = alpha!.at(index)
        const logZ = reached(x => gammaBelow(at, x), probabilityAt(words!, index), -40, 6)
        return log ? logZ : Math.exp(logZ)
      },
    }),
    terms: 256,
  },
  poissonQuantile: {
    dtypes: floats,
    cases: drawn(fc.constant({}), (shape, dtype) =>
      fc.tuple(filled(shape, dtype, fc.oneof(eighths(1, 6), fc.constantFrom(19.5, 20.5, 60, 200)))),
    ),
    oracle: ([words, rate]) => ({
      ...{ shape: rate!.shape, dtype: 'i32' },
      at: index => poisson(rate!.at(index), probabilityAt(words!, index)),
    }),
  },
  truncatedNormalQuantile: {
    dtypes: floats,
    cases: drawn(fc.constant({}), (shape, dtype) =>
      fc.tuple(filled(shape, dtype, eighths(-3, 0)), filled(shape, dtype, eighths(1, 3))),
    ),
    oracle: ([words, low, high]) => ({
      ...{ shape: low!.shape, dtype: low!.dtype },
      at: index => {
        const [a, b, p] = [low!.at(index), high!.at(index), probabilityAt(words!, index)]
        return reached(below, below(a) + p * (below(b) - below(a)), a, b)
      },
    }),
    terms: 64,
  },
}
