/**
 * How contracts work: what an exported function takes is stated once, so that a caller from plain JavaScript learns what was
 * expected, what came and how to mend it.
 *
 * The arguments are looked at before the function runs, and only as deep as `typeof` and `instanceof` see. Nothing is caught: an
 * error of a function that a user gave passes through as it is.
 *
 * @module
 */
import { ArgumentError } from '../error.ts'
import { showValue } from '../showValue.ts'
import { type Arguments, holds } from './argument.ts'
import { fits, requireCall, type Stage, stageOf } from './call.ts'

type Anything = (...given: unknown[]) => unknown

const put = (of: string, { names, needed, rest }: Stage, given: readonly unknown[]): unknown[] =>
  given.map((x, i) => {
    const argument = rest ?? needed[i]
    return argument?.as === undefined || x === undefined
      ? x
      : argument.as(x, of, names[i] ?? `argument ${i + 1}`)
  })

/** What is done with what a function gives at last. */
type Finish = (given: unknown) => unknown

const checked = (
  of: string,
  stages: readonly Stage[],
  position: number,
  f: () => Anything,
  finish: Finish,
): Anything => {
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
      ? finish(result)
      : checked(of, stages, position + 1, () => result as Anything, finish)
  }
}

const isList = (x: unknown): x is readonly Arguments[] => {
  try {
    return Array.isArray(x)
  } catch {
    return false
  }
}

const areStages = (list: readonly unknown[]): boolean => {
  for (let i = 0; i < list.length; i++) if (!areArguments(list[i])) return false
  return list.length > 0
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

/** See `takes`. */
export type Takes = <F extends (...given: never[]) => unknown>(
  of: string,
  stages: Arguments | readonly Arguments[],
  f: () => F,
) => F

/** Contracts, with something to be done with all that their functions give. */
export const taking = (finish: Finish): Takes => {
  function take<F extends (...given: never[]) => unknown>(
    of: string,
    stages: Arguments | readonly Arguments[],
    f: () => F,
  ): F
  function take(of: string, stages: Arguments | readonly Arguments[], f: () => Anything): Anything {
    const list: readonly Arguments[] = isList(stages) ? stages : [stages as Arguments]
    if (typeof of !== 'string' || typeof f !== 'function' || !areStages(list))
      throw new ArgumentError(
        'takes needs a name, the arguments by name, such as { width: needs.size }, and a function that gives the function.',
      )
    const made = Object.defineProperty(checked(of, list.map(stageOf), 0, f, finish), 'name', {
      value: of,
    })
    taken.set(made, list)
    return made
  }
  return take
}

/** Contracts of functions of tensors and trees, which things with methods are made of. */
export const takes = taking(given => given)
