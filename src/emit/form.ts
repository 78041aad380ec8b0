/**
 * Descriptions of the trees that a module takes and gives: where the numbers of each tensor lie.
 *
 * @module
 */
import type { Abstract } from '../primitive/core/primitive.ts'
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

/** Whether a form is that of a tensor. */
export const isPlace = (form: Form): form is Place =>
  typeof form === 'object' && form !== null && Object.hasOwn(form, '$at')
