/**
 * The state of NumPy's legacy random numbers, `numpy.random.RandomState`, as a value: an action takes a state and gives what
 * it drew with the next state, and the first one stays what it was.
 *
 * @module
 */
import type { State } from 'fp-ts/lib/State.js'
import * as t from 'io-ts'
import { mersenne, mersenneFromState } from 'pure-rand/generator/mersenne'
import { checkedCodec, needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Source } from './source.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * Where a stream of draws is. It is plain data: written as JSON and read again by `RandomStateCodec`, it goes on.
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export interface RandomState {
  /** The generator, MT19937: its position, from 0 to 623, and 624 words of 32 bits, signed. */
  readonly generator: readonly number[]
  /** The second normal of the last pair that was made, until it is asked for; other draws leave it here. */
  readonly kept: number | null
}

const [words, periods] = [624, 2 ** 32] as const

// -------------------------------------------------------------------------------------
// constructors
// -------------------------------------------------------------------------------------

const stateOf = (generator: readonly number[], kept: number | null): RandomState =>
  Object.freeze({ generator: Object.freeze(generator), kept })

/**
 * The state that `numpy.random.RandomState(seed)` and `numpy.random.seed(seed)` begin with: MT19937 (Matsumoto and
 * Nishimura 1998), seeded by the authors' `init_genrand` of 2002.
 *
 * @throws ArgumentError unless the seed is an integer from 0 to 2³² - 1.
 *
 * @example
 * import { randomState, standardNormal } from 'pullback/numpy'
 * const [weights, next] = standardNormal([784, 10])(randomState(42)) // 0.49671415, -0.1382643, ...
 * const [bias] = standardNormal([10])(next)
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const randomState = takes('randomState', { seed: needs.number }, () => randomStateUnchecked)

const randomStateUnchecked = (seed: number): RandomState => {
  if (!Number.isInteger(seed) || seed < 0 || seed >= periods)
    throw new ArgumentError(
      `randomState needs a seed from 0 to 2^32 - 1, as NumPy does, but was given ${seed}.`,
    )
  return stateOf(mersenne(seed).getState(), null)
}

const isWord = (x: unknown): boolean => typeof x === 'number' && (x | 0) === x

const isGenerator = (x: unknown): x is readonly number[] =>
  Array.isArray(x) && x.length === words + 1 && x.every(isWord) && x[0] >= 0 && x[0] < words

// -------------------------------------------------------------------------------------
// actions
// -------------------------------------------------------------------------------------

/** An action of a function that draws, which works on a copy of the state. */
export const action =
  <A>(draw: (source: Source) => A): State<RandomState, A> =>
  ({ generator, kept }) => {
    if (!isGenerator(generator) || (kept !== null && typeof kept !== 'number'))
      throw new ArgumentError(
        'A draw needs a state as randomState(seed) gives it, which has a position from 0 to 623 and 624 words as its ' +
          'generator, and a number or null as kept. What was saved is read again by RandomStateCodec.',
      )
    // A frozen array is slow to slice, which the generator does with what it is given.
    const source = { generator: mersenneFromState(Array.from(generator)), kept }
    const drawn = draw(source)
    return [drawn, stateOf(source.generator.getState(), source.kept)]
  }

// -------------------------------------------------------------------------------------
// codec
// -------------------------------------------------------------------------------------

const generator = new t.Type<readonly number[]>(
  'a position from 0 to 623 and 624 signed words of 32 bits',
  isGenerator,
  (input, context) => (isGenerator(input) ? t.success(input) : t.failure(input, context)),
  t.identity,
)

/**
 * Decodes a state that was saved, from JSON for instance.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { RandomStateCodec, randomSample, randomState } from 'pullback/numpy'
 * const saved = JSON.stringify(RandomStateCodec.encode(randomState(7)))
 * const restored = RandomStateCodec.decode(JSON.parse(saved))
 * if (isRight(restored)) console.log(randomSample([3])(restored.right))
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const RandomStateCodec: t.Type<RandomState, RandomState, unknown> = checkedCodec(
  'RandomStateCodec',
  t.exact(
    checkedCodec(
      'RandomStateCodec.type',
      t.type({ generator, kept: t.union([t.number, t.null]) }, 'RandomState'),
    ),
  ),
)
