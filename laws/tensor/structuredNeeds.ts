/**
 * Laws of needs of shapes, axes, lists, records and options: the entry that does not fit is named.
 *
 * @module
 */
import fc from 'fast-check'
import { ones } from '../../src/index.ts'
import { type Argument, holds as fits, needs, showValue } from '../../src/tensor/contract/index.ts'
import { every, holds } from '../close.ts'
import { type Law, law } from '../law.ts'
import { loosely } from '../oracle/loose.ts'
import { names, refusedWith, refuses, said, says, shownSizes, taken, whole } from './sentences.ts'

/** What is needed of shapes, lists, records and options. */
export const structuredNeedLaws: readonly Law[] = [
  law(
    'Z4',
    'shapes and axes are arrays of whole numbers from 0 on, and the words show them, eight at most, or how to write them',
    [fc.array(fc.nat(3), { maxLength: 10 }), fc.nat(9), fc.constantFrom(-1, 0.5, 'x', null, 2 ** 53), whole],
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
        refusedWith(listed, name, `law needs an array of choices for x, but was given '${name}' (a string).`),
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
]
