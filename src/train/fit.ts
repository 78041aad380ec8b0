/**
 * Training: a fold of steps over batches, told as it goes.
 *
 * @module
 */
import type { Lazy } from 'fp-ts/lib/function.js'
import { defaultEngine } from '../compile/defaultEngine.ts'
import type { Model } from '../layer/model.ts'
import type { AnyOptimiser, OptimiserState } from '../optimiser/optimiser.ts'
import { foldIn, type Key, split } from '../random/key.ts'
import { checkedThing, holds, needs, requireArgument, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { describe } from '../tensor/stranger.ts'
import { item } from '../tensor/tensor.ts'
import type { Batches } from './batches.ts'
import { breathing } from './breathe.ts'
import { watchDivergence } from './divergence.ts'
import { beginning, type Checkpoint, isKey } from './beginning.ts'
import { type FitOptions, type Metrics, requireFitOptions } from './fitOptions.ts'
import type { NonFiniteError } from './nonFinite.ts'
import type { Batch, BatchFits, Objective } from './objective.ts'
import { compiled, evaluated } from './stepper.ts'

// -------------------------------------------------------------------------------------
// model
// -------------------------------------------------------------------------------------

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
  /** The metrics on the batch, before the update; NaN for one that is not defined on it. */
  readonly metrics: { readonly [name: string]: number }
  /** Why metrics are not defined on the batch: what they threw, by name. */
  readonly notDefined: { readonly [name: string]: unknown }
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

// -------------------------------------------------------------------------------------
// training
// -------------------------------------------------------------------------------------

/** Asks once, and remembers. */
const once = <A>(ask: Lazy<A>): Lazy<A> => {
  let asked: readonly [A] | null = null
  return () => {
    asked ??= [ask()]
    return asked[0]
  }
}

const requireKey = (key: unknown): void => {
  if (!isKey(key))
    throw new ArgumentError(`fit takes a key last, fit(…)(key(0)), but was given ${describe(key)}.`)
}

/** The metrics on a batch. None ends a training: what one throws is why it is not defined. */
const measure = <Y, T>(
  metrics: Metrics<Y, T>,
  targets: T,
  predictions: Lazy<Y>,
): Pick<Report<never, never, never>, 'metrics' | 'notDefined'> => {
  const asked = Object.entries(metrics)
  if (asked.length === 0) return { metrics: {}, notDefined: {} }
  const given = predictions()
  const measured = asked.map(([name, metric]) => {
    try {
      const value: unknown = metric(targets)(given)
      if (typeof value === 'number') return { name, value, problem: null }
      throw new ArgumentError(`The metric ${name} has to give a number, but gave ${describe(value)}.`)
    } catch (error) {
      return { name, value: Number.NaN, problem: [error] as const }
    }
  })
  return {
    metrics: Object.freeze(Object.fromEntries(measured.map(({ name, value }) => [name, value]))),
    notDefined: Object.freeze(
      Object.fromEntries(
        measured.flatMap(({ name, problem }) => (problem === null ? [] : [[name, problem[0]]])),
      ),
    ),
  }
}

async function* withLast<B>(source: Iterable<B> | AsyncIterable<B>): AsyncGenerator<readonly [B, boolean]> {
  if (!holds(needs.run, source))
    throw new ArgumentError(
      `The batches of fit have to give what can be iterated, such as an array of { inputs, targets }, but gave ${describe(source)}.`,
    )
  let held: readonly [B] | null = null
  for await (const batch of source) {
    if (held !== null) yield [held[0], false]
    held = [batch]
  }
  if (held !== null) yield [held[0], true]
}

const aBatch = needs.record({ inputs: needs.tensors, targets: needs.tensors })

/** A run that still wants a key, and says so to whoever iterates over it without one. */
const wantsKey = <F extends object>(run: F): F =>
  Object.defineProperty(run, Symbol.asyncIterator, {
    value: () => {
      throw new ArgumentError(
        'Training still wants a key: for await (const report of fit(…)(key(0))). The same key gives the same run.',
      )
    },
  })

/**
 * Trains: folds the optimiser's steps over the batches of all epochs. Nothing happens until the result is iterated, and
 * breaking out of the loop stops training. The compiler checks that the batches fit the objective, as far as sizes are known; the
 * rest is checked when it runs. The same key gives the same reports, bit for bit, whenever it is run; a
 * checkpoint continues the same run.
 *
 * @throws NonFiniteError at the first NaN or infinity in a loss, gradient, parameter or state, with path and step;
 * if it came from the data, with the place in the batch; with `nonFinite: 'skip'` such steps are left out instead.
 * @throws DivergenceError where the loss stays finite but has grown beyond any use, at the latest after the last step; not with `divergence: 'ignore'`.
 * @throws ShapeError, DTypeError or IndexError if a batch does not fit the model, with the path of the layer.
 * @throws ArgumentError unless it is given an objective and an optimiser, for options that there are not, that are out of range or
 * contradict each other, or if an epoch has no batches.
 * @throws ArgumentError, ShapeError or DTypeError before the first step if `from` is not of this run (another objective,
 * optimiser, element type or key), with the path and both forms; and if a step gives parameters or states of another form.
 *
 * @example
 * import { batches, dense, fit, key, sgd, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const data = { inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }
 * const objective = supervised(dense(2, 2), softmaxCrossEntropy())
 * for await (const { step, loss } of fit(objective, sgd(0.5), batches(data, { size: 1 }), { epochs: 3 })(key(0)))
 *   console.log(step, loss)
 */
export const fit = <I, T, Y, P, S, O extends AnyOptimiser, BI, BT>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: O,
  batchesOf: Fitted<NoInfer<I>, NoInfer<T>, BI, BT>,
  options: FitOptions<NoInfer<Y>, NoInfer<T>, P, S, OptimiserState<O>> = {},
): ((key: Key) => AsyncIterable<Report<P, S, OptimiserState<O>>>) => {
  requireFitOptions(options)
  const { epochs = 1, dtype = 'f32', metrics = {}, compile = true, engine = defaultEngine } = options
  const { nonFinite = 'stop', divergence = 'stop', from } = options
  if (!holds(needs.objective, objective))
    throw new ArgumentError('fit takes an objective first, such as supervised(model, loss) makes it.')
  if (!holds(needs.optimiser, optimiser))
    throw new ArgumentError(
      'fit takes an optimiser after the objective, such as adam(0.001) makes it: sgd alone is a function that makes one.',
    )
  if (!holds(needs.fn, batchesOf))
    throw new ArgumentError(
      `fit takes batches after the optimiser, as batches(data, { size: 32 }) makes them, but was given ${describe(batchesOf)}.`,
    )
  const checkedObjective = checkedThing('objective', objective)
  const checkedOptimiser = checkedThing('optimiser', optimiser)
  return wantsKey(key => {
    requireKey(key)
    return { [Symbol.asyncIterator]: () => steps() }

    async function* steps(): AsyncGenerator<Report<P, S, OptimiserState<O>>> {
      const [initKey, dataKey, stepKey] = split(3)(key)
      const breathe = breathing()
      const begin = () =>
        beginning(
          { objective: checkedObjective, optimiser: checkedOptimiser, dtype, epochs, key, initKey },
          from,
        )
      const begun = begin()
      const { epoch: firstEpoch, batch: alreadyDone, step: done, key: _, ...start } = begun
      const advance = compile
        ? compiled(checkedObjective, checkedOptimiser, start, engine, nonFinite)
        : evaluated(checkedObjective, checkedOptimiser, start, nonFinite)
      const watch = divergence === 'stop' ? watchDivergence() : null
      // Begun anew, as it is hardly ever asked, and would keep all parameters a second time.
      const lossAtStart = (batch: Batch<I, T>, step: number): number => {
        const { params, state } = begin()
        return item(
          checkedObjective.run(params, batch, state, { mode: 'training', key: foldIn(step)(stepKey) })[0],
        )
      }
      let step = done

      for (let epoch = firstEpoch; epoch < epochs; epoch++) {
        let position = 0
        for await (const [batch, endOfEpoch] of withLast(
          (batchesOf as Batches<Batch<I, T>>)(foldIn(epoch)(dataKey)),
        )) {
          requireArgument('fit', `batch ${position} of epoch ${epoch}`, aBatch, batch)
          if (epoch === firstEpoch && position < alreadyDone) {
            position++
            continue
          }
          const at = { step, epoch }
          const { loss, skipped, problem, predictions, training } = advance(
            { batch, rates: () => checkedOptimiser.rates(at.step), key: () => foldIn(at.step)(stepKey) },
            at,
          )
          const diverged = watch?.look(loss, at, () => lossAtStart(batch, at.step)) ?? null
          if (diverged !== null) throw diverged
          const measured = measure(metrics, batch.targets, predictions)
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
            metrics: measured.metrics,
            notDefined: measured.notDefined,
            model: () => {
              const { params, state } = now()
              return { params, state }
            },
            checkpoint: () => ({
              ...now(),
              step: at.step + 1,
              epoch: endOfEpoch ? epoch + 1 : epoch,
              batch: endOfEpoch ? 0 : batchesDone,
              key,
            }),
          })
          if (endOfEpoch) now()
          await breathe()
        }
        if (position === 0) throw new ArgumentError(`Epoch ${epoch} has no batches to train on.`)
        if (epoch === firstEpoch && alreadyDone > 0 && position <= alreadyDone)
          throw new ArgumentError(
            `The checkpoint says that ${alreadyDone} batches of epoch ${epoch} are done, but of those that fit was given the ` +
              `epoch has ${position}. Continue with the same batches.`,
          )
      }
      const diverged = watch?.end() ?? null
      if (diverged !== null) throw diverged
    }
  })
}

/**
 * The last report of a run: trains to the end.
 *
 * @throws ArgumentError if there was no step.
 *
 * @example
 * import { batches, dense, fit, key, last, sgd, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const data = { inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }
 * const objective = supervised(dense(2, 2), softmaxCrossEntropy())
 * const { params } = (await last(fit(objective, sgd(0.5), batches(data, { size: 2 }))(key(0)))).model()
 */
export const last = takes('last', { run: needs.run }, () => lastUnchecked)

const lastUnchecked = async <A>(run: AsyncIterable<A>): Promise<A> => {
  let report: readonly [A] | null = null
  for await (const next of run) report = [next]
  if (report === null)
    throw new ArgumentError('A run without steps has no last report: train for at least one epoch.')
  return report[0]
}
