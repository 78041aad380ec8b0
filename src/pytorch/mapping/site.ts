/**
 * Places of a layer's parameters and state in a model, and the entries of a state_dict that they are.
 *
 * @module
 */
import type { AnyLayer } from '../../layer/layer.ts'
import { ArgumentError, type Path } from '../../tensor/error.ts'
import { entries } from '../../tensor/function/traversal.ts'
import { type AnyTensor, isTensor } from '../../tensor/tensor.ts'
import { empty, type Tree } from '../../tensor/tree.ts'
import type { Source, StateEntry } from './entry.ts'

/** A part of a model, with tensors that say what is there: those of copies of a layer are stacks. */
export interface Place {
  readonly path: Path
  /** Which copy, for each stack, outermost first. */
  readonly at: readonly number[]
  readonly form: Tree
}

/** A layer, and where its model is. */
export interface Site {
  readonly layer: AnyLayer
  readonly params: Place
  readonly state: Place
  /** The name of the function that was called, for what it refuses. */
  readonly by: string
}

/** A branch of a place; nothing where there is none. */
export const branch = (place: Place, key: string | number): Place => ({
  ...place,
  path: [...place.path, key],
  form: (place.form as { readonly [key: string | number]: Tree })[key] ?? empty,
})

/** Whether there is anything in a place. */
export const isIn = (place: Place, ...keys: readonly string[]): boolean =>
  tensorIn(keys.reduce(branch, place)) !== undefined

const tensorIn = ({ form }: Place): AnyTensor | undefined => (isTensor(form) ? form : undefined)

const sourceOf = ({ path, at }: Place, { shape, kind, dtype }: AnyTensor, isTransposed: boolean): Source => ({
  path,
  at,
  shape: shape.slice(at.length),
  dtype: kind === 'float' ? 'float' : (dtype as 'i32' | 'u8'),
  isTransposed,
})

/** The tensor that the keys lead to. */
export const source = (place: Place, keys: readonly string[], change?: 'transposed'): Source => {
  const end = keys.reduce(branch, place)
  return sourceOf(end, tensorIn(end) as AnyTensor, change === 'transposed')
}

/** An entry of one tensor, or none where a layer has it not. */
export const entry = (
  name: string,
  place: Place,
  keys: readonly string[],
  change?: 'transposed',
): readonly StateEntry[] => (isIn(place, ...keys) ? [{ name, sources: [source(place, keys, change)] }] : [])

/** Entries with their names below another. */
export const below = (prefix: string, given: readonly StateEntry[]): readonly StateEntry[] =>
  given.map(each => ({ ...each, name: `${prefix}.${each.name}` }))

/** Every tensor of a place, by its path and as it is. */
export const asItIs = (site: Site, place: Place): readonly StateEntry[] =>
  entries(place.form).flatMap(({ path, leaf }) => {
    if (!isTensor(leaf)) return []
    const dotted = path.find(key => typeof key === 'string' && key.includes('.'))
    if (dotted !== undefined)
      throw new ArgumentError(
        `${site.by} names tensors by paths joined by dots, but ${site.layer.name} has an entry '${dotted}' with a dot in it. Give it ` +
          'another name.',
      )
    return [
      {
        name: path.join('.'),
        sources: [sourceOf({ ...place, path: [...place.path, ...path] }, leaf, false)],
      },
    ]
  })
