/**
 * Laws of contracts: each need takes what it says and nothing else, and what does not fit is refused in the words of its need.
 *
 * @module
 */
import fc from 'fast-check'
import { holds as fits, showValue } from '../../src/tensor/contract/index.ts'
import { every, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { callLaws } from './calls.ts'
import { statedNeeds } from './needs.ts'
import { names, said, says, sentence } from './sentences.ts'
import { shownValues } from './shownValues.ts'
import { structuredNeedLaws } from './structuredNeeds.ts'

const values = shownValues.map(([value]) => value)

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
    ...structuredNeedLaws,
    ...callLaws,
  ],
  [],
  25,
)
