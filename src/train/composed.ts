/**
 * Objectives of one's own: several layers, put together by a plain function.
 *
 * @module
 */
import { requireLayers } from '../layer/combinator/slots.ts'
import { type Context, contextAt } from '../layer/context.ts'
import type { AnyLayer, InputOf, OutputOf, ParamsOf, StateOf } from '../layer/layer.ts'
import type { Model } from '../layer/model.ts'
import type { Taken } from '../layer/predict.ts'
import type { Apply } from '../layer/type/typeFunction.ts'
import { type Untyped, untyped } from '../layer/typed.ts'
import { within } from '../layer/within.ts'
import { foldIn } from '../random/key.ts'
import { pullRecorded, record } from '../smooth/derivative/record.ts'
import { GivenTape } from '../smooth/derivative/tape.ts'
import { recordedTwice, type Seen } from '../smooth/derivative/trial.ts'
import { applied } from '../smooth/map/applied.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import type { Cotangent } from '../tensor/function/cotangent.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { describe } from '../tensor/stranger.ts'
import { isTensor, type Tensor } from '../tensor/tensor.ts'
import { type Empty, empty, type Tree } from '../tensor/tree.ts'
import type { Batch, Objective } from './objective.ts'

/** Layers by name. */
export type NamedLayers = { readonly [name: string]: AnyLayer }

/**
 * Layers as functions, with their parameters, states and keys: a misfit is a sentence, as for `predict`.
 *
 * @category Training
 * @since 0.1.0
 */
export type Uses<Layers extends NamedLayers> = {
  readonly [Name in keyof Layers]: <X>(
    input: Taken<X, InputOf<Layers[Name]>>,
  ) => Apply<OutputOf<Layers[Name]>, X>
}

/** The parameters of layers by name. */
export type ParamsByName<Layers extends NamedLayers> = {
  readonly [Name in keyof Layers]: ParamsOf<Layers[Name]>
}

/** The states of layers by name. */
export type StatesByName<Layers extends NamedLayers> = {
  readonly [Name in keyof Layers]: StateOf<Layers[Name]>
}

/**
 * What an objective consists of, and how its loss comes about.
 *
 * @category Training
 * @since 0.1.0
 */
export interface ObjectiveDefinition<Layers extends NamedLayers, I, T, Y> {
  readonly name: string
  /** The layers that are trained, by name. */
  readonly layers: Layers
  /** The loss on a batch, or the loss and predictions for metrics. */
  readonly run: (
    use: Uses<Layers>,
    batch: Batch<I, T>,
    context: Context,
  ) => Tensor<[]> | readonly [loss: Tensor<[]>, predictions: Y]
}

type Named = { readonly [name: string]: Tree }
type Run = (use: unknown, batch: unknown, context: Context) => unknown

const mapNames = <A, B>(f: (x: A, name: string, i: number) => B, of: { readonly [name: string]: A }) =>
  Object.freeze(Object.fromEntries(Object.entries(of).map(([name, x], i) => [name, f(x, name, i)])))

/** What runs as one step of a function that is recorded, with a pullback of trees. */
const asOneStep = <P, X, Y>(
  run: (p: P, x: X) => readonly [Y, (dy: Tree) => Tree],
): ((at: readonly [P, X]) => Y) =>
  applied<readonly [P, X], Y>(([p, x]) => {
    const [y, pullback] = run(p, x)
    return [y, dy => pullback(dy as Tree) as Cotangent<readonly [P, X]>]
  })

/** The layers as functions, and the states as the uses so far left them. */
const usesOf = (
  layers: { readonly [name: string]: Untyped },
  params: Named,
  state: Named,
  context: Context,
): { readonly use: { readonly [name: string]: (input: Tree) => Tree }; readonly states: () => Named } => {
  const states: { [name: string]: Tree } = { ...state }
  let used = 0
  const use = mapNames((layer, name) => {
    return (input: Tree): Tree => {
      const [before, own] = [states[name] as Tree, contextAt(context, ++used)]
      const run = asOneStep<Tree, Tree, Tree>((p, x) =>
        within(name, () => {
          const [y, pullback, next] = layer.run(p, x, before, own)
          states[name] = next as Tree
          return [y, pullback] as const
        }),
      )
      return run([params[name] as Tree, input])
    }
  }, layers)
  return { use, states: () => Object.freeze({ ...states }) }
}

