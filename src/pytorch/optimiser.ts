/**
 * States of optimisers, from PyTorch and back.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { namedTensors } from '../codec/contract.ts'
import type { AnyLayer, Layer } from '../layer/layer.ts'
import { type AnyOptimiser, type Kept, kept, type Optimiser } from '../optimiser/optimiser.ts'
import type { NamedTensors } from '../safetensors/encode.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { scalar, zeros } from '../tensor/function/constructors.ts'
import { map, tensors as tensorsOf } from '../tensor/function/traversal.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'
import type { Leaf } from '../tensor/tree.ts'
import { namesOptions, order as someNames } from './contract.ts'
import { stepIn } from './count.ts'
import { mappingOf, rebuilt } from './mapping/mapping.ts'
import { type NamedEntry, named, type PyTorchNames } from './naming.ts'
import type { PyTorchError } from './pytorchError.ts'
import { foundIn, surplusOf, unread } from './reading.ts'
import { requireForm, written } from './toPyTorch.ts'

/**
 * How the parameters of an optimiser are numbered.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface PyTorchOptimiserOptions extends PyTorchNames {
  /**
   * The names of the parameters in the order in which the optimiser was given them: `[name for name, _ in model.named_parameters()]`.
   * Defaults to the order of the layers, with what is inside each as PyTorch has it.
   */
  readonly order?: readonly string[]
}

/**
 * The state of an optimiser, and how many steps it has taken; `null` where PyTorch does not count them, as in SGD.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface PyTorchOptimiser<S> {
  readonly optimiser: S
  readonly step: number | null
}

/** What PyTorch calls what an optimiser keeps. */
const called: { readonly [K in Kept['as']]: string } = {
  mean: 'exp_avg',
  square: 'exp_avg_sq',
  largest: 'max_exp_avg_sq',
  velocity: 'momentum_buffer',
}

const root = 'optimiser'

/** What stands for an optimiser's state: its form, its entries, and the names of the numbers of steps. */
interface OptimiserMapping {
  readonly form: { readonly [root]: unknown }
  readonly entries: readonly NamedEntry[]
  readonly steps: readonly string[]
}

const isCounted = ({ as }: Kept): boolean => as !== 'velocity'

const numbersOf = (
  by: string,
  parameters: readonly NamedEntry[],
  order: readonly string[] | undefined,
): readonly number[] => {
  if (order === undefined) return parameters.map((_, i) => i)
  const numbers = parameters.map(({ names }) => order.findIndex(name => names.includes(name)))
  const unknown = parameters.find((_, i) => numbers[i] === -1)
  if (unknown !== undefined)
    throw new ArgumentError(
      `${by} needs every parameter in its order, but '${unknown.names[0]}' is not there. Give it the names of named_parameters().`,
    )
  return numbers
}

const optimiserMapping = (
  by: string,
  optimiser: AnyOptimiser,
  layer: AnyLayer,
  { order, ...names }: PyTorchOptimiserOptions,
): OptimiserMapping => {
  const { form, entries } = mappingOf(by, layer)
  const parameters = named(by, entries, names).filter(
    ({ sources: [first] }) => first?.path[0] === 'params' && first.dtype === 'float',
  )
  const numbers = numbersOf(by, parameters, order)
  const params = map((leaf: Leaf) => (isTensor(leaf) ? zeros(leaf.shape, leaf.dtype) : leaf))(form.params)
  const state = optimiser.init(params)
  const trees = optimiser[kept] ?? []
  const floats = tensorsOf(params).filter(({ kind }) => kind === 'float')
  if (tensorsOf(state).length !== trees.length * floats.length)
    throw new ArgumentError(
      `${by} cannot map the state of ${optimiser.name}: there are those of sgd, momentum, nesterov, adam, adamw, amsgrad and radam. ` +
        'Take the model alone, and begin with a fresh state.',
    )
  return {
    form: { [root]: state },
    entries: parameters.flatMap((entry, i) =>
      trees.map(({ as, path }) => ({
        ...entry,
        names: [`state.${numbers[i]}.${called[as]}`],
        sources: entry.sources.map(source => ({
          ...source,
          path: [root, ...path, ...source.path.slice(1)],
        })),
      })),
    ),
    steps: trees.some(isCounted) ? numbers.map(number => `state.${number}.step`) : [],
  }
}

const optimiserArguments = {
  optimiser: needs.optimiser,
  layer: needs.layer,
  options: needs.options({ ...namesOptions, order: someNames }),
}

