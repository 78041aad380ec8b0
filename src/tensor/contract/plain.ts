/**
 * Arguments that are texts, choices, functions, lists and records.
 *
 * @module
 */
import { ArgumentError, type PullbackError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { type Argument, type Arguments, guarded, holds, misfit } from './argument.ts'
import { didYouMean, nearest } from './nearest.ts'

/**
 * An argument of which something in particular is to be said.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const described = (what: string, fits: (x: unknown) => boolean, mend?: Argument['mend']): Argument =>
  guarded({
    asks: name => `${what} for ${name}`,
    holds: fits,
    ...(mend === undefined ? {} : { mend }),
  })

const isArgument = (x: unknown): x is Argument => {
  try {
    return typeof (x as Argument).asks === 'function' && typeof (x as Argument).holds === 'function'
  } catch {
    return false
  }
}

const requiredArgument = (of: string, argument: Argument): Argument => {
  if (!isArgument(argument))
    throw new ArgumentError(
      `needs.${of} takes what an argument has to be, such as needs.size, but was given ${showValue(argument)}.`,
    )
  return argument
}

/**
 * An argument that may be left out.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const optional = (argument: Argument): Argument =>
  guarded({
    ...requiredArgument('optional', argument),
    optional: true,
  })

/**
 * An argument that is one thing or the other.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const either = (one: Argument, other: Argument): Argument =>
  guarded({
    asks: name => `${one.asks(name).replace(/ for \S+$/, '')} or ${other.asks(name)}`,
    holds: x => one.holds(x) || other.holds(x),
    mend: (x, name) => one.mend?.(x, name) ?? other.mend?.(x, name),
  })

/**
 * Anything at all, where a function says for itself what it needs.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const anything: Argument = guarded({ asks: name => `a value for ${name}`, holds: () => true })

/**
 * True or false.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const boolean = described(
  'true or false',
  x => typeof x === 'boolean',
  x => (x === 'true' || x === 'false' ? `Without quotes: ${x}.` : undefined),
)

/**
 * A text that is not empty.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const text = described('a text', x => typeof x === 'string' && x !== '')

/**
 * A function.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const fn = described(
  'a function',
  x => typeof x === 'function' && Object.getOwnPropertyDescriptor(x, 'prototype')?.writable !== false,
  x => (typeof x === 'function' ? 'A class is called with new only.' : undefined),
)

/**
 * An array of what the function looks at itself.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const list = described('an array', Array.isArray)

/**
 * One of some texts.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const oneOf = (...choices: readonly string[]): Argument =>
  guarded({
    asks: name => `${choices.map(choice => `'${choice}'`).join(' or ')} for ${name}`,
    holds: x => choices.includes(x as string),
    mend: x => {
      const near = typeof x === 'string' ? nearest(x, choices) : undefined
      return near === undefined ? undefined : `Did you mean '${near}'?`
    },
  })

/**
 * A list of arguments of one kind.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const listOf = (one: Argument, what: string, least = 0): Argument => {
  // A loop that sees what a sparse array has not, and ends at the first that is wrong: an array can announce billions.
  const wrongAt = (x: unknown): number => {
    if (!Array.isArray(x)) return -1
    for (let i = 0; i < x.length; i++) if (!holds(one, x[i])) return i
    return -1
  }
  return guarded({
    asks: name => `an array of ${what} for ${name}`,
    holds: x => Array.isArray(x) && x.length >= least && wrongAt(x) === -1,
    error: (of, name, x) => {
      const position = wrongAt(x)
      return position === -1
        ? new ArgumentError(`${of} needs an array of ${what} for ${name}, but was given ${showValue(x)}.`)
        : misfit(of, `${name}[${position}]`, one, (x as readonly unknown[])[position])
    },
  })
}

const isRecord = (x: unknown): x is object => typeof x === 'object' && x !== null && !Array.isArray(x)

const unknownOption = (of: string, names: readonly string[], option: string): ArgumentError =>
  new ArgumentError(
    `${of} has no option ${option.length > 40 ? `${option.slice(0, 40)}…` : option}${didYouMean(option, names)} It has ${names.join(', ')}.`,
  )

const requireEntries = (entries: Arguments): void => {
  let areEntries: boolean
  try {
    areEntries = isRecord(entries) && Object.values(entries).every(isArgument)
  } catch {
    areEntries = false
  }
  if (!areEntries)
    throw new ArgumentError(
      `Options are described by name, such as { bias: needs.boolean }, but were ${showValue(entries)}.`,
    )
}

/** A record of which some entries are of known kinds; others may be in it where it is `open`. */
const recordOf = (entries: Arguments, open: boolean): Argument => {
  requireEntries(entries)
  const names = Object.keys(entries)
  const get = (x: object, name: string): unknown => (x as { readonly [name: string]: unknown })[name]
  return guarded({
    asks: name =>
      open
        ? `{ ${names.join(', ')} } for ${name}`
        : `its options by name, as { ${names.join(', ')} }, for ${name}`,
    holds: x =>
      isRecord(x) &&
      (open || Object.keys(x).every(name => Object.hasOwn(entries, name))) &&
      names.every(name => holds(entries[name] as Argument, get(x, name))),
    error: (of, name, x): PullbackError => {
      const whole = open
        ? `a record { ${names.join(', ')} } as ${name}`
        : `its options by name, as { ${names.join(', ')} }`
      const given = new ArgumentError(`${of} takes ${whole}, but was given ${showValue(x)}.`)
      if (!open && showValue(x).startsWith('a tensor'))
        return new ArgumentError(
          `${given.message} Call it once more, with its options first: ${of}({ … })(…).`,
        )
      if (!isRecord(x)) return given
      try {
        const unknown = open ? undefined : Object.keys(x).find(option => !Object.hasOwn(entries, option))
        if (unknown !== undefined) return unknownOption(of, names, unknown)
        const wrong = names.find(option => !holds(entries[option] as Argument, get(x, option)))
        return wrong === undefined
          ? given
          : misfit(of, open ? `${name}.${wrong}` : wrong, entries[wrong] as Argument, get(x, wrong))
      } catch {
        return given
      }
    },
  })
}

/**
 * A record of entries of one kind, whatever their names.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const entriesOf = (given: Argument, what: string): Argument => {
  const one = requiredArgument('entriesOf', given)
  return entriesOfOne(one, what)
}

const entriesOfOne = (one: Argument, what: string): Argument =>
  guarded({
    asks: name => `${what} by name for ${name}`,
    holds: x => isRecord(x) && Object.values(x).every(entry => holds(one, entry)),
    error: (of, name, x) => {
      const wrong = isRecord(x) ? Object.entries(x).find(([, entry]) => !holds(one, entry)) : undefined
      return wrong === undefined
        ? new ArgumentError(`${of} needs ${what} by name for ${name}, but was given ${showValue(x)}.`)
        : misfit(of, `${name}.${wrong[0]}`, one, wrong[1])
    },
    ...(one.as === undefined
      ? {}
      : {
          as: (x, of, name) =>
            Object.fromEntries(
              Object.entries(x as object).map(([key, entry]) => [key, one.as?.(entry, of, `${name}.${key}`)]),
            ),
        }),
  })

/**
 * A record of entries that are there; it may have others.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const record = (entries: Arguments): Argument => recordOf(entries, true)

/**
 * Options, of which some have to be given: a record of these names and no others.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const givenOptions = (entries: Arguments): Argument => recordOf(entries, false)

/**
 * Options, each of which may be left out, and all of them.
 *
 * @category Contracts
 * @since 0.1.0
 */
export const options = (entries: Arguments): Argument => {
  requireEntries(entries)
  return optional(
    recordOf(
      Object.fromEntries(Object.entries(entries).map(([name, argument]) => [name, optional(argument)])),
      false,
    ),
  )
}
