/**
 * Walking a given value, whatever it is: through tuples and records, as deep as trees go, to what they end in.
 *
 * @module
 */
import type { Path } from './error.ts'
import { deepest, isList, isRecord } from './stranger.ts'

/** A tuple or record. */
export type Branches = readonly unknown[] | { readonly [key: string]: unknown }

/** Whether a value is a tuple or record, and may have others in it. */
export const isBranches = (x: unknown): x is Branches => isList(x) || isRecord(x)

/** The branches of a tuple or record by position or name. */
export const branchesOf = (x: Branches): readonly (readonly [string | number, unknown])[] =>
  isList(x) ? Array.from(x, (branch, i) => [i, branch] as const) : Object.entries(x)

/** What does not belong into a tree, and where it is. */
export interface Stranger {
  readonly path: Path
  readonly value: unknown
  /** Whether it goes on deeper than any tree does, or has more branches: it contains itself, or shares its branches. */
  readonly isEndless: boolean
}

/**
 * How many tuples, records and ends a tree may have, more than any model: `t = [t, t]`, forty times, is small in memory, but
 * it is not walked through.
 */
export const mostBranches = 2 ** 18

/** How many more branches may be walked through. */
interface Budget {
  left: number
}

/** Whether tuples and records end in what they may end in, no deeper than trees are, and are no more than trees have. */
export const isWithin = (isEnd: (x: unknown) => boolean, x: unknown): boolean =>
  isEnd(x) || (isBranches(x) && branchesEnd(isEnd, x, 0, { left: mostBranches }))

const branchesEnd = (isEnd: (x: unknown) => boolean, x: Branches, depth: number, budget: Budget): boolean => {
  if (depth > deepest) return false
  const endsAt = (branch: unknown): boolean =>
    budget.left-- > 0 &&
    (isEnd(branch) || (isBranches(branch) && branchesEnd(isEnd, branch, depth + 1, budget)))
  // By position, as an array with holes has undefined there.
  if (isList(x)) {
    for (let i = 0; i < x.length; i++) if (!endsAt(x[i])) return false
    return true
  }
  for (const branch of Object.values(x)) if (!endsAt(branch)) return false
  return true
}

/** The first thing in a value that does not belong there; null if there is none. */
export const strangerIn = (isEnd: (x: unknown) => boolean, x: unknown): Stranger | null =>
  // Who walks without paths finds the place by walking once more, with them.
  isWithin(isEnd, x) ? null : strangerAt(isEnd, x, [], { left: mostBranches })

const strangerAt = (
  isEnd: (x: unknown) => boolean,
  x: unknown,
  path: Path,
  budget: Budget,
): Stranger | null => {
  // Ends count as well: an array of holes has no others.
  const isEndless = path.length > deepest || budget.left-- <= 0
  if (!isEndless && isEnd(x)) return null
  if (isEndless || !isBranches(x)) return { path, value: x, isEndless }
  const keys = isList(x) ? null : Object.keys(x)
  const length = keys === null ? (x as readonly unknown[]).length : keys.length
  // One by one: an array can announce billions of entries.
  for (let i = 0; i < length; i++) {
    const key = keys === null ? i : (keys[i] as string)
    const found = strangerAt(
      isEnd,
      (x as { readonly [key: string | number]: unknown })[key],
      [...path, key],
      budget,
    )
    if (found !== null) return found
  }
  return null
}
