/**
 * Training: a fold of steps over batches, told as it goes.
 *
 * @module
 */
import type { Lazy } from 'fp-ts/lib/function.js'
import { defaultEngine } from '../engine/defaultEngine.ts'
import type { Engine } from '../engine/executable.ts'
import type { Model } from '../layer/layer.ts'
import type { AnyOptimiser, OptimiserState } from '../optimiser/optimiser.ts'
import { foldIn, type Key, split } from '../random/key.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Batches } from './batches.ts'
import { breathing } from './breathe.ts'
import type { NonFiniteError } from './nonFinite.ts'
import type { Batch, BatchFits, Objective } from './objective.ts'
import type { Training } from './step.ts'
import { compiled, evaluated } from './stepper.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

/** Numbers about a batch besides its loss: functions of the targets and then of the predictions, as losses are. */
export type Metrics<Y, T> = { readonly [name: string]: (targets: T) => (predictions: Y) => number }

/** Everything that training goes on from: with the same key it continues as if it had not stopped. */
export interface Checkpoint<P, S, O> extends Training<P, S, O> {
  /** Steps done. */
  readonly step: number
  /** The epoch to go on with. */
  readonly epoch: number
  /** Batches of that epoch that are done. */
  readonly batch: number
}

/**
 * What is told after each step. Reports are values; what is large is copied out of the engine only when asked for. That has
 * to be before the next step, except at the end of an epoch, where it is kept, and with `compile: false`, where nothing is
 * ever overwritten.
 */
export interface Report<P, S, O> {
  /** The step, counted from 0. */
  readonly step: number
  /** The epoch, counted from 0. */
  readonly epoch: number
  /** Whether this is the last step of its epoch. */
  readonly endOfEpoch: boolean
  /** The loss on the batch, before the update. */
  readonly loss: number
  /** Whether the step was left out, as something in it was not finite; only with `nonFinite: 'skip'`. */
  readonly skipped: boolean
  /**
   * Why the step was left out, as the error that would have stopped training: found out by running the step again, when asked; null
   * if it was not left out.
   */
  readonly problem: Lazy<NonFiniteError | null>
  /** The metrics on the batch, before the update. */
  readonly metrics: { readonly [name: string]: number }
  /** The model after the update. */
  readonly model: Lazy<Model<P, S>>
  /** What to continue from after the update. */
  readonly checkpoint: Lazy<Checkpoint<P, S, O>>
}

/** Batches if the objective can take what is in them, as far as sizes are known, else a sentence. */
export type Fitted<I, T, BI, BT> = unknown extends BI
  ? Batches<Batch<I, T>>
  : BatchFits<I, T, BI, BT> extends infer Sentence extends string
    ? Sentence
    : Batches<Batch<BI, BT>>

/** How to train. */
export interface FitOptions<Y, T, P, S, O> {
  /** Passes over the data; 1 unless told. */
  readonly epochs?: number
  /** The element type of the parameters; f32 unless told. It must be that of the inputs. */
  readonly dtype?: FloatDType
  /** Numbers to report besides the loss. */
  readonly metrics?: Metrics<Y, T>
  /** Where to begin: a checkpoint to continue, or a model to start from instead of fresh parameters. */
  readonly from?: Checkpoint<P, S, O> | Model<P, S>
  /** Whether the step runs as a compiled program; it does unless told. */
  readonly compile?: boolean
  /** What runs the program; WebAssembly unless told, or the reference engine on a host without vectors. */
  readonly engine?: Engine
  /**
   * What becomes of a step with a NaN or an infinity in its loss, gradient, parameters or state: an error, unless told; or it is
   * left out, parameters and states stay as they were, and the report says so.
   */
  readonly nonFinite?: 'stop' | 'skip'
}

// -------------------------------------------------------------------------------------
// training
// -------------------------------------------------------------------------------------

const isCheckpoint = <P, S, O>(from: Checkpoint<P, S, O> | Model<P, S>): from is Checkpoint<P, S, O> =>
  'optimiser' in from

/** Asks once, and remembers. */
const once = <A>(ask: Lazy<A>): Lazy<A> => {
  let asked: readonly [A] | null = null
  return () => {
    asked ??= [ask()]
    return asked[0]
  }
}

async function* withLast<B>(source: Iterable<B> | AsyncIterable<B>): AsyncGenerator<readonly [B, boolean]> {
  let held: readonly [B] | null = null
  for await (const batch of source) {
    if (held !== null) yield [held[0], false]
    held = [batch]
  }
  if (held !== null) yield [held[0], true]
}

