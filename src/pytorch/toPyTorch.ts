/**
 * States of PyTorch from models.
 *
 * @module
 */
import type { Layer } from '../layer/layer.ts'
import type { Model } from '../layer/model.ts'
import type { NamedTensors } from '../safetensors/encode.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, type Path, showPath } from '../tensor/error.ts'
import { scalar } from '../tensor/function/constructors.ts'
import { entries as leavesOf } from '../tensor/function/traversal.ts'
import { sameShape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'
import { namesOptions } from './contract.ts'
import { isCounter, joined } from './mapping/entry.ts'
import { mappingOf } from './mapping/mapping.ts'
import { type NamedEntry, named, type PyTorchNames } from './naming.ts'

/** What a tree has at a path; nothing where there is none. */
const lookedUp = (tree: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    tree,
  )

/** Requires the tensors of a form in a tree. */
export const requireForm = (by: string, what: string, layer: string, form: unknown, given: unknown): void => {
  const places = leavesOf(form).filter(({ leaf }) => isTensor(leaf))
  for (const { path, leaf } of places) {
    const [wanted, found] = [leaf as AnyTensor, lookedUp(given, path)]
    const fits = isTensor(found) && found.kind === wanted.kind && sameShape(found.shape, wanted.shape)
    if (!fits)
      throw new ArgumentError(
        `${by} needs ${what} of the layer ${layer}, with a tensor of shape ${showShape(wanted.shape)} at ${showPath(path)}, but there ` +
          `is ${isTensor(found) ? `${found.dtype}${showShape(found.shape)}` : 'none'}. Give it the layer that made it.`,
      )
  }
  const count = leavesOf(given).filter(({ leaf }) => isTensor(leaf)).length
  if (count !== places.length)
    throw new ArgumentError(
      `${by} needs ${what} of the layer ${layer}, which has ${places.length} tensors, but was given ${count}. Give it the layer that made it.`,
    )
}

/** The tensors of entries, each under all its names. */
export const written = (entries: readonly NamedEntry[], tree: unknown): NamedTensors =>
  Object.fromEntries(
    entries.flatMap(entry => {
      const tensor = isCounter(entry)
        ? scalar(0, 'i32')
        : joined(entry, path => lookedUp(tree, path) as AnyTensor)
      return entry.names.map(name => [name, tensor] as const)
    }),
  )

/**
 * The `state_dict` of PyTorch that a model is: tensors by name, which `encodeSafetensors` and `writeSafetensors` write and
 * `load_state_dict` takes. It is what `fromPyTorch` with the same options reads, and also names gradients: of
 * `{ params: gradient, state }`. Counters (`num_batches_tracked`) are 0.
 *
 * @throws ArgumentError for a layer that PyTorch has no module for, with the reason; for names that belong to nothing; and for a
 * model of another layer.
 *
 * @example
 * import { compose, dense, init, key, relu } from 'pullback'
 * import { toPyTorch } from 'pullback/pytorch'
 * import { encodeSafetensors } from 'pullback/safetensors'
 * const net = compose(dense(3, 4), relu(), dense(4, 2))
 * const bytes = encodeSafetensors()(toPyTorch(net)(init(net)(key(0)))) // '0.weight' [4, 3], '0.bias', '2.weight' [2, 4], '2.bias'
 *
 * @category Codecs
 * @since 0.1.0
 */
export const toPyTorch = takes(
  'toPyTorch',
  [{ layer: needs.layer, options: needs.options(namesOptions) }, { model: needs.model }],
  () => toPyTorchUnchecked,
)

const toPyTorchUnchecked = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  options: PyTorchNames = {},
): ((model: Model<P, S>) => NamedTensors) => {
  const { form, entries } = mappingOf('toPyTorch', layer)
  const all = named('toPyTorch', entries, options)
  return ({ params, state }) => {
    const model = { params, state }
    requireForm('toPyTorch', 'a model', layer.name, form, model)
    return written(all, model)
  }
}
