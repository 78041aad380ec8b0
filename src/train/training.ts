/**
 * Training: a fold of steps over batches, reported as it goes.
 *
 * @module
 */
import type { Lazy } from 'fp-ts/lib/function.js'
import { defaultEngine } from '../compile/defaultEngine.ts'
import type { Optimiser } from '../optimiser/optimiser.ts'
import { foldIn, type Key, split } from '../random/key.ts'
import { holds, needs, requireArgument } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { item } from '../tensor/function/values.ts'
import { describe } from '../tensor/stranger.ts'
import type { Batches } from './batches.ts'
import { beginning, isKey } from './beginning.ts'
import { breathing } from './breathe.ts'
import { continued } from './checkpoints.ts'
import { watchDivergence } from './divergence.ts'
import type { FitOptions } from './fitOptions.ts'
import type { Metrics } from './metrics.ts'
import type { Batch, Objective } from './objective.ts'
import { measure, type Report } from './report.ts'
import { compiled, evaluated } from './stepper.ts'
import { endQuietly, withLast } from './withLast.ts'

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
    throw new ArgumentError(
      `fit takes a key last, fit(…)(objective)(key(0)), but was given ${describe(key)}.`,
    )
}

/** What batches come from. */
const requireRun = <B>(source: Iterable<B> | AsyncIterable<B>): Iterable<B> | AsyncIterable<B> => {
  if (holds(needs.run, source)) return source
  throw new ArgumentError(
    `The batches of fit have to give what can be iterated, such as an array of { inputs, targets }, but gave ${describe(source)}.`,
  )
}

/** Whether it is to be waited for: a promise, or what another library or realm has for one. */
const isThenable = (x: unknown): x is PromiseLike<unknown> =>
  typeof x === 'object' && x !== null && typeof (x as { readonly then?: unknown }).then === 'function'

const aBatch = needs.record({ inputs: needs.tensors, targets: needs.tensors })

/** A run that still wants something, and says so when it is iterated over without. */
export const wantsMore = <F extends object>(what: string, run: F): F =>
  Object.defineProperty(run, Symbol.asyncIterator, {
    value: () => {
      throw new ArgumentError(`Training still wants ${what}.`)
    },
  })

/** The training of an objective: from a key to reports. */
export const training = <I, T, Y, P, S, O, R>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: Optimiser<O, R>,
  batchesOf: Batches<Batch<I, T>>,
  options: FitOptions<Metrics<Y, T>>,
): ((key: Key) => AsyncIterable<Report<P, S, O>>) => {
  const { epochs = 1, dtype = 'f32', metrics = {}, compile = true, engine = defaultEngine } = options
  const { nonFinite = 'stop', divergence = 'stop', from, checkpoints } = options
  return wantsMore('a key: fit(…)(objective)(key(0)). The same key gives the same run', key => {
    requireKey(key)
    return { [Symbol.asyncIterator]: () => steps() }

    async function* steps(): AsyncGenerator<Report<P, S, O>> {
      const [initKey, dataKey, stepKey] = split(3)(key)
      const breathe = breathing()
      const run = { objective, optimiser, dtype, epochs, key, initKey }
      const found = await checkpoints?.newest(() => beginning(run, undefined), objective.name)
      const begin = () => (found == null ? beginning(run, from) : continued(run, found))
      const begun = begin()
      const { epoch: firstEpoch, batch: alreadyDone, step: done, key: _, ...start } = begun
      const advance = compile
        ? compiled(objective, optimiser, start, engine, nonFinite)
        : evaluated(objective, optimiser, start, nonFinite)
      const watch = divergence === 'stop' ? watchDivergence() : null
      // Begun anew, as it is hardly ever asked, and would keep all parameters a second time.
      const lossAtStart = (batch: Batch<I, T>, step: number): number => {
        const { params, state } = begin()
        return item(objective.run(params, batch, state, { mode: 'training', key: foldIn(step)(stepKey) })[0])
      }
      let step = done

      for (let epoch = firstEpoch; epoch < epochs; epoch++) {
        let position = 0
        const marked = withLast(requireRun(batchesOf(foldIn(epoch)(dataKey))))
        let isOver = false
        try {
          for (;;) {
            const next = marked.next()
            const { done, value } = 'then' in next ? await next : next
            if (done === true) {
              isOver = true
              break
            }
            const [given, endOfEpoch] = value
            const batch = isThenable(given) ? ((await given) as Batch<I, T>) : given
            requireArgument('fit', `batch ${position} of epoch ${epoch}`, aBatch, batch)
            if (epoch === firstEpoch && position < alreadyDone) {
              position++
              continue
            }
            const at = { step, epoch }
            const { loss, skipped, problem, predictions, training } = advance(
              { batch, rates: () => optimiser.rates(at.step), key: () => foldIn(at.step)(stepKey) },
              at,
            )
            const diverged = watch?.look(loss, at, () => lossAtStart(batch, at.step)) ?? null
            if (diverged !== null) throw diverged
            const measured = measure(metrics, batch.targets, predictions)
            const now = once(training)
            step++
            position++
            const batchesDone = position
            const report: Report<P, S, O> = Object.freeze({
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
            const kept = checkpoints?.seen(report, endOfEpoch && epoch === epochs - 1)
            if (kept !== undefined) await kept
            yield report
            if (endOfEpoch) now()
            const pause = breathe()
            if (pause !== undefined) await pause
          }
        } catch (error) {
          isOver = true
          await endQuietly(marked)
          throw error
        } finally {
          if (!isOver) await marked.return(undefined)
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
