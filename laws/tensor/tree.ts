/**
 * Trees are a functor in their leaves, and taking them apart and putting them together are inverse.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { getOrElseW, isLeft } from 'fp-ts/lib/Either.js'
import { isTensor, op, scalar, showPath, tree } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { every, exact, holds, sameStructure } from '../close.ts'
import { arbitrary, implementations } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { otherTrees } from '../oracle/otherTrees.ts'
import { refused } from '../oracle/refusal.ts'

/** A leaf with some function applied that keeps it a leaf. */
const changed =
  (c: number) =>
  (leaf: tree.Leaf): tree.Leaf =>
    tree.isFloat(leaf) ? op.scale(c)(leaf) : leaf

const position = (t: unknown, leaf: tree.Leaf): number => tree.leaves(t).indexOf(leaf)

const pathsOf = (x: unknown): readonly string[] => tree.paths(x).map(showPath)

const same = (lhs: readonly unknown[], rhs: readonly unknown[]) =>
  holds(lhs.length === rhs.length && lhs.every((value, i) => Object.is(value, rhs[i])), lhs, rhs)

const isFrozen = (x: unknown): boolean =>
  isTensor(x) ||
  typeof x !== 'object' ||
  x === null ||
  (Object.isFrozen(x) && Object.values(x).every(isFrozen))

/**
 * The functions that put trees together: those of `tree`, or others to be held to the same laws.
 *
 * @category Laws
 * @since 0.1.0
 */
export type TreeFunctions = Pick<typeof tree, 'map' | 'withLeaves' | 'zipWith'>

/**
 * What holds of `tree.map`, `tree.zipWith` and the others on any trees: on one's own parameters, say.
 *
 * @example
 * import { arbitrary, checkLaws, treeLaws } from 'pullback/laws'
 * const reports = checkLaws(treeLaws('pairs', arbitrary.tensors([2]).map(x => [x, { x }])))
 *
 * @category Laws
 * @since 0.1.0
 */
