/**
 * The requirement on one argument of a function, and the error where it is not met.
 *
 * @module
 */
import { ArgumentError, type PullbackError } from '../error.ts'
import { showValue } from '../showValue.ts'

/** What one argument has to be. */
export interface Argument {
  /** What is needed, as the end of "dense needs …", of an argument of this name: `a positive integer for inputs`. */
  readonly asks: (name: string) => string
  /** Whether a value is that. */
  readonly holds: (x: unknown) => boolean
  /** How to mend a value that is not, where that is known. */
  readonly mend?: (x: unknown, name: string) => string | undefined
  /** The error for a value that is not, where it is about a part of it. */
  readonly error?: (of: string, name: string, x: unknown) => PullbackError
  /** What the function is given in its place: a function or a thing of the user's that looks at what it gives in turn. */
  readonly as?: (x: unknown, of: string, name: string) => unknown
  /** Whether the argument may be left out. */
  readonly optional?: true
  /** Whether it is what the function is applied to: such a function may be given to `map`, which passes more than that. */
  readonly subject?: true
  /** Whether a value that holds is that and nothing else, as a layer is, so that where it stands elsewhere it is misplaced. */
  readonly particular?: true
}

/** The arguments of a function by name, in their order; a name such as `...layers` is of any number of arguments of one kind. */
export type Arguments = { readonly [name: string]: Argument }

const longestName = 200

const text = (x: unknown): string =>
  typeof x === 'string' && x !== '' && x.length <= longestName ? x : showValue(x)

/**
 * An argument that can be asked about anything: what cannot be looked at does not hold and has no hint, whatever its traps throw, and
 * a name of another type is shown.
 */
export const guarded = (argument: Argument): Argument => {
  const { mend, error, as } = argument
  const made: Argument = {
    ...argument,
    asks: name => argument.asks(text(name)),
    holds: x => {
      try {
        return argument.holds(x)
      } catch {
        return false
      }
    },
    ...(mend === undefined
      ? {}
      : {
          mend: (x, name) => {
            try {
              return mend(x, text(name))
            } catch {
              return undefined
            }
          },
        }),
    ...(error === undefined
      ? {}
      : {
          error: (of, name, x) => {
            try {
              return error(text(of), text(name), x)
            } catch {
              return plainMisfit(text(of), made, text(name), x)
            }
          },
        }),
    ...(as === undefined
      ? {}
      : {
          as: (x, of, name) => {
            requireArgument(text(of), text(name), made, x)
            return as(x, text(of), text(name))
          },
        }),
  }
  unguarded.set(made, argument)
  return made
}

/** Who catches what is thrown anyway asks without a guard. */
const unguarded = new WeakMap<Argument, Argument>()

/** What an argument was before it was guarded. */
export const withoutGuard = (argument: Argument): Argument => unguarded.get(argument) ?? argument

const plainMisfit = (of: string, { asks }: Argument, name: string, x: unknown): ArgumentError =>
  new ArgumentError(`${of} needs ${asks(name)}, but was given ${showValue(x)}.`)

/** Whether a value is what is needed; what cannot be looked at is not. */
export const holds = (argument: Argument, x: unknown): boolean => {
  if (x === undefined && argument.optional) return true
  try {
    return argument.holds(x)
  } catch {
    return false
  }
}

/** The error for a value that is not what is needed. */
export const misfit = (of: string, name: string, argument: Argument, x: unknown): PullbackError => {
  let mend: string | undefined
  // What cannot be looked at may throw here, and is then shown as what it is.
  try {
    if (argument.error !== undefined) return argument.error(of, name, x)
    mend = argument.mend?.(x, name)
  } catch {
    mend = undefined
  }
  return new ArgumentError(
    `${of} needs ${argument.asks(name)}, but was given ${showValue(x)}.${mend === undefined ? '' : ` ${mend}`}`,
  )
}

/** Requires one value to be what is needed. */
export const requireArgument = (of: string, name: string, argument: Argument, x: unknown): void => {
  if (!holds(argument, x)) throw misfit(of, name, argument, x)
}
