/**
 * What functions of tensors take and give: trees of tensors, and nothing else in them.
 *
 * @module
 */
import { ArgumentError, type Path, showPath } from './error.ts'
import { deepest, describe, isRecord, mendOf, isList } from './stranger.ts'
import { isLeaf } from './tree.ts'

/**
 * Requires something to be a tree of tensors: no number, function, promise or object of a class can be in it.
 *
 * @throws ArgumentError that names the place.
 */
export const requireTree = (operation: string, subject: string, tree: unknown, path: Path = []): void => {
  if (isLeaf(tree)) return
  const place = path.length === 0 ? subject : `${subject} at ${showPath(path.slice(0, 12))}`
  if (path.length > deepest)
    throw new ArgumentError(`${operation} takes trees of tensors, but ${place} seems to contain itself.`)
  if (isList(tree) || isRecord(tree)) {
    for (const [key, child] of Object.entries(tree))
      requireTree(operation, subject, child, [...path, isList(tree) ? Number(key) : key])
    return
  }
  throw new ArgumentError(
    `${operation} takes tensors and gives tensors, but ${place} is ${describe(tree)}. ${mendOf(tree)}`,
  )
}
