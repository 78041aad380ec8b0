/**
 * Contracts: what an exported function takes, stated once, so that a caller from plain JavaScript learns what was
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
import { callable } from './methods.ts'

type Anything = (...given: unknown[]) => unknown

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
      ? callable(result)
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

/**
 * A function that looks at its arguments before it does anything. It has the type of the function it is made of, which is given by
 * a function, so that it can stand below and the documentation stays with the export. Of a curried function the arguments of the
 * later calls can be said as well, in a list. A layer, an objective or an optimiser that it gives looks at what its methods are
 * given, and a value with a pullback at the cotangent.
 *
 * @throws ArgumentError unless it is given a name, arguments and a function that gives the function.
 *
 * @example
 * import { layer, smooth } from 'pullback'
 *
 * const { needs, takes } = layer
 * const gain = takes('gain', { by: needs.finite }, () => (by: number) => layer.elementwise(`gain(${by})`, smooth.scale(by)))
 *
 * @category Contracts
 * @since 0.1.0
 */
export function takes<F extends (...given: never[]) => unknown>(
  of: string,
  stages: Arguments | readonly Arguments[],
  f: () => F,
): F
export function takes(of: string, stages: Arguments | readonly Arguments[], f: () => Anything): Anything {
  const list: readonly Arguments[] = isList(stages) ? stages : [stages as Arguments]
  if (typeof of !== 'string' || typeof f !== 'function' || !areStages(list))
    throw new ArgumentError(
      'takes needs a name, the arguments by name, such as { width: needs.size }, and a function that gives the function.',
    )
  const made = Object.defineProperty(checked(of, list.map(stageOf), 0, f), 'name', {
    value: of,
  })
  taken.set(made, list)
  return made
}
