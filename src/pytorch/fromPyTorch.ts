/**
 * Models from states of PyTorch.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { namedTensors } from '../codec/contract.ts'
import type { Layer } from '../layer/layer.ts'
import type { Model } from '../layer/model.ts'
import type { NamedTensors } from '../safetensors/encode.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Shape } from '../tensor/shape.ts'
import { namesOptions } from './contract.ts'
import { isCounter, type StateEntry } from './mapping/entry.ts'
import { mappingOf, placesOf, rebuilt } from './mapping/mapping.ts'
import { named, type PyTorchNames } from './naming.ts'
import type { PyTorchError } from './pytorchError.ts'
import { foundIn, surplusOf, unread } from './reading.ts'

/**
 * How a state_dict is read.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface FromPyTorchOptions extends PyTorchNames {
  /**
   * Whether tensors that the layer has no place for are an error, as in `load_state_dict`. Defaults to true.
   *
   * @default true
   */
  readonly strict?: boolean
}

/**
 * A tensor that was read: what became of it.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface ReadTensor {
  /** Its name in the state_dict. */
  readonly name: string
  readonly shape: Shape
  /** What it became, as `params.0.w`; in brackets which one of a stack. */
  readonly to: readonly string[]
  /** Whether it was transposed, split into several, or put into stacks. */
  readonly changes: readonly ('transposed' | 'split' | 'stacked')[]
}

/**
 * What was done with a state_dict.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface PyTorchReport {
  readonly read: readonly ReadTensor[]
  /** The names of counters, which nothing needs here: `num_batches_tracked`. */
  readonly ignored: readonly string[]
  /** The names of tensors that the layer has no place for, if they are allowed by `strict: false`. */
  readonly surplus: readonly string[]
  /** The names of tensors that are not below the prefix. */
  readonly outside: readonly string[]
}

/**
 * A model, and what it was read from.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface PyTorchModel<P, S> {
  readonly model: Model<P, S>
  readonly report: PyTorchReport
}

const changesOf = ({ sources }: StateEntry): ReadTensor['changes'] => [
  ...(sources.some(({ isTransposed }) => isTransposed) ? (['transposed'] as const) : []),
  ...(sources.length > 1 ? (['split'] as const) : []),
  ...(sources.some(({ at }) => at.length > 0) ? (['stacked'] as const) : []),
]

/**
 * The model of a layer from a `state_dict` of PyTorch, tensors by name as `decodeSafetensors` and `readSafetensors` give them. Layers of
 * a composition are called by their positions, as in `nn.Sequential`, or by their labels; a layer of your own has its parameters under
 * their own names, as they are. Floats stay f32 or f64. The left names every tensor that is missing, of another shape, or not
 * expected, with the shapes that PyTorch has; `showPyTorchError` shows it.
 *
 * @throws ArgumentError for a layer that PyTorch has no module for, with the reason, and for names that belong to nothing.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { compose, dense, predict, relu, tensor, zeros } from 'pullback'
 * import { fromPyTorch } from 'pullback/pytorch'
 * const net = compose(dense(3, 2), relu()) // nn.Sequential(nn.Linear(3, 2), nn.ReLU())
 * const read = fromPyTorch(net)({ '0.weight': tensor([[1, 2, 3], [4, 5, 6]]), '0.bias': zeros([2]) })
 * if (isRight(read)) console.log(predict(net, read.right.model)(tensor([[1, 1, 1]]))) // [[6, 15]]
 *
 * @category Codecs
 * @since 0.1.0
 */
export const fromPyTorch = takes(
  'fromPyTorch',
  [
    { layer: needs.layer, options: needs.options({ ...namesOptions, strict: needs.boolean }) },
    { stateDict: namedTensors },
  ],
  () => fromPyTorchUnchecked,
)

const fromPyTorchUnchecked = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  { strict = true, ...names }: FromPyTorchOptions = {},
): ((stateDict: NamedTensors) => Either<PyTorchError, PyTorchModel<P, S>>) => {
  const { form, entries: own } = mappingOf('fromPyTorch', layer)
  const entries = named('fromPyTorch', own, names)
  return stateDict => {
    const { surplus, outside } = unread(entries, stateDict, names.prefix)
    const found = foundIn(entries, stateDict)
    const problems = [
      ...(isLeft(found) ? found.left : []),
      ...(strict || isLeft(found) ? surplusOf(surplus, stateDict) : []),
    ]
    if (isLeft(found) || problems.length > 0)
      return left({ _tag: 'StateMismatch', layer: layer.name, problems })
    const read = found.right.filter(({ entry }) => !isCounter(entry))
    const model = rebuilt(
      form,
      read.map(({ entry, tensor }) => [entry, tensor]),
    )
    return right({
      model: model as Model<P, S>,
      report: {
        read: read.map(({ entry, name, tensor }) => ({
          name,
          shape: tensor.shape,
          to: placesOf(entry),
          changes: changesOf(entry),
        })),
        ignored: found.right.flatMap(({ entry, name }) => (isCounter(entry) ? [name] : [])),
        surplus,
        outside,
      },
    })
  }
}
