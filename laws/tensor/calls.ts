/**
 * Laws of how functions with contracts are called: with as many arguments as they take, in as many calls.
 *
 * @module
 */
import fc from 'fast-check'
import { ones } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { every, holds } from '../close.ts'
import { type Law, law } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refuses } from './sentences.ts'

const gain = loosely(
  takes(
    'gain',
    [{ by: needs.positive, options: needs.options({ bias: needs.boolean }) }, { key: needs.key }],
    () =>
      (by: number, { bias = true }: { readonly bias?: boolean } = {}) =>
      (_: unknown) =>
        `${by} ${bias}`,
  ),
)

const total = loosely(
  takes(
    'total',
    { '...terms': needs.finite },
    () =>
      (...terms: readonly number[]) =>
        terms.reduce((sum, x) => sum + x, 0),
  ),
)

const twice = loosely(takes('twice', { x: needs.finite }, () => (x: number) => 2 * x))

const nothing = loosely<(...given: readonly unknown[]) => unknown>(
  takes('nothing', [{}, { x: needs.tensor }], () => () => (x: unknown) => x),
)

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

/** How a function is called. */
export const callLaws: readonly Law[] = [
  law(
    'Z6',
    'a function refuses the arguments that are missing, too many or of the next call, and says how it is written',
    [
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 9 }),
      fc.boolean(),
    ],
    (by, terms, bias) => {
      const k = { bits: ones([2]) }
      const call = (f: unknown, ...given: readonly unknown[]): unknown =>
        (f as (...given: readonly unknown[]) => unknown)(...given)
      const form = 'It is written gain(by, options)(key).'
      const place = terms.length
      return every(
        holds(call(gain(by), k) === `${by} true`, call(gain(by), k), by),
        holds(call(gain(by, { bias }), k) === `${by} ${bias}`, call(gain(by, { bias }), k), bias),
        holds(call(gain(by, undefined), k) === `${by} true`, by, 'left out'),
        refuses('gain needs a finite by > 0, as its first argument, but was given none.', () => gain()),
        refuses(`gain needs a finite by > 0, but was given -${by}.`, () => gain(-by)),
        refuses('gain needs true or false for bias, but was given 7.', () => gain(by, { bias: 7 })),
        refuses(`gain takes its options by name, as { bias }, but was given ${by}.`, () => gain(by, by)),
        refuses(`gain takes 2 arguments (by, options), but was given 3. The first too many is ${by}.`, () =>
          gain(by, {}, by),
        ),
        refuses(`gain takes 2 arguments (by, options), but was given 3. ${form}`, () => gain(by, {}, k)),
        refuses(`gain takes 2 arguments (by, options), but was given 3. ${form}`, () =>
          gain(by, {}, undefined),
        ),
        refuses(`gain needs a finite by > 0, but was given an object with bits. ${form}`, () => gain(k)),
        refuses('gain needs a key for key, as its first argument, but was given none.', () => call(gain(by))),
        refuses(`gain needs a key for key, but was given ${by}. Make a key of the seed: key(${by}).`, () =>
          call(gain(by), by),
        ),
        refuses(`gain takes 1 argument (key), but was given 2. The first too many is 7.`, () =>
          call(gain(by), k, 7),
        ),
        holds(call(gain(by), k, undefined) === `${by} true`, by, 'nothing more'),
        refuses('nothing takes no arguments, but was given 1. It is written nothing()(x).', () =>
          nothing(by),
        ),
        holds(call(nothing(), k.bits) === k.bits, by, 'given on'),
        holds(call(nothing(), k.bits, 0, [k.bits]) === k.bits, by, 'what is applied may be given to map'),
        holds(String(terms.map(loosely<number>(twice))) === String(terms.map(x => 2 * x)), terms, 'mapped'),
        refuses(`twice takes 1 argument (x), but was given 3. The first too many is 0.`, () =>
          twice(by, 0, [by + 1]),
        ),
        refuses(`twice takes 1 argument (x), but was given 2. The first too many is 0.`, () => twice(by, 0)),
        holds(total(...terms) === terms.reduce((sum, x) => sum + x, 0), terms, 'added'),
        refuses(
          `total needs a finite number for its ${ordinals[place] ?? `${place + 1}th`} argument, but was given NaN.`,
          () => total(...terms, Number.NaN),
        ),
        holds(
          (gain as { readonly name: string }).name === 'gain',
          (gain as { readonly name: string }).name,
          'gain',
        ),
        ...[
          [1, {}, () => twice],
          ['f', [], () => twice],
          ['f', {}, 1],
          ['f', { x: 1 }, () => twice],
          ['f', [{ x: needs.finite }, null], () => twice],
          ['f', null, () => twice],
        ].map(given =>
          refuses(
            'takes needs a name, the arguments by name, such as { width: needs.size }, and a function that gives the function.',
            () => loosely(takes)(...given),
          ),
        ),
        refuses('takes needs a function that gives f, but it gives 7.', () =>
          call(
            loosely(takes)('f', { x: needs.finite }, () => 7),
            by,
          ),
        ),
      )
    },
  ),
]
