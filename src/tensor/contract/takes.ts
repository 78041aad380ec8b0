/**
 * Contracts: what an exported function takes, said once, so that whoever calls it from plain JavaScript is told what was
 * expected, what came and how to mend it.
 *
 * The arguments are looked at before the function runs, and only as deep as `typeof` and `instanceof` see. Nothing is caught: an
 * error of a function that a user gave passes through as it is.
 *
 * @module
 */
import { ArgumentError, type PullbackError } from '../error.ts'
import { showValue } from './showValue.ts'

/** What one argument has to be. */
export interface Argument {
  /** What is needed, as the end of "dense needs …", of an argument of this name: `a positive integer for inputs`. */
  readonly asks: (name: string) => string
  /** Whether a value is that. */
  readonly holds: (x: unknown) => boolean
  /** How to mend a value that is not, where that can be told. */
  readonly mend?: (x: unknown, name: string) => string | undefined
  /** The error for a value that is not, where it is about a part of it. */
  readonly error?: (of: string, name: string, x: unknown) => PullbackError
  /** What the function is given in its place: a function or a thing of the user's that looks at what it gives in turn. */
  readonly as?: (x: unknown, of: string, name: string) => unknown
  /** Whether the argument may be left out. */
  readonly optional?: true
  /** Whether it is what the function is applied to: such a function may be given to `map`, which passes more than that. */
  readonly subject?: true
}

/** The arguments of a function by name, in their order; a name such as `...layers` is of any number of arguments of one kind. */
export type Arguments = { readonly [name: string]: Argument }

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
interface Stage {
  readonly names: readonly string[]
  readonly needed: readonly Argument[]
  /** What each of any number of arguments has to be. */
  readonly rest: Argument | undefined
  /** Whether something else is put in the place of any. */
  readonly puts: boolean
}

/** One of the calls of a curried function. */
interface Call {
  readonly of: string
  readonly stages: readonly Stage[]
  readonly position: number
  readonly given: readonly unknown[]
}

/** How a curried function is called. */
const written = ({ of, stages }: Call): string =>
  `It is written ${of}${stages.map(({ names }) => `(${names.join(', ')})`).join('')}.`

/** Whether a value belongs to the next call: whoever gives it does not know that the function is curried. */
const isEarly = ({ stages, position }: Call, x: unknown): boolean => {
  const subject = stages[position + 1]?.needed[0]
  return subject !== undefined && ['object', 'function'].includes(typeof x) && holds(subject, x)
}

/** The error for an argument that is not what is needed. */
const misplaced = (call: Call, i: number): PullbackError => {
  const { of, stages, position, given } = call
  const { names, needed } = stages[position] as Stage
  const [name, argument, x] = [names[i] as string, needed[i] as Argument, given[i]]
  const isThing = stages[position + 1]?.needed[0]?.as !== undefined
  return isEarly(call, x) && (isThing || given.length > needed.length)
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

type Anything = (...given: unknown[]) => unknown

/** Requires each of a list of arguments to be what is needed. */
const requireRest = (of: string, one: Argument, given: readonly unknown[]): void => {
  given.forEach((x, i) => {
    requireArgument(of, `its ${ordinals[i] ?? `${i + 1}th`} argument`, one, x)
  })
}

const stageOf = (needed: Arguments): Stage => {
  const names = Object.keys(needed)
  return {
    names,
    needed: Object.values(needed),
    rest: names[0]?.startsWith('...') ? needed[names[0]] : undefined,
    puts: Object.values(needed).some(argument => argument.as !== undefined),
  }
}

const requireCall = (call: Call): void => {
  const rest = call.stages[call.position]?.rest
  if (rest === undefined) requireArguments(call)
  else requireRest(call.of, rest, call.given)
}

/** Whether a call is as it should be, at a glance: nearly all are, also those in loops. */
const fits = ({ needed, rest }: Stage, given: readonly unknown[]): boolean => {
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

const put = (of: string, { names, needed, rest }: Stage, given: readonly unknown[]): unknown[] =>
  given.map((x, i) => {
    const argument = rest ?? needed[i]
    return argument?.as === undefined || x === undefined
      ? x
      : argument.as(x, of, names[i] ?? `argument ${i + 1}`)
  })

const checked = (of: string, stages: readonly Stage[], position: number, f: () => Anything): Anything => {
  const stage = stages[position] as Stage
  const isLast = position + 1 >= stages.length
  let inner: Anything | undefined
  return (...given) => {
    if (!fits(stage, given)) requireCall({ of, stages, position, given })
    inner ??= f()
    if (typeof inner !== 'function')
      throw new ArgumentError(`takes needs a function that gives ${of}, but it gives ${showValue(inner)}.`)
    const result = inner(...(stage.puts ? put(of, stage, given) : given))
    return isLast || typeof result !== 'function'
      ? result
      : checked(of, stages, position + 1, () => result as Anything)
  }
}

const isList = (x: unknown): x is readonly Arguments[] => {
  try {
    return Array.isArray(x)
  } catch {
    return false
  }
}

const areArguments = (x: unknown): boolean =>
  holds(
    {
      asks: name => name,
      holds: stage =>
        typeof stage === 'object' &&
        stage !== null &&
        Object.values(stage as Arguments).every(({ asks }) => typeof asks === 'function'),
    },
    x,
  )

/** What the functions that `takes` made need, call by call. */
const taken = new WeakMap<object, readonly Arguments[]>()

/**
 * What a function that `takes` made needs, call by call, for another that takes the same.
 *
 * @throws ArgumentError if `takes` did not make it.
 */
export const argumentsOf = (f: object): readonly Arguments[] => {
  const found = taken.get(f)
  if (found === undefined)
    throw new ArgumentError(
      `Only of functions that takes made is known what they need, but was given ${showValue(f)}.`,
    )
  return found
}

/** In how many calls a function is given all that it needs, if `takes` made it. */
export const callsOf = (f: object): number | undefined => taken.get(f)?.length

/**
 * A function that looks at its arguments before it does anything. It has the type of the function it is made of, which is given by
 * a function, so that it can stand below and the documentation stays with the export. Of a curried function the arguments of the
 * later calls can be said as well, in a list.
 *
 * @throws ArgumentError unless it is given a name, arguments and a function that gives the function.
 *
 * @example
 * import { layer, smooth } from 'pullback'
 *
 * const { needs, takes } = layer
 * const gain = takes('gain', { by: needs.finite }, () => (by: number) => layer.elementwise(`gain(${by})`, smooth.scale(by)))
 */
export const takes = <F extends (...given: never[]) => unknown>(
  of: string,
  stages: Arguments | readonly Arguments[],
  f: () => F,
): F => {
  const list: readonly Arguments[] = isList(stages) ? stages : [stages as Arguments]
  if (
    typeof of !== 'string' ||
    typeof f !== 'function' ||
    list.length === 0 ||
    !Array.from(list).every(areArguments)
  )
    throw new ArgumentError(
      'takes needs a name, the arguments by name, such as { width: needs.size }, and a function that gives the function.',
    )
  const made = Object.defineProperty(checked(of, list.map(stageOf), 0, f as never), 'name', { value: of })
  taken.set(made, list)
  return made as never
}
