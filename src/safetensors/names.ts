/**
 * Trees as tensors by name, and back: `{ params: [{ w, b }] }` has the names params.0.w and params.0.b.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { namedTensors } from '../codec/contract.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import { ArgumentError, type Path, showPath } from '../tensor/error.ts'
import type { Mismatch } from '../tensor/function/restore.ts'
import { entries, withLeaves } from '../tensor/function/traversal.ts'
import { type Shape, sameShape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'
import type { Leaf } from '../tensor/tree.ts'
import type { NamedTensors } from './encode.ts'

/** The name of the leaf at a path. */
const nameOf = (path: Path): string => {
  const dotted = path.find(key => typeof key === 'string' && key.includes('.'))
  if (dotted !== undefined)
    throw new ArgumentError(
      `The names of tensors in a file are paths joined by dots, but '${dotted}' in ${showPath(path)} has a dot itself. Give that ` +
        'entry of the record, or that label, a name without one.',
    )
  return path.join('.')
}

/** The path that a name may have: positions are digits. */
const pathOf = (name: string): Path =>
  name.split('.').map(key => (/^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : key))

/** The tensors of a tree, or what stands for them, by name. */
export const namedLeaves = (
  tree: unknown,
): ReadonlyMap<string, { readonly path: Path; readonly leaf: AnyTensor }> => {
  const named = new Map<string, { readonly path: Path; readonly leaf: AnyTensor }>()
  for (const { path, leaf } of entries(tree)) if (isTensor(leaf)) named.set(nameOf(path), { path, leaf })
  return named
}

/** What is compared: an element type and a shape. */
interface Form {
  readonly dtype: DType
  readonly shape: Shape
}

const shown = ({ dtype, shape }: Form): string => `${dtype}${showShape(shape)}`

/** Every way in which tensors by name are not those of a tree; the element type is a text where there is none here. */
export const mismatchesOf = (
  like: unknown,
  found: ReadonlyMap<string, { readonly dtype: DType | string; readonly shape: Shape }>,
): readonly Mismatch[] => {
  const wanted = namedLeaves(like)
  const mismatches: Mismatch[] = []
  for (const [name, { path, leaf }] of wanted) {
    const there = found.get(name)
    if (there === undefined) mismatches.push({ _tag: 'Missing', path, expected: shown(leaf) })
    else if (there.dtype !== leaf.dtype || !sameShape(there.shape, leaf.shape))
      mismatches.push({ _tag: 'Misfit', path, expected: shown(leaf), found: shown(there as Form) })
  }
  for (const [name, there] of found)
    if (!wanted.has(name))
      mismatches.push({ _tag: 'Surplus', path: pathOf(name), found: shown(there as Form) })
  return mismatches
}

/** A tree like another, of tensors by name that are known to be there. */
export const rebuiltOf = <T>(like: T, tensors: ReadonlyMap<string, AnyTensor>): T =>
  withLeaves(
    entries(like).map(({ path, leaf }) =>
      isTensor(leaf) ? (tensors.get(nameOf(path)) as AnyTensor) : (leaf as Leaf),
    ),
  )(like)

/**
 * The tensors of a tree by name: paths joined by dots, such as `params.0.w`. `treeOf` makes the tree again.
 *
 * @throws ArgumentError if a name in the tree has a dot itself, or if it is not a tree.
 *
 * @example
 * import { zeros } from 'pullback'
 * import { tensorsOf } from 'pullback/safetensors'
 * tensorsOf({ encoder: [{ w: zeros([2, 3]) }] }) // { 'encoder.0.w': … }
 *
 * @category Codecs
 * @since 0.1.0
 */
export const tensorsOf = takes('tensorsOf', { tree: needs.anything }, () => tensorsOfUnchecked)

const tensorsOfUnchecked = (tree: unknown): NamedTensors =>
  Object.fromEntries(Array.from(namedLeaves(tree), ([name, { leaf }]) => [name, leaf]))

/**
 * A tree with the structure of `like` from its tensors by name: what `tensorsOf` gave. The left names every tensor that is missing, not
 * expected, or of another shape or element type; `tree.showMismatches` describes them.
 *
 * @example
 * import { tensor, zeros } from 'pullback'
 * import { treeOf } from 'pullback/safetensors'
 * treeOf({ w: zeros([2]) })({ w: tensor([1, 2]) }) // right: { w: [1, 2] }
 *
 * @category Codecs
 * @since 0.1.0
 */
export const treeOf = takes(
  'treeOf',
  [{ like: needs.anything }, { tensors: namedTensors }],
  () => treeOfUnchecked,
)

const treeOfUnchecked =
  <T>(like: T) =>
  (tensors: NamedTensors): Either<readonly Mismatch[], T> => {
    const found = new Map(Object.entries(tensors))
    const mismatches = mismatchesOf(like, found)
    return mismatches.length > 0 ? left(mismatches) : right(rebuiltOf(like, found))
  }
