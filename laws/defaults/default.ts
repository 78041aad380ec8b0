/**
 * Laws of defaults: a function without options gives what it gives with every default written out, and each default shows.
 *
 * @module
 */
import fc from 'fast-check'
import { every, holds, numbersOf, structureOf } from '../close.ts'
import { type Law, type LawSet, law, lawSet } from '../law.ts'

/** Options of a function, by name. */
export type Options = Readonly<Record<string, unknown>>

/** What an export makes of options, what can be seen of it, and its options as they are if none are given. */
export interface Assumed {
  readonly name: string
  /** With the options that are given, and the others as they are by default. */
  readonly make: (options: never) => unknown
  readonly seen: (made: unknown) => unknown
  readonly defaults: Options
  /** Other values, each of which must show; half or double, or the opposite, where nothing is said. */
  readonly others?: Options
}

/** Defaults, and where they are. */
export interface Pinned extends Assumed {
  /** Where the defaults are written: a file and a declaration in src, for all of them or for each. */
  readonly at: string | Readonly<Record<string, string>>
}

/** The defaults of an export. */
export const pinned = (
  name: string,
  make: (options: never) => unknown,
  seen: (made: unknown) => unknown,
  defaults: Options,
  at: Pinned['at'],
  more: Pick<Pinned, 'others'> = {},
): Pinned => ({ name, make, seen, defaults, at, ...more })

/** A description that tells any two values apart, the two zeros as well. */
const bitsOf = (x: unknown): string =>
  typeof x === 'string'
    ? x
    : `${structureOf(x)} ${numbersOf(x)
        .map(n => (Object.is(n, -0) ? '-0' : String(n)))
        .join()}`

const another = (value: unknown): unknown => {
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'number') throw new Error(`Name another value than ${String(value)} in the table.`)
  if (value === 0) return 0.25
  return Number.isInteger(value) && value > 0 ? value + 1 : value / 2
}

type Make = (options: Options) => unknown

const writtenOut = ({ make, seen, defaults }: Assumed): Law => {
  const seenWith = (options: Options): string => bitsOf(seen((make as Make)(options)))
  return law(
    'U1',
    'without options it gives what it gives with every default written out, bit for bit',
    [fc.constant(defaults)],
    given => holds(seenWith({}) === seenWith(given), 'without options', given),
  )
}

const shows = ({ make, seen, defaults, others = {} }: Assumed): Law => {
  const seenWith = (options: Options): string => bitsOf(seen((make as Make)(options)))
  const changed = Object.entries(defaults).map(([name, value]) => ({
    [name]: Object.hasOwn(others, name) ? others[name] : another(value),
  }))
  return law(
    'U2',
    'it gives something else with another value of any option',
    [fc.constant(changed)],
    each => {
      const without = seenWith({})
      return every(...each.map(options => holds(seenWith(options) !== without, options, 'without options')))
    },
  )
}

/** The laws of an export's defaults. They draw nothing: once is enough. */
export const defaultLaws = (of: Assumed): LawSet =>
  lawSet(`defaults of ${of.name}`, [writtenOut(of), shows(of)], [], 1)
