/**
 * Laws of contracts: each need takes what it says and nothing else, and what does not fit is refused in the words of its need.
 *
 * @module
 */
import fc from 'fast-check'
import { ones } from '../../src/index.ts'
import { type Argument, holds as fits, needs, showValue, takes } from '../../src/tensor/contract/index.ts'
import { misfit } from '../../src/tensor/contract/argument.ts'
import { every, holds } from '../close.ts'
import { type LawSet, type Verdict, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { shownValues } from './shownValues.ts'
import type { Stated } from './need.ts'
import { statedNeeds } from './needs.ts'

const values = shownValues.map(([value]) => value)
const names = fc.stringMatching(/^[a-z]{1,6}$/)
const whole = fc.integer({ min: -3, max: 12 })

/** What is said of a value that does not fit. */
const sentence = (of: string, name: string, { asks, mend }: Stated, x: unknown): string => {
  const how = mend?.(x)
  return `${of} needs ${asks(name)}, but was given ${showValue(x)}.${how === undefined ? '' : ` ${how}`}`
}

/** The same words, or what was said. */
const says = (said: string, words: string): Verdict => holds(said === words, said, words)
const said = (argument: Argument, x: unknown, of = 'law', name = 'x'): string =>
  misfit(of, name, argument, x).message

/** A value that is taken, or refused with these words. */
const refusedWith = (argument: Argument, x: unknown, words: string): Verdict =>
  every(holds(!fits(argument, x), x, 'refused'), says(said(argument, x), words))
const taken = (argument: Argument, ...all: readonly unknown[]): Verdict =>
  every(...all.map(x => holds(fits(argument, x), x, 'taken')))

/** What is said of a whole number of the wrong kind among others. */
const shownSizes = (sizes: readonly unknown[]): string =>
  `[${sizes.slice(0, 8).map(String).join(', ')}${sizes.length > 8 ? ', …' : ''}]`

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

const refuses = (words: string, run: () => unknown): Verdict => refusedSaying('ArgumentError', words, run)

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

/** Laws of contracts. */
export const contractLaws: LawSet = lawSet(
  'contracts',
  [
    law('Z1', 'a need takes what it says and nothing else', [fc.constantFrom(...values)], x =>
      every(
        ...Object.entries(statedNeeds).map(([name, { argument, takes: wanted }]) => ({
          ...holds(fits(argument, x) === wanted(x), fits(argument, x), wanted(x)),
          at: `${name}: ${showValue(x)}`,
        })),
      ),
    ),
    law(
      'Z2',
      'what does not fit is refused by a sentence: what is needed, of what name, what was given, and how to mend it',
      [fc.constantFrom(...values), names, names],
      (x, of, name) =>
        every(
          holds(true, x, 'any'),
          ...Object.values(statedNeeds)
            .filter(({ takes: wanted }) => !wanted(x))
            .map(stated => says(said(stated.argument, x, of, name), sentence(of, name, stated, x))),
        ),
    ),
    law(
      'Z3',
      'a value is shown in a few words, long texts and records by how they begin',
      [fc.constantFrom(...shownValues.filter(([, shown]) => shown !== '')), fc.nat(60)],
      ([value, shown], length) =>
        every(
          says(showValue(value), shown),
          says(
            showValue('x'.repeat(length)),
            length > 40
              ? `'${'x'.repeat(40)}…' (a string of ${length} characters)`
              : `'${'x'.repeat(length)}' (a string)`,
          ),
        ),
    ),
    law(
      'Z4',
      'shapes and axes are arrays of whole numbers from 0 on, and the words show them, eight at most, or how to write them',
      [
        fc.array(fc.nat(3), { maxLength: 10 }),
        fc.nat(9),
        fc.constantFrom(-1, 0.5, 'x', null, 2 ** 53),
        whole,
      ],
      (sizes, at, wrong, n) => {
        const place = at % (sizes.length + 1)
        const spoilt = [...sizes.slice(0, place), wrong, ...sizes.slice(place)]
        const shown = (xs: readonly unknown[]): string =>
          shownSizes(xs.map(x => (typeof x === 'number' ? x : showValue(x))))
        const large = [2 ** 15, 2 ** 14, 2]
        return every(
          taken(needs.shape, sizes, [2 ** 15, 2 ** 14], [2 ** 40, 0]),
          taken(needs.axes, sizes, large, [2 ** 53 - 1]),
          refusedWith(
            needs.shape,
            spoilt,
            `law needs sizes that are non-negative integers for x, but was given ${shown(spoilt)}.`,
          ),
          refusedWith(
            needs.shape,
            large,
            `law was given the shape [32768, 16384, 2], of 1073741824 elements. No tensor has more than 536870912.`,
          ),
          refusedWith(
            needs.axes,
            spoilt,
            `law needs non-negative integers for x, but was given ${shown(spoilt)}.`,
          ),
          refusedWith(
            needs.shape,
            n,
            `law needs a shape, such as [2, 3], for x, but was given ${n}.${n >= 0 ? ` For a vector of ${n} give [${n}].` : ''}`,
          ),
          refusedWith(
            needs.axes,
            n,
            `law needs an array of axes, such as [0], for x, but was given ${n}.${n >= 0 ? ` Give [${n}].` : ''}`,
          ),
          taken(needs.numbers, sizes, [0.5, -1, Number.NaN]),
          holds(!fits(needs.numbers, [...sizes, 'x']) && !fits(needs.numbers, n), n, 'no array of numbers'),
          says(needs.shape.asks('x'), 'a shape, such as [2, 3], for x'),
          says(needs.axes.asks('x'), 'an array of axes, such as [0], for x'),
          says(needs.numbers.asks('x'), 'an array of numbers for x'),
        )
      },
    ),
    law(
      'Z5',
      'of lists, records and options the entry that does not fit is named, and the names that there are',
      [fc.array(fc.boolean(), { maxLength: 5 }), fc.nat(9), names, fc.nat(3)],
      (list, at, name, least) => {
        const place = at % (list.length + 1)
        const spoilt = [...list.slice(0, place), 7, ...list.slice(place)]
        const listed = needs.listOf(needs.boolean, 'choices', least)
        const entries = needs.entriesOf(needs.boolean, 'choices')
        const fixed = { bias: needs.boolean, by: needs.finite }
        const [open, given, all] = [needs.record(fixed), needs.givenOptions(fixed), needs.options(fixed)]
        const other = `${'o'.repeat(36 + at)}x`
        const shownOther = other.length > 40 ? `${other.slice(0, 40)}…` : other
        const fitting = { bias: true, by: 2 }
        const record = `{ bias, by }`
        return every(
          holds(fits(listed, list) === list.length >= least, list.length, least),
          refusedWith(listed, spoilt, `law needs true or false for x[${place}], but was given 7.`),
          refusedWith(
            listed,
            name,
            `law needs an array of choices for x, but was given '${name}' (a string).`,
          ),
          says(listed.asks('x'), 'an array of choices for x'),
          says(
            said(needs.listOf(needs.boolean, 'choices', 1), []),
            'law needs an array of choices for x, but was given an empty array.',
          ),
          taken(needs.listOf(needs.boolean, 'choices'), []),
          taken(entries, {}, { [name]: true }),
          refusedWith(entries, { [name]: 7 }, `law needs true or false for x.${name}, but was given 7.`),
          refusedWith(entries, list, `law needs choices by name for x, but was given ${showValue(list)}.`),
          says(entries.asks('x'), 'choices by name for x'),
          taken(open, fitting, { ...fitting, [other]: 1 }),
          taken(given, fitting),
          taken(all, undefined, {}, { by: 1 }, fitting),
          holds(
            !fits(given, { bias: true }) && !fits(given, undefined) && !fits(open, {}),
            name,
            'all entries',
          ),
          refusedWith(given, { ...fitting, [other]: 1 }, `law has no option ${shownOther}. It has bias, by.`),
          refusedWith(all, { [other]: 1 }, `law has no option ${shownOther}. It has bias, by.`),
          refusedWith(
            given,
            { ...fitting, by: name },
            `law needs a finite number for by, but was given '${name}' (a string).`,
          ),
          refusedWith(open, { ...fitting, bias: 7 }, 'law needs true or false for x.bias, but was given 7.'),
          ...[7, null, list].flatMap(x => [
            refusedWith(
              given,
              x,
              `law takes its options by name, as ${record}, but was given ${showValue(x)}.`,
            ),
            refusedWith(open, x, `law takes a record ${record} as x, but was given ${showValue(x)}.`),
          ]),
          refusedWith(
            given,
            ones([2]),
            `law takes its options by name, as ${record}, but was given a tensor of shape [2]. Call it once more, with its options first: law({ … })(…).`,
          ),
          says(open.asks('x'), `${record} for x`),
          says(given.asks('x'), `its options by name, as ${record}, for x`),
          ...[7, null, list, { a: 1 }].flatMap(x =>
            [needs.record, needs.options, needs.givenOptions].map(make =>
              refuses(
                `Options are described by name, such as { bias: needs.boolean }, but were ${showValue(x)}.`,
                () => loosely(make)(x),
              ),
            ),
          ),
          ...(['optional', 'entriesOf'] as const).map(which =>
            refuses(
              `needs.${which} takes what an argument has to be, such as needs.size, but was given 7.`,
              () => (needs[which] as (x: unknown, what: string) => Argument)(7, 'choices'),
            ),
          ),
          taken(needs.optional(needs.boolean), undefined, true),
          holds(!fits(needs.optional(needs.boolean), null), null, 'refused'),
          taken(needs.anything, undefined, null, list),
          says(needs.anything.asks('x'), 'a value for x'),
        )
      },
    ),
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
          refuses('gain needs a key for key, as its first argument, but was given none.', () =>
            call(gain(by)),
          ),
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
          refuses(`twice takes 1 argument (x), but was given 2. The first too many is 0.`, () =>
            twice(by, 0),
          ),
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
  ],
  [],
  25,
)
