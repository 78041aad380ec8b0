/**
 * Training from the very parameters of a reference framework on the very same batches, and how far the two part.
 *
 * @module
 */
import {
  compile,
  type Engine,
  empty,
  fromValues,
  item,
  key,
  l2Penalty,
  type Objective,
  op,
  penalised,
  softmaxCrossEntropy,
  standardisation,
  standardise,
  supervised,
  type Tensor,
  takeRows,
  toValues,
  trainingStep,
  tree,
} from 'pullback'
import type { Digits } from './data.ts'
import type { Descent } from './experiment.ts'
import { networkOf, optimiserOf, type Params } from './network.ts'
import { splitDigits } from './prepare.ts'
import type { ReferenceRun } from './referenceFile.ts'

/** A run beside that of the reference framework. */
export interface Followed {
  readonly name: string
  readonly losses: readonly number[]
  readonly reference: readonly number[]
  /** The largest |ours - theirs| / (1 + |theirs|) of the losses, the gradients' norms and the final parameters. */
  readonly apart: { readonly losses: number; readonly norms: number; readonly parameters: number }
}

/** How far two runs in f64 may part: another order of summation, and no more. */
export const tolerance = 1e-9

/** The largest difference of a run. */
export const mostApart = ({ apart: { losses, norms, parameters } }: Followed): number =>
  Math.max(losses, norms, parameters)

/** The training part as the reference has it: standardised in f64. */
export const referenceTraining = (digits: Digits): Digits => {
  const { train } = splitDigits(digits)
  const inputs = op.convert('f64')(train.inputs) as Digits['inputs']
  return { inputs: standardise(standardisation<64>(inputs))(inputs), targets: train.targets }
}

const descentOf = ({ optimiser, lr, momentum }: ReferenceRun['config']): Descent =>
  optimiser === 'adam'
    ? { kind: 'adam', rate: lr }
    : momentum === undefined
      ? { kind: 'sgd', rate: lr }
      : { kind: 'momentum', rate: lr, decay: momentum }

const tensorOf = ({ shape, data }: ReferenceRun['initial'][number]): Tensor =>
  fromValues<number, readonly number[], 'f64'>(shape, data, 'f64')

/** Weights and biases in the structure of a network: a record for each layer, an empty one for an activation. */
const paramsOf = (arrays: ReferenceRun['initial']): Params =>
  arrays.flatMap((array, i) => {
    if (i % 2 === 1) return []
    const layer = { w: tensorOf(array), b: tensorOf(arrays[i + 1] as typeof array) }
    return i === 0 ? [layer] : [empty, layer]
  })

const apart = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  theirs.reduce(
    (most, want, i) => Math.max(most, Math.abs((ours[i] as number) - want) / (1 + Math.abs(want))),
    0,
  )

const valuesOf = (x: unknown): number[] => tree.tensors(x).flatMap(leaf => Array.from(toValues(leaf)))

/** Trains as a run of the reference did: step t takes the rows t·B to t·B + B - 1 of the training part, wrapping around. */
export const follow =
  (train: Digits, engine: Engine) =>
  ({ name, config, initial, final, losses: reference, gradient_norms: norms }: ReferenceRun): Followed => {
    const network = networkOf({
      hidden: config.sizes.slice(1, -1),
      activation: config.activation,
      initialisation: { kind: 'zeros' },
    })
    const plain = supervised(softmaxCrossEntropy())(network)
    const objective: Objective<Digits['inputs'], Digits['targets'], unknown, Params, typeof empty> =
      config.l2_on_weights === 0 ? plain : penalised(l2Penalty(config.l2_on_weights))(plain)
    const optimiser = optimiserOf(descentOf(config))
    const advance = compile(trainingStep(optimiser)(objective), { engine })
    const rows = train.targets.shape[0]
    const params = paramsOf(initial)
    let now = { params, state: empty, optimiser: optimiser.init(params) }
    const seen: { readonly loss: number; readonly norm: number }[] = []
    for (let step = 0; step < config.steps; step++) {
      const indices = Array.from(
        { length: config.batch_size },
        (_, i) => (step * config.batch_size + i) % rows,
      )
      const batch = takeRows(fromValues<number, [number], 'i32'>([indices.length], indices, 'i32'))(train)
      const { next, loss, gradient } = advance(now, batch, optimiser.rates(step), key(step))
      seen.push({ loss: item(loss), norm: Math.hypot(...valuesOf(gradient)) })
      now = next
    }
    const losses = seen.map(({ loss }) => loss)
    return {
      name,
      losses,
      reference,
      apart: {
        losses: apart(losses, reference),
        norms: apart(
          seen.map(({ norm }) => norm),
          norms,
        ),
        parameters: apart(
          valuesOf(now.params),
          final.flatMap(({ data }) => data),
        ),
      },
    }
  }
