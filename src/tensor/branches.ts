/**
 * The branches of a tree: their names, a tree of other ones, and where trees part.
 *
 * @module
 */
import { ArgumentError, type Path, showPath } from './error.ts'
import { deepest, describe, isList, isRecord, mendOf } from './stranger.ts'
import { isLeaf, type Tree } from './tree.ts'
import { mostBranches } from './walk.ts'

const isTuple = (tree: Tree): tree is readonly Tree[] => isList(tree)

const keysOf = (tree: Tree): readonly string[] => Object.keys(tree as object)

const placeOf = (path: Path): string => `at ${showPath(path.slice(0, 12))}${path.length > 12 ? '…' : ''}`

/** Refuses what is not a tensor and contains none. */
const refuse = (x: unknown, path: Path): ArgumentError =>
  new ArgumentError(
    `A tree is a tensor, or a tuple or record of trees, but ${path.length === 0 ? 'this is' : `${placeOf(path)} it has`} ` +
      `${describe(x)}. ${mendOf(x)}`,
  )

const tooWide = (): ArgumentError =>
  new ArgumentError(
    `A tree has up to ${mostBranches} branches, but this has more: it seems to contain itself, or to share its branches.`,
  )

/** How many more branches may be walked through: counted on the way, so that a tree is walked once. */
export interface Budget {
  left: number
}

export const wholeBudget = (): Budget => ({ left: mostBranches })

const endless = (path: Path): ArgumentError =>
  new ArgumentError(
    `A tree is nested up to ${deepest} levels deep, but ${placeOf(path)} it goes on: it seems to contain itself.`,
  )

export const at = (tree: Tree, key: string | number): Tree =>
  (tree as { readonly [key: string | number]: Tree })[key] as Tree

/** The positions or names of the branches of a tuple or record. */
export const namesIn = (tree: Tree, path: Path, budget: Budget): readonly (string | number)[] => {
  if (path.length > deepest) throw endless(path)
  if (isTuple(tree)) {
    budget.left -= tree.length
    if (budget.left < 0) throw tooWide()
    return Array.from(tree, (_, i) => i)
  }
  if (!isRecord(tree)) throw refuse(tree, path)
  const names = keysOf(tree)
  budget.left -= names.length
  if (budget.left < 0) throw tooWide()
  return names
}

/** A tuple or record like this one, of other branches. */
export const rebuilt = (
  tree: Tree,
  names: readonly (string | number)[],
  branch: (key: string | number) => Tree,
): Tree => {
  if (isTuple(tree)) return Object.freeze(names.map(branch))
  const record: { [key: string]: Tree } = {}
  for (const key of names) setOwn(record, key as string, branch(key))
  return Object.freeze(record)
}

/** An entry of any name: in an assignment `__proto__` would be no entry. */
const setOwn = (record: { [key: string]: Tree }, key: string, branch: Tree): void => {
  if (key === '__proto__') Object.defineProperty(record, key, { value: branch, enumerable: true })
  else record[key] = branch
}

/** An error that says where and how two trees part. */
export const unlike = (path: Path, x: unknown, y: unknown): ArgumentError =>
  new ArgumentError(
    `Two trees need one structure, but ${path.length === 0 ? 'at the root' : placeOf(path)} one has ${describe(x)} ` +
      `and the other ${describe(y)}.`,
  )

export const sameKeys = (x: Tree, y: Tree): boolean => {
  if (typeof y !== 'object' || y === null || isLeaf(y) || isTuple(x) !== isTuple(y)) return false
  if (isTuple(x)) return x.length === (y as readonly Tree[]).length
  const kx = keysOf(x)
  return isRecord(y) && kx.length === keysOf(y).length && kx.every(key => Object.hasOwn(y, key))
}
