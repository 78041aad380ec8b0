import { isTensor, isTrivial } from 'pullback'

/** A key of a record or an array, or `()` for what a function gives. */
export type Step = string | number

/** A place in the arguments of a call, and what is there. */
export interface Site {
  readonly path: readonly Step[]
  readonly value: unknown
  /** Whether it is in what a function gives that a user writes. */
  readonly given: boolean
}

const isPlainRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' &&
  x !== null &&
  !isTensor(x) &&
  !isTrivial(x) &&
  !('prepare' in x || 'equations' in x) &&
  (Object.getPrototypeOf(x) === Object.prototype || Object.getPrototypeOf(x) === null)

const entriesOf = (x: unknown): readonly (readonly [Step, unknown])[] => {
  if (Array.isArray(x)) return x.slice(0, 4).map((entry, i) => [i, entry])
  return isPlainRecord(x) ? Object.entries(x).filter(([name]) => name !== 'inside') : []
}

/** All places in a value: entries of lists and records. Functions are leaves, as what they give is seen only when they are called. */
export const sitesOf = (value: unknown, path: readonly Step[] = [], depth = 4): readonly Site[] => [
  { path, value, given: false },
  ...(depth === 0 ? [] : entriesOf(value).flatMap(([step, x]) => sitesOf(x, [...path, step], depth - 1))),
]

/** A value with another in a place. */
export const replaced = (x: unknown, path: readonly Step[], by: (old: unknown) => unknown): unknown => {
  const [step, ...rest] = path
  if (step === undefined) return by(x)
  if (Array.isArray(x)) return x.map((entry, i) => (i === step ? replaced(entry, rest, by) : entry))
  return { ...(x as object), [step]: replaced((x as never)[step], rest, by) }
}

type Anything = (...given: unknown[]) => unknown

/** A function whose result, or an entry of it, is replaced; with `depth`, that of the function that it gives. */
export const giving = (
  f: Anything,
  depth: number,
  entry: Step | null,
  by: (old: unknown) => unknown,
): Anything =>
  depth > 0
    ? (...given) => {
        const inner = f(...given)
        return typeof inner === 'function' ? giving(inner as Anything, depth - 1, entry, by) : inner
      }
    : (...given) => {
        const result = f(...given)
        if (entry === null) return by(result)
        // What is not there is not replaced.
        if (!(Array.isArray(result) || isPlainRecord(result)) || !Object.hasOwn(result, entry)) return result
        const old = (result as never)[entry]
        if (entry === 1 && typeof old === 'function')
          return replaced(result, [entry], () => giving(old as Anything, 0, null, by))
        return replaced(result, [entry], () => by(old))
      }
