/**
 * One call of a function, of which a curried one has several: whether its arguments are what is needed, and the error if not.
 *
 * @module
 */
import { ArgumentError, type PullbackError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { type Argument, type Arguments, holds, misfit, requireArgument, withoutGuard } from './argument.ts'

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

/** An array calls what it maps with the element, its position and itself. */
const isMapping = (given: readonly unknown[]): boolean => {
  try {
    return given.length === 3 && Array.isArray(given[2]) && given[2][given[1] as number] === given[0]
  } catch {
    return false
  }
}

/** The arguments of one call, taken apart once. */
export interface Stage {
  readonly names: readonly string[]
  readonly needed: readonly Argument[]
  /** What each of any number of arguments has to be. */
  readonly rest: Argument | undefined
  /** Whether something else is put in the place of any. */
  readonly puts: boolean
}

/** One of the calls of a curried function. */
export interface Call {
  readonly of: string
  readonly stages: readonly Stage[]
  readonly position: number
  readonly given: readonly unknown[]
}

/** How a curried function is called. */
const written = ({ of, stages }: Call): string =>
  `It is written ${of}${stages.map(({ names }) => `(${names.join(', ')})`).join('')}.`

/** Whether a value belongs to the next call: the caller does not know that the function is curried. */
const isEarly = ({ stages, position }: Call, x: unknown): boolean => {
  const subject = stages[position + 1]?.needed[0]
  return subject !== undefined && ['object', 'function'].includes(typeof x) && holds(subject, x)
}

/** The error for an argument that is not what is needed. */
const misplaced = (call: Call, i: number): PullbackError => {
  const { of, stages, position, given } = call
  const { names, needed } = stages[position] as Stage
  const [name, argument, x] = [names[i] as string, needed[i] as Argument, given[i]]
  const isParticular = stages[position + 1]?.needed[0]?.particular === true
  return isEarly(call, x) && (isParticular || given.length > needed.length)
    ? new ArgumentError(`${of} needs ${argument.asks(name)}, but was given ${showValue(x)}. ${written(call)}`)
    : misfit(of, name, argument, x)
}

/** The error for a call with more arguments than are taken. */
const tooMany = (call: Call): ArgumentError => {
  const { of, stages, position, given } = call
  const { names } = stages[position] as Stage
  const [first, ...others] = given.slice(names.length)
  const isCurried =
    position + 1 < stages.length &&
    (names.length === 0 || [first, ...others].some(x => x === undefined || isEarly(call, x)))
  const taken =
    names.length === 0
      ? 'no arguments'
      : `${names.length} argument${names.length === 1 ? '' : 's'} (${names.join(', ')})`
  return new ArgumentError(
    `${of} takes ${taken}, but was given ${given.length}. ${
      isCurried ? written(call) : `The first too many is ${showValue(first)}.`
    }`,
  )
}

/** Requires the arguments of one call to be what is needed, all of them and no more. */
const requireArguments = (call: Call): void => {
  const { of, stages, position, given } = call
  const { names, needed } = stages[position] as Stage
  for (let i = 0; i < needed.length; i++) {
    const argument = needed[i] as Argument
    if (holds(argument, given[i])) continue
    const name = names[i] as string
    if (i >= given.length)
      throw new ArgumentError(
        `${of} needs ${argument.asks(name)}, as its ${ordinals[i]} argument, but was given ${
          given.length === 0 ? 'none' : `only ${given.length}`
        }.`,
      )
    throw misplaced(call, i)
  }
  if (given.length > needed.length && !needed.some(({ subject }) => subject) && !isMapping(given)) {
    const isLast = position + 1 >= stages.length
    if (isLast && given.slice(needed.length).every(x => x === undefined)) return
    throw tooMany(call)
  }
}

/** Requires each of a list of arguments to be what is needed. */
const requireRest = (of: string, one: Argument, given: readonly unknown[]): void => {
  given.forEach((x, i) => {
    requireArgument(of, `its ${ordinals[i] ?? `${i + 1}th`} argument`, one, x)
  })
}

/** The arguments of one call, taken apart. */
export const stageOf = (needed: Arguments): Stage => {
  const names = Object.keys(needed)
  return {
    names,
    needed: Object.values(needed).map(withoutGuard),
    rest: names[0]?.startsWith('...') ? needed[names[0]] : undefined,
    puts: Object.values(needed).some(argument => argument.as !== undefined),
  }
}

/** Requires a call to be as it should be. */
export const requireCall = (call: Call): void => {
  const rest = call.stages[call.position]?.rest
  if (rest === undefined) requireArguments(call)
  else requireRest(call.of, rest, call.given)
}

/** Whether a call is as it should be, at a glance: nearly all are, also those in loops. */
export const fits = ({ needed, rest }: Stage, given: readonly unknown[]): boolean => {
  if (rest !== undefined || given.length > needed.length) return false
  try {
    for (let i = 0; i < needed.length; i++) {
      const { optional, holds } = needed[i] as Argument
      const x = given[i]
      if (!(x === undefined && optional === true) && !holds(x)) return false
    }
    return true
  } catch {
    return false
  }
}