export const treeLaws = takes(
  'treeLaws',
  { name: needs.text, trees: arbitrary, functions: implementations('map', 'withLeaves', 'zipWith') },
  () =>
    <T>(name: string, trees: Arbitrary<T>, { map, withLeaves, zipWith }: TreeFunctions = tree): LawSet =>
      lawSet(name, [
        law('T1', 'map of the identity is the identity', [trees], t =>
          every(
            exact(map((leaf: tree.Leaf) => leaf)(t), t),
            same(tree.leaves(map((leaf: tree.Leaf) => leaf)(t)), tree.leaves(t)),
          ),
        ),
        law('T2', 'map of a composite is the composite of maps', [trees], t => {
          const [f, g] = [changed(2), changed(-0.25)]
          return exact(map((leaf: tree.Leaf) => g(f(leaf)))(t), map(g)(map(f)(t)))
        }),
        law(
          'T3',
          'map visits each leaf once, in order, with its path, and keeps the structure',
          [trees],
          t => {
            const seen: { path: string; leaf: tree.Leaf }[] = []
            const mapped = map((leaf: tree.Leaf, path) => {
              seen.push({ path: showPath(path), leaf })
              return changed(2)(leaf)
            })(t)
            return every(
              same(
                seen.map(entry => entry.path),
                pathsOf(t),
              ),
              same(
                seen.map(entry => entry.leaf),
                tree.leaves(t),
              ),
              holds(sameStructure(mapped, t), mapped, t),
            )
          },
        ),
        law(
          'T4',
          'zipWith of either side alone is that side, and pairs are met at their paths',
          [trees],
          t => {
            const u = map(changed(3))(t)
            const met: string[] = []
            const right = zipWith((_: tree.Leaf, y: tree.Leaf, path) => {
              met.push(showPath(path))
              return y
            })(t, u)
            return every(
              exact(zipWith((x: tree.Leaf, _: tree.Leaf) => x)(t, u), t),
              exact(right, u),
              same(met, pathsOf(t)),
            )
          },
        ),
        law(
          'T5',
          'zipWith refuses trees of different structures, whichever comes first: nothing is truncated',
          [trees.chain(t => fc.record({ t: fc.constant<unknown>(t), other: otherTrees(t) }))],
          ({ t, other }) => {
            const zip = zipWith((x: tree.Leaf, _: tree.Leaf) => x)
            return every(
              refused('ArgumentError', () => zip(t, other)),
              refused('ArgumentError', () => zip(other, t)),
            )
          },
        ),
        law('T6', 'withLeaves puts leaves back to where leaves took them from', [trees], t => {
          const others = tree.leaves(t).map(changed(5))
          return every(
            exact(withLeaves(tree.leaves(t))(t), t),
            same(tree.leaves(withLeaves(others)(t)), others),
            exact(withLeaves(others)(t), map(changed(5))(t)),
          )
        }),
        law('T7', 'withLeaves refuses too few leaves and too many', [trees], t => {
          const leaves = tree.leaves(t)
          return every(
            refused('ArgumentError', () => withLeaves([...leaves, scalar(0)])(t)),
            leaves.length === 0
              ? holds(true, [], [])
              : refused('ArgumentError', () => withLeaves(leaves.slice(1))(t)),
          )
        }),
        law(
          'T8',
          'entries are the paths with the leaves, and reduce folds over them in order',
          [trees],
          t => {
            const entries = tree.entries(t)
            const folded = tree.reduce(
              '',
              (all, leaf, path) => `${all} ${showPath(path)} ${position(t, leaf)}`,
            )(t)
            return every(
              same(
                entries.map(({ leaf }) => leaf),
                tree.leaves(t),
              ),
              same(
                entries.map(({ path }) => path.join('/')),
                tree.paths(t).map(path => path.join('/')),
              ),
              same(
                [folded],
                [entries.map(({ path, leaf }) => ` ${showPath(path)} ${position(t, leaf)}`).join('')],
              ),
            )
          },
        ),
        law('T9', 'a path leads to its leaf', [trees], t =>
          same(
            tree
              .paths(t)
              .map(path => path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], t)),
            tree.leaves(t),
          ),
        ),
        law(
          'T10',
          'count is how many numbers there are, and tensors are the leaves that have some',
          [trees],
          t => {
            const tensors = tree.leaves(t).filter(isTensor)
            return every(
              same(tree.tensors(t), tensors),
              exact(
                tree.count(t),
                tensors.reduce((n, x) => n + x.shape.reduce((m, size) => m * size, 1), 0),
              ),
              holds(tree.leaves(t).every(tree.isLeaf), tree.leaves(t), 'leaves'),
              same(
                tree.leaves(t).map(tree.isFloat),
                tree.leaves(t).map(leaf => isTensor(leaf) && leaf.kind === 'float'),
              ),
            )
          },
        ),
        law(
          'T11',
          'what map and zipWith give is frozen at every level, and their arguments stay',
          [trees],
          t => {
            const before = tree.leaves(t)
            const mapped = map(changed(2))(t)
            const zipped = zipWith((x: tree.Leaf, _: tree.Leaf) => x)(t, mapped)
            return every(
              holds(tree.isLeaf(t) || isFrozen(mapped), mapped, 'frozen'),
              holds(tree.isLeaf(t) || isFrozen(zipped), zipped, 'frozen'),
              same(tree.leaves(t), before),
            )
          },
        ),
        law('T12', 'the empty tree has no leaves', [fc.constant(tree.empty)], t =>
          every(same(tree.leaves(t), []), exact(tree.count(t), 0), holds(!tree.isLeaf(t), t, 'no leaf')),
        ),
        law('T13', 'restore is inverse to JSON and to a message', [trees], t => {
          const back = (x: unknown) => getOrElseW(tree.showMismatches)(tree.restore<unknown>(t)(x))
          const { message, transfer } = tree.transferable<unknown>(t)
          return every(
            exact(back(JSON.parse(JSON.stringify(t))), t),
            exact(back(message), t),
            holds(transfer.length === tree.tensors(t).length, transfer, t),
            holds(JSON.stringify(back(t)) === JSON.stringify(t), back(t), t),
          )
        }),
        law(
          'T14',
          'restore refuses a tree of another structure, with a sentence about the place',
          [trees.chain(t => fc.record({ t: fc.constant<unknown>(t), other: otherTrees(t) }))],
          ({ t, other }) => {
            const restored = tree.restore(t)(JSON.parse(JSON.stringify(other)))
            const words = isLeft(restored) ? tree.showMismatches(restored.left) : ''
            return holds(/ expected/.test(words), restored, 'a refusal by a sentence')
          },
        ),
      ]),
)
