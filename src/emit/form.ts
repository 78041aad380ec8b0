/**
 * Descriptions of the trees that a module takes and gives: where the numbers of each tensor lie.
 *
 * @module
 */
import type { Abstract } from '../primitive/core/primitive.ts'
import { ArgumentError } from '../tensor/error.ts'
import { isTensor } from '../tensor/tensor.ts'
import { branchesOf, isBranches } from '../tensor/walk.ts'

/** A tensor in the memory of a module. */
export interface Place extends Abstract {
  readonly $at: number
}

/** A tree as JSON, with places for its tensors; other values in it are as they are. */
export type Form =
  | Place
  | readonly Form[]
  | { readonly [key: string]: Form }
  | string
  | number
  | boolean
  | null

/** The form of a tree, whose tensors lie where `placeOf` says, by their number. */
export const formOf = (tree: unknown, placeOf: (number: number) => Place): Form => {
  let count = 0
  const visit = (x: unknown): Form => {
    if (isTensor(x)) return placeOf(count++)
    if (!isBranches(x)) return (x ?? null) as string | number | boolean | null
    const branches = branchesOf(x).map(([key, branch]) => [key, visit(branch)] as const)
    return Array.isArray(x) ? branches.map(([, form]) => form) : Object.fromEntries(branches)
  }
  return visit(tree)
}

/**
 * The names that the tensors of a tree have in a file, in order: their paths. A name that has a dot of its own, as those of models from
 * elsewhere do, may be the same as a path.
 *
 * @throws ArgumentError if two are the same.
 */
export const namesIn = (tree: unknown): readonly string[] => {
  const names: string[] = []
  const visit = (x: unknown, path: readonly (string | number)[]): void => {
    if (isTensor(x)) names.push(path.length === 0 ? 'weights' : path.join('.'))
    else if (isBranches(x)) for (const [key, branch] of branchesOf(x)) visit(branch, [...path, key])
  }
  visit(tree, [])
  const seen = new Set<string>()
  const twice = names.find(name => seen.size === seen.add(name).size)
  if (twice !== undefined)
    throw new ArgumentError(
      `Two tensors would be called '${twice}' in a file. Give one of them another name.`,
    )
  return names
}

/** Whether a form is that of a tensor. */
export const isPlace = (form: Form): form is Place =>
  typeof form === 'object' && form !== null && Object.hasOwn(form, '$at')
