import { describe } from 'vitest'
import { type Assumed, defaultLaws } from '../../laws/defaults/default.ts'
import { boundLaws } from '../../laws/tensor/bounds.ts'
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

/** A function of a share, made by one that refuses others in the same words. */
const share = (isShare: (value: number) => boolean) =>
  boundLaws('share', [
    {
      at: '0',
      call: value => {
        if (!isShare(value))
          throw new Error(`share needs a number from 0 up to, not including, 1, but was given ${value}.`)
      },
    },
  ])
const bounds: readonly Mutant[] = [
  {
    name: 'a bound that is taken, though it is said to be refused',
    mutant: share(value => value >= 0 && value <= 1),
    twin: share(value => value >= 0 && value < 1),
    killedBy: ['U3'],
  },
  {
    name: 'a bound that is refused, though it is said to be taken',
    mutant: share(value => value > 0 && value < 1),
    twin: share(value => value >= 0 && value < 1),
    killedBy: ['U3'],
  },
]

describe('defaults', () => testMutants(mutants))
describe('bounds', () => testMutants(bounds))
