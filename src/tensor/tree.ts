/**
 * Trees of tensors: a tensor, or a tuple or record of trees. Parameters, states, gradients and batches are trees; all
 * functions on them keep the structure and never share out or drop a branch.
 *
 * @module
 */
import { anything, described, fn, listOf } from './contract/plain.ts'
import { takes } from './contract/takes.ts'
import type { Kind } from './dtype.ts'
import { ArgumentError, type Path, showPath } from './error.ts'
import type { Shape } from './shape.ts'
import { deepest, describe, isList, isRecord, mendOf } from './stranger.ts'
import { type AnyTensor, isTensor, type Tensor } from './tensor.ts'
import { isTrivial, type Trivial } from './trivial.ts'
import { mostBranches } from './walk.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/**
 * A tensor (or the trivial cotangent of one), or a tuple or record of trees.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Tree = AnyTensor | Trivial | readonly Tree[] | { readonly [key: string]: Tree }

/**
 * What a tree ends in.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Leaf = AnyTensor | Trivial

/**
 * A tree without leaves: the parameters of a layer that has none, the state of one that keeps none.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Empty = { readonly [key in never]: never }

/**
 * The only value of type `Empty`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const empty: Empty = Object.freeze({})

/**
 * A leaf and the way to it from the root.
 *
 * @category Tensors
 * @since 0.1.0
 */
export interface Entry {
  readonly path: Path
  readonly leaf: Leaf
}

