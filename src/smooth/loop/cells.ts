/**
 * Cells whose types are forgotten, and what they go along.
 *
 * @module
 */
import { ArgumentError, ShapeError, showPath } from '../../tensor/error.ts'
import { entries } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { describe, isList } from '../../tensor/stranger.ts'
import { isTensor } from '../../tensor/tensor.ts'

/** A cell whose types are forgotten: from trees to trees. */
export type TreeCell = (
  a: readonly [params: unknown, state: unknown, input: unknown],
) => readonly [
  value: readonly [state: unknown, output: unknown],
  pullback: (db: readonly [unknown, unknown]) => readonly [unknown, unknown, unknown],
]

const isPair = (x: unknown): x is readonly [unknown, unknown] => isList(x) && x.length === 2

/** Requires what a smooth map gives that is a cell. */
export const requireStep = (given: unknown): ReturnType<TreeCell> => {
  const [value, pullback] = isPair(given) ? given : [undefined, undefined]
  if (!isPair(value) || typeof pullback !== 'function')
    throw new ArgumentError(
      `scan takes a smooth map that gives [[state, output], pullback], but its value is ${describe(value)} and its pullback ` +
        `${describe(pullback)}.`,
    )
  requireTree('scan', 'what its cell gives', value)
  return given as ReturnType<TreeCell>
}

/** How many slices all tensors of a tree have, along their first axes. */
export const countOf = (xs: unknown): number => {
  const found = entries(xs).flatMap(({ path, leaf }) => (isTensor(leaf) ? [{ path, leaf }] : []))
  const [first] = found
  if (first === undefined)
    throw new ArgumentError(
      'scan goes along the first axis of its inputs, but there is no tensor among them.',
    )
  for (const { path, leaf } of found) {
    const where = path.length === 0 ? 'its input' : `its input at ${showPath(path)}`
    if (leaf.shape.length === 0 || leaf.shape[0] === 0)
      throw new ShapeError(
        `scan goes along the first axis of its inputs, at least once, but ${where} has the shape [${leaf.shape.join(', ')}].`,
        [leaf.shape],
        0,
      )
    if (leaf.shape[0] !== first.leaf.shape[0])
      throw new ShapeError(
        `scan goes along first axes of one length, but ${where} has ${leaf.shape[0]} and the first has ${first.leaf.shape[0]}.`,
        [leaf.shape, first.leaf.shape],
        0,
      )
  }
  return first.leaf.shape[0] as number
}
