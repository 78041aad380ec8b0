/**
 * Trees that differ from a given one in structure by a little: what must not be taken for it.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { isTensor, scalar, trivial } from '../../src/index.ts'

const isLeaf = (x: unknown): boolean => isTensor(x) || x === trivial || typeof x !== 'object' || x === null

/** All trees in which one branch is gone, added, renamed, or of another kind. */
const neighbours = (x: unknown): readonly unknown[] => {
  const extra = scalar(0, 'f64')
  if (isLeaf(x)) return [[x], { x }, [], {}]
  if (Array.isArray(x))
    return [
      [...x, extra],
      extra,
      { ...x },
      ...(x.length === 0 ? [] : [x.slice(0, -1), x.slice(1)]),
      ...x.flatMap((branch, i) => neighbours(branch).map(other => x.with(i, other))),
    ]
  const entries = Object.entries(x as object)
  return [
    { ...(x as object), extra },
    extra,
    entries.map(([, branch]) => branch),
    ...entries.flatMap(([key, branch], i) => {
      const others = entries.toSpliced(i, 1)
      return [
        Object.fromEntries(others),
        Object.fromEntries([...others, [`${key}'`, branch]]),
        ...neighbours(branch).map(other => Object.fromEntries(entries.with(i, [key, other]))),
      ]
    }),
  ]
}

/** Trees of another structure than the given one, as near to it as can be. */
export const otherTrees = (x: unknown): Arbitrary<unknown> => fc.constantFrom(...neighbours(x))
