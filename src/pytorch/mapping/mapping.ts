/**
 * All of a layer's model in a state_dict: what is read from where, and written to where.
 *
 * @module
 */
import type { AnyLayer } from '../../layer/layer.ts'
import type { Model } from '../../layer/model.ts'
import { formOf } from '../../safetensors/modelForm.ts'
import type { Path } from '../../tensor/error.ts'
import { entries, withLeaves } from '../../tensor/function/traversal.ts'
import { showShape } from '../../tensor/shape.ts'
import { type AnyTensor, isTensor } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'
import { type Source, type StateEntry, shapeOf, split, stackedAs } from './entry.ts'
import { entriesOf } from './rules.ts'

/** A model of a layer, of which only the form is known. */
export type Form = Model<Tree, Tree>

/** The form of a layer's model, and its entries in the order in which PyTorch has parameters. */
export const mappingOf = (
  by: string,
  layer: AnyLayer,
): { readonly form: Form; readonly entries: readonly StateEntry[] } => {
  const form = formOf(layer, 'f32') as Form
  const at = (root: 'params' | 'state') => ({ path: [root], at: [], form: form[root] })
  return { form, entries: entriesOf({ layer, params: at('params'), state: at('state'), by }) }
}

const keyOf = (path: Path): string => JSON.stringify(path)

/** A model, or a part of one, with the tensors that entries were split into. */
export const rebuilt = <T>(
  form: T,
  given: readonly (readonly [entry: StateEntry, tensor: AnyTensor])[],
): T => {
  const pieces = new Map<string, { readonly source: Source; readonly tensor: AnyTensor }[]>()
  for (const [entry, tensor] of given)
    split(entry, tensor).forEach((part, i) => {
      const source = entry.sources[i] as Source
      const known = pieces.get(keyOf(source.path)) ?? []
      known.push({ source, tensor: part })
      pieces.set(keyOf(source.path), known)
    })
  return withLeaves(
    entries(form).map(({ path, leaf }): Leaf => {
      const found = pieces.get(keyOf(path))
      return found === undefined || !isTensor(leaf) ? leaf : (stackedAs(leaf.shape, found) as Leaf)
    }),
  )(form)
}

/** Where the tensors of an entry are in a model, as `params.0.w`. */
export const placesOf = ({ sources }: StateEntry): readonly string[] =>
  sources.map(({ path, at }) => `${path.join('.')}${at.map(i => `[${i}]`).join('')}`)

/** What an entry has to be, of floats of a type. */
export const formText = (entry: StateEntry, floats: string): string => {
  const dtype = entry.sources[0]?.dtype ?? 'i32'
  return `${dtype === 'float' ? floats : dtype}${showShape(shapeOf(entry))}`
}
