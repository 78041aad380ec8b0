/**
 * Functions on the leaves of trees. All keep the structure, and never share out or drop a branch.
 *
 * @module
 */
import { at, type Budget, namesIn, rebuilt, sameKeys, unlike, wholeBudget } from '../branches.ts'
import { anything, described, fn, listOf } from '../contract/plain.ts'
import { takes } from '../contract/takes.ts'
import { ArgumentError, type Path } from '../error.ts'
import { deepest, isList, isRecord } from '../stranger.ts'
import { type AnyTensor, isTensor } from '../tensor.ts'
import { type Entry, isLeaf, type Leaf, type Tree } from '../tree.ts'

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