/**
 * The state of an optimiser for a layer from one of PyTorch's: Adam's, AdamW's, RAdam's (`exp_avg`, `exp_avg_sq`, `step`) and SGD's
 * (`momentum_buffer`). It takes tensors by names such as `state.0.exp_avg`, of the parameter with that number. The left names every
 * tensor that is missing, of another shape, or not expected.
 *
 * @throws ArgumentError for an optimiser or a layer that PyTorch has not, with the reason.
 *
 * @example
 * import { adam, linear, zeros, scalar } from 'pullback'
 * import { optimiserFromPyTorch } from 'pullback/pytorch'
 * const read = optimiserFromPyTorch(adam(0.001), linear(3, 2))({
 *   'state.0.step': scalar(10),
 *   'state.0.exp_avg': zeros([2, 3]),
 *   'state.0.exp_avg_sq': zeros([2, 3]),
 * }) // right: { optimiser, step: 10 }
 *
 * @category Codecs
 * @since 0.1.0
 */
export const optimiserFromPyTorch = takes(
  'optimiserFromPyTorch',
  [optimiserArguments, { tensors: namedTensors }],
  () => optimiserFromPyTorchUnchecked,
)

const optimiserFromPyTorchUnchecked = <O, R, A, B, P, S>(
  optimiser: Optimiser<O, R>,
  layer: Layer<A, B, P, S>,
  options: PyTorchOptimiserOptions = {},
): ((tensors: NamedTensors) => Either<PyTorchError, PyTorchOptimiser<O>>) => {
  const { form, entries, steps } = optimiserMapping('optimiserFromPyTorch', optimiser, layer, options)
  return tensors => {
    const found = foundIn(entries, tensors)
    const { step, problems: uncounted } = stepIn(steps, tensors)
    const { surplus } = unread(entries, tensors)
    const isExpected = new Set(steps)
    const problems = [
      ...(isLeft(found) ? found.left : []),
      ...uncounted,
      ...surplusOf(
        surplus.filter(name => !isExpected.has(name)),
        tensors,
      ),
    ]
    if (isLeft(found) || problems.length > 0)
      return left({ _tag: 'StateMismatch', layer: `${optimiser.name} of ${layer.name}`, problems })
    const state = rebuilt(
      form,
      found.right.map(({ entry, tensor }) => [entry, tensor]),
    )
    return right({ optimiser: state[root] as O, step })
  }
}

/**
 * The state of an optimiser as PyTorch has it, tensors by names such as `state.0.exp_avg`: what `optimiserFromPyTorch` with the same
 * options reads.
 *
 * @throws ArgumentError for an optimiser or a layer that PyTorch has not, with the reason, and for a state of another one.
 *
 * @example
 * import { adam, dense, init, key } from 'pullback'
 * import { optimiserToPyTorch } from 'pullback/pytorch'
 * const net = dense(3, 2)
 * const { params } = init(net)(key(0))
 * const tensors = optimiserToPyTorch(adam(0.001), net)({ optimiser: adam(0.001).init(params), step: 0 })
 *
 * @category Codecs
 * @since 0.1.0
 */
export const optimiserToPyTorch = takes(
  'optimiserToPyTorch',
  [
    optimiserArguments,
    {
      state: needs.record({
        optimiser: needs.anything,
        step: needs.either(
          needs.count,
          needs.described('null', x => x === null),
        ),
      }),
    },
  ],
  () => optimiserToPyTorchUnchecked,
)

const optimiserToPyTorchUnchecked = <O, R, A, B, P, S>(
  optimiser: Optimiser<O, R>,
  layer: Layer<A, B, P, S>,
  options: PyTorchOptimiserOptions = {},
): ((state: PyTorchOptimiser<O>) => NamedTensors) => {
  const { form, entries, steps } = optimiserMapping('optimiserToPyTorch', optimiser, layer, options)
  return ({ optimiser: state, step }) => {
    requireForm('optimiserToPyTorch', `a state of ${optimiser.name}`, layer.name, form, { [root]: state })
    if (steps.length > 0 && step === null)
      throw new ArgumentError(
        `optimiserToPyTorch needs the number of steps that ${optimiser.name} has taken, but was given null.`,
      )
    const counted = steps.map(name => [name, scalar(step as number) as AnyTensor] as const)
    return { ...written(entries, { [root]: state }), ...Object.fromEntries(counted) }
  }
}
