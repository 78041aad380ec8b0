/**
 * The check of arguments and results of functions of tensors: trees of tensors, and nothing else in them.
 *
 * @module
 */
import { ArgumentError, showPath } from './error.ts'
import { describe, mendOf } from './stranger.ts'
import { isLeaf } from './tree.ts'
import { strangerIn } from './walk.ts'

/**
 * Requires something to be a tree of tensors: no number, function, promise or object of a class can be in it.
 *
 * @throws ArgumentError that names the place.
 */
export const requireTree = (operation: string, subject: string, tree: unknown): void => {
  const stranger = strangerIn(isLeaf, tree)
  if (stranger === null) return
  const { path, value, isEndless } = stranger
  const place = path.length === 0 ? subject : `${subject} at ${showPath(path.slice(0, 12))}`
  throw new ArgumentError(
    isEndless
      ? `${operation} takes trees of tensors, but ${place} seems to contain itself.`
      : `${operation} takes tensors and gives tensors, but ${place} is ${describe(value)}. ${mendOf(value)}`,
  )
}
