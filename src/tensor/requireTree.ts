/**
 * What functions of tensors take and give: trees of tensors, and nothing else in them.
 *
 * @module
 */
import { ArgumentError, type Path, showPath } from './error.ts'
import { isLeaf } from './tree.ts'

/** What something is called that is no tensor, and what to do instead. */
const stranger = (x: unknown): readonly [name: string, mend: string] =>
  typeof x === 'function'
    ? ['a function', 'Of a smooth map, which gives a value and a pullback, take smooth.value(f).']
    : x instanceof Promise
      ? ['a promise', 'A function of tensors is not async.']
      : [String(x), 'Make a tensor of numbers: tensor(…).']

/**
 * Requires something to be a tree of tensors: no number, function or promise can be in it.
 *
 * @throws ArgumentError that names the place.
 */
export const requireTree = (operation: string, subject: string, tree: unknown, path: Path = []): void => {
  if (isLeaf(tree)) return
  if (typeof tree === 'object' && tree !== null && !(tree instanceof Promise)) {
    for (const [key, child] of Object.entries(tree))
      requireTree(operation, subject, child, [...path, Array.isArray(tree) ? Number(key) : key])
    return
  }
  const place = path.length === 0 ? subject : `${subject} at ${showPath(path)}`
  const [name, mend] = stranger(tree)
  throw new ArgumentError(`${operation} takes tensors and gives tensors, but ${place} is ${name}. ${mend}`)
}