/**
 * Whether a value is a leaf.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const isLeaf = (x: unknown): x is Leaf => isTensor(x) || isTrivial(x)

// -------------------------------------------------------------------------------------
// structure
// -------------------------------------------------------------------------------------

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
interface Budget {
  left: number
}

const wholeBudget = (): Budget => ({ left: mostBranches })

const endless = (path: Path): ArgumentError =>
  new ArgumentError(
    `A tree is nested up to ${deepest} levels deep, but ${placeOf(path)} it goes on: it seems to contain itself.`,
  )

const at = (tree: Tree, key: string | number): Tree =>
  (tree as { readonly [key: string | number]: Tree })[key] as Tree

/** The positions or names of the branches of a tuple or record. */
const namesIn = (tree: Tree, path: Path, budget: Budget): readonly (string | number)[] => {
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
const rebuilt = (
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
const unlike = (path: Path, x: unknown, y: unknown): ArgumentError =>
  new ArgumentError(
    `Two trees need one structure, but ${path.length === 0 ? 'at the root' : placeOf(path)} one has ${describe(x)} ` +
      `and the other ${describe(y)}.`,
  )

const sameKeys = (x: Tree, y: Tree): boolean => {
  if (typeof y !== 'object' || y === null || isLeaf(y) || isTuple(x) !== isTuple(y)) return false
  if (isTuple(x)) return x.length === (y as readonly Tree[]).length
  const kx = keysOf(x)
  return isRecord(y) && kx.length === keysOf(y).length && kx.every(key => Object.hasOwn(y, key))
}

// -------------------------------------------------------------------------------------
// combinators
// -------------------------------------------------------------------------------------

/**
 * Applies a function to each leaf. Identity and composition are kept: trees are a functor in their leaves.
 *
 * @throws ArgumentError, as all functions on trees, for what is not a tree: where there is a number, text, function, date or object
 * of a class in place of a tensor, with the place.
 *
 * @example
 * import { op, tree } from 'pullback'
 * const halve = tree.map(op.scale(0.5))
 *
 * @category Tensors
 * @since 0.1.0
 */
export const map = takes('map', { f: fn }, () => mapUnchecked)

const mapUnchecked =
  (f: (leaf: never, path: Path) => Leaf) =>
  <T>(tree: T): T =>
    mapAt(tree as Tree, f as (leaf: Leaf, path: Path) => Leaf, [], wholeBudget()) as T

const mapAt = (tree: Tree, f: (leaf: Leaf, path: Path) => Leaf, path: Path, budget: Budget): Tree => {
  if (isLeaf(tree)) return f(tree, path)
  const names = namesIn(tree, path, budget)
  return rebuilt(tree, names, key => mapAt(at(tree, key), f, [...path, key], budget))
}

/**
 * Joins two trees of one structure leaf by leaf.
 *
 * @throws ArgumentError if the structures differ, with the place: nothing is truncated to the shorter.
 * @category Tensors
 * @since 0.1.0
 */
export const zipWith = takes('zipWith', { f: fn }, () => zipWithUnchecked)

const zipWithUnchecked =
  (f: (x: never, y: never, path: Path) => Leaf) =>
  <T>(x: T, y: T): T =>
    zipAt(x as Tree, y as Tree, f as (x: Leaf, y: Leaf, path: Path) => Leaf, [], wholeBudget()) as T

const zipAt = (
  x: Tree,
  y: Tree,
  f: (x: Leaf, y: Leaf, path: Path) => Leaf,
  path: Path,
  budget: Budget,
): Tree => {
  if (isLeaf(x)) {
    if (!isLeaf(y)) throw unlike(path, x, y)
    return f(x, y, path)
  }
  const names = namesIn(x, path, budget)
  if (!sameKeys(x, y)) throw unlike(path, x, y)
  return rebuilt(x, names, key => zipAt(at(x, key), at(y, key), f, [...path, key], budget))
}

/**
 * All leaves with their paths, depth first, in the order of positions and of insertion of keys.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const entries = (tree: unknown): readonly Entry[] => entriesAt(tree as Tree, [], wholeBudget())

const entriesAt = (tree: Tree, path: Path, budget: Budget): readonly Entry[] =>
  isLeaf(tree)
    ? [{ path, leaf: tree }]
    : namesIn(tree, path, budget).flatMap(key => entriesAt(at(tree, key), [...path, key], budget))

/**
 * All leaves, in the order of `entries`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const leaves = (tree: unknown): readonly Leaf[] => {
  const found: Leaf[] = []
  // Who walks without paths finds the place of what is not a tree by walking once more, with them.
  if (!gather(tree, found, 0, wholeBudget())) return entries(tree).map(({ leaf }) => leaf)
  return found
}

const gather = (tree: unknown, into: Leaf[], depth: number, budget: Budget): boolean => {
  if (isLeaf(tree)) {
    into.push(tree)
    return true
  }
  if (depth > deepest || !(isList(tree) || isRecord(tree))) return false
  for (const branch of isList(tree) ? tree : Object.values(tree))
    if (budget.left-- <= 0 || !gather(branch, into, depth + 1, budget)) return false
  return true
}

/**
 * The paths of all leaves, in the order of `entries`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const paths = (tree: unknown): readonly Path[] => entries(tree).map(entry => entry.path)

/**
 * Folds over the leaves in the order of `entries`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const reduce = takes('reduce', { initial: anything, f: fn }, () => reduceUnchecked)

const reduceUnchecked =
  <B>(initial: B, f: (b: B, leaf: Leaf, path: Path) => B) =>
  (tree: unknown): B =>
    entries(tree).reduce((b, { leaf, path }) => f(b, leaf, path), initial)

/**
 * The tensors among the leaves.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const tensors = (tree: unknown): readonly AnyTensor[] => leaves(tree).filter(isTensor)

/**
 * How many numbers a tree holds: the number of parameters of a model.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const count = (tree: unknown): number =>
  tensors(tree).reduce((n, x) => n + x.shape.reduce((m, size) => m * size, 1), 0)

/**
 * A tree with the structure of `tree` and the given leaves in the order of `entries`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const withLeaves = takes(
  'withLeaves',
  { leaves: listOf(described('a tensor', isLeaf), 'tensors') },
  () => withLeavesUnchecked,
)

const withLeavesUnchecked =
  (replacements: readonly Leaf[]) =>
  <T>(tree: T): T => {
    const places = paths(tree)
    if (places.length !== replacements.length)
      throw new ArgumentError(
        `A tree of ${places.length} leaves was given ${replacements.length} to put in their places.`,
      )
    const next = replacements[Symbol.iterator]()
    return mapUnchecked(() => next.next().value as Leaf)(tree)
  }

/**
 * Narrows a leaf to a float tensor.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const isFloat = (leaf: Leaf): leaf is Tensor<Shape> =>
  isTensor(leaf) && (leaf.kind as Kind) === 'float'
