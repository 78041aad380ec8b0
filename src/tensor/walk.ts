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
  /** Whether it goes on deeper than any tree does: it contains itself. */
  readonly isEndless: boolean
}

/** Whether tuples and records end in what they may end in, no deeper than trees are. */
export const isWithin = (isEnd: (x: unknown) => boolean, x: unknown, depth = 0): boolean => {
  if (isEnd(x)) return true
  if (depth > deepest || !isBranches(x)) return false
  // By position, as an array with holes has undefined there.
  if (isList(x)) {
    for (let i = 0; i < x.length; i++) if (!isWithin(isEnd, x[i], depth + 1)) return false
    return true
  }
  for (const branch of Object.values(x)) if (!isWithin(isEnd, branch, depth + 1)) return false
  return true
}

/** The first thing in a value that does not belong there; null if there is none. */
export const strangerIn = (isEnd: (x: unknown) => boolean, x: unknown): Stranger | null =>
  // Who walks without paths finds the place by walking once more, with them.
  isWithin(isEnd, x) ? null : strangerAt(isEnd, x, [])

const strangerAt = (isEnd: (x: unknown) => boolean, x: unknown, path: Path): Stranger | null => {
  if (isEnd(x)) return null
  const isEndless = path.length > deepest
  if (isEndless || !isBranches(x)) return { path, value: x, isEndless }
  for (const [key, branch] of branchesOf(x)) {
    const found = strangerAt(isEnd, branch, [...path, key])
    if (found !== null) return found
  }
  return null
}
