import { describe } from 'vitest'
import { type Assumed, defaultLaws } from '../../laws/defaults/default.ts'
import { type Mutant, testMutants } from './mutant.ts'

/** A function of two options, made by one that knows them as 2 and true where nothing is said. */
const times = (make: (options: { by?: number; signed?: boolean }) => number): Assumed => ({
  name: 'times',
  make,
  seen: made => made,
  defaults: { by: 2, signed: true },
})
const twin = defaultLaws(times(({ by = 2, signed = true }) => (signed ? -by : by)))

const mutants: readonly Mutant[] = [
  {
    name: 'a default that is another than it is said to be',
    mutant: defaultLaws(times(({ by = 5, signed = true }) => (signed ? -by : by))),
    twin,
    killedBy: ['U1'],
    survives: ['U2'],
  },
  {
    name: 'an option that is left out of account',
    mutant: defaultLaws(times(({ by = 2 }) => -by)),
    twin,
    killedBy: ['U2'],
    survives: ['U1'],
  },
]

describe('defaults', () => testMutants(mutants))