/** The loss and the predictions in what a run gave. */
const outcomeOf = (name: string, given: unknown): readonly [loss: Tensor<[]>, predictions: Tree] => {
  const [loss, predictions] = Array.isArray(given) ? given : [given, empty]
  if (!isTensor(loss) || loss.kind !== 'float')
    throw new ArgumentError(
      `The run of the objective ${name} has to give a loss, or a pair [loss, predictions], but gave ${describe(given)}.`,
    )
  const shape: Shape = loss.shape
  if (shape.length > 0)
    throw new ShapeError(
      `The run of the objective ${name} has to give one number as its loss, but gave ${showShape(shape)} of them. Add them up, by ` +
        'op.sum().',
      [shape],
    )
  return [loss as Tensor<[]>, predictions as Tree]
}

/**
 * An objective of one's own: its `run` gets layers as functions and a batch, and gives the loss, with predictions for metrics if there
 * are any. It is differentiated by the parameters of its layers, through their own pullbacks and the operations between them, as
 * `smooth.lift` does it. Parameters and states are records by the layers' names.
 *
 * A layer may be used several times: with the same parameters, each time with a key of its own, and with the state that the use before
 * left. The context has a key, for what `run` draws itself. The inputs and targets of batches may be any trees.
 *
 * @throws ArgumentError unless it is given layers by name and a function that gives a loss; ShapeError if that is not one number;
 * TracingError if the function looks at values or is not pure.
 *
 * @example
 * import { type Batch, dense, objective, op, type Tensor } from 'pullback'
 *
 * // What an encoder keeps of its inputs, by what a decoder makes of it
 * const autoencoder = objective({
 *   name: 'autoencoder',
 *   layers: { encoder: dense(8, 2), decoder: dense(2, 8) },
 *   run: ({ encoder, decoder }, { inputs }: Batch<Tensor<[number, 8]>, unknown>) => {
 *     const error = op.sub(decoder(encoder(inputs)), inputs)
 *     return op.scale(1 / inputs.shape[0])(op.sum()(op.mul(error, error)))
 *   },
 * })
 *
 * @category Training
 * @since 0.1.0
 */
export const objective = takes(
  'objective',
  {
    definition: needs.givenOptions({
      name: needs.text,
      layers: needs.entriesOf(needs.layer, 'layers'),
      run: needs.fn,
    }),
  },
  () => objectiveUnchecked,
)

function objectiveUnchecked<Layers extends NamedLayers, I, T, Y = Empty>(
  definition: ObjectiveDefinition<Layers, I, T, Y>,
): Objective<I, T, Y, ParamsByName<Layers>, StatesByName<Layers>>
function objectiveUnchecked({
  name,
  layers: given,
  run,
}: ObjectiveDefinition<NamedLayers, Tree, Tree, Tree>): unknown {
  const checked = requireLayers(`The objective ${name}`, Object.values(given))
  const layers = mapNames((_, __, i) => untyped(checked[i] as AnyLayer), given)
  const seen: Seen = new Set()
  const own: Objective<Tree, Tree, Tree, Named, Named> = {
    name,
    init: (key, dtype) => {
      const models = mapNames((layer, _, i): Model<Tree, Tree> => layer.init(foldIn(i)(key), dtype), layers)
      return {
        params: mapNames(({ params }) => params, models),
        state: mapNames(({ state }) => state, models),
      }
    },
    run: (params, batch, state, context) => {
      const forward = (p: Named) => {
        const { use, states } = usesOf(layers, p, state, context)
        const [loss, predictions] = outcomeOf(name, (run as Run)(use, batch, contextAt(context, 0)))
        return [loss, predictions, states()] as const
      }
      const { tape, result, value } = recordedTwice(seen, params, () =>
        record(new GivenTape(), forward, params, `the objective ${name}`),
      )
      const pull = pullRecorded<unknown, Tensor<[]>>({ tape, result: result[0], value: value[0] }, params)
      return [value[0], dloss => pull(dloss) as Named, value[2], value[1]]
    },
  }
  return own
}