/**
 * Trains: folds the optimiser's steps over the batches of all epochs. Nothing happens until the result is iterated, and
 * breaking out of the loop stops training. The compiler checks that the batches fit the objective, as far as sizes are known; the
 * rest is checked when it runs. The same key gives the same reports, bit for bit, whenever it is run; a
 * checkpoint continues the same run.
 *
 * @throws NonFiniteError at the first NaN or infinity in a loss, gradient, parameter or state, with path and step;
 * if it came from the data, with the place in the batch; with `nonFinite: 'skip'` such steps are left out instead.
 * @throws ShapeError, DTypeError or IndexError if a batch does not fit the model, with the path of the layer.
 * @throws ArgumentError unless it is given an objective and an optimiser and `epochs` is a non-negative integer, or if an epoch has
 * no batches.
 *
 * @example
 * import { batches, dense, fit, key, sgd, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const data = { inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }
 * const objective = supervised(dense(2, 2), softmaxCrossEntropy)
 * for await (const { step, loss } of fit(objective, sgd(0.5), batches(data, { size: 1 }), { epochs: 3 })(key(0)))
 *   console.log(step, loss)
 */
export const fit =
  <I, T, Y, P, S, O extends AnyOptimiser, BI, BT>(
    objective: Objective<I, T, Y, P, S>,
    optimiser: O,
    batchesOf: Fitted<NoInfer<I>, NoInfer<T>, BI, BT>,
    {
      epochs = 1,
      dtype = 'f32',
      metrics = {},
      from,
      compile = true,
      engine = defaultEngine,
      nonFinite = 'stop',
    }: FitOptions<NoInfer<Y>, NoInfer<T>, P, S, OptimiserState<O>> = {},
  ) =>
  (key: Key): AsyncIterable<Report<P, S, OptimiserState<O>>> => {
    if (!Number.isSafeInteger(epochs) || epochs < 0)
      throw new ArgumentError(`fit needs a non-negative integer of epochs, but was given ${epochs}.`)
    if (typeof objective?.run !== 'function')
      throw new ArgumentError('fit takes an objective first, such as supervised(model, loss) makes it.')
    if (typeof optimiser?.update !== 'function')
      throw new ArgumentError(
        'fit takes an optimiser after the objective, such as adam(0.001) makes it: sgd alone is a function that makes one.',
      )
    return { [Symbol.asyncIterator]: () => steps() }

    async function* steps(): AsyncGenerator<Report<P, S, OptimiserState<O>>> {
      const [initKey, dataKey, stepKey] = split(3)(key)
      const breathe = breathing()
      const { epoch: firstEpoch, batch: alreadyDone, step: done, ...start } = beginning(initKey)
      const advance = compile
        ? compiled(objective, optimiser, start, engine, nonFinite)
        : evaluated(objective, optimiser, start, nonFinite)
      let step = done

      for (let epoch = firstEpoch; epoch < epochs; epoch++) {
        let position = 0
        for await (const [batch, endOfEpoch] of withLast(
          (batchesOf as Batches<Batch<I, T>>)(foldIn(epoch)(dataKey)),
        )) {
          if (epoch === firstEpoch && position < alreadyDone) {
            position++
            continue
          }
          const at = { step, epoch }
          const { loss, skipped, problem, predictions, training } = advance(
            { batch, rates: () => optimiser.rates(at.step), key: () => foldIn(at.step)(stepKey) },
            at,
          )
          const now = once(training)
          step++
          position++
          const batchesDone = position
          yield Object.freeze({
            ...at,
            endOfEpoch,
            loss,
            skipped,
            problem: once(problem),
            metrics: Object.freeze(
              Object.fromEntries(
                Object.entries(metrics).map(([name, metric]) => [name, metric(batch.targets)(predictions())]),
              ),
            ),
            model: () => {
              const { params, state } = now()
              return { params, state }
            },
            checkpoint: () => ({
              ...now(),
              step: at.step + 1,
              epoch: endOfEpoch ? epoch + 1 : epoch,
              batch: endOfEpoch ? 0 : batchesDone,
            }),
          })
          if (endOfEpoch) now()
          await breathe()
        }
        if (position === 0) throw new ArgumentError(`Epoch ${epoch} has no batches to train on.`)
      }
    }

    function beginning(initKey: Key): Checkpoint<P, S, OptimiserState<O>> {
      if (from !== undefined && isCheckpoint(from)) return from
      const { params, state } = from ?? objective.init(initKey, dtype)
      return { params, state, optimiser: optimiser.init(params), step: 0, epoch: 0, batch: 0 }
    }
  }

/**
 * The last report of a run: trains to the end.
 *
 * @throws ArgumentError if there was no step.
 *
 * @example
 * import { batches, dense, fit, key, last, sgd, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const data = { inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }
 * const objective = supervised(dense(2, 2), softmaxCrossEntropy)
 * const { params } = (await last(fit(objective, sgd(0.5), batches(data, { size: 2 }))(key(0)))).model()
 */
export const last = async <A>(run: AsyncIterable<A>): Promise<A> => {
  let report: readonly [A] | null = null
  for await (const next of run) report = [next]
  if (report === null)
    throw new ArgumentError('A run without steps has no last report: train for at least one epoch.')
  return report[0]
}
