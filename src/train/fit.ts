/**
 * Training an objective with an optimiser, on batches.
 *
 * @module
 */
import type { AnyOptimiser, OptimiserState } from '../optimiser/optimiser.ts'
import type { Key } from '../random/key.ts'
import { checkedThing, holds, needs } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { describe } from '../tensor/stranger.ts'
import type { Tree } from '../tensor/tree.ts'
import type { Batches } from './batches.ts'
import { type FitOptions, requireFitOptions } from './fitOptions.ts'
import type { Fitted, OptimiserGiven, Others } from './fitted.ts'
import type { AnyMetrics, Metrics, NoMetrics } from './metrics.ts'
import type { Batch, UntypedObjective } from './objective.ts'
import type { Report } from './report.ts'
import { training, wantsMore } from './training.ts'

const requireTraining = (optimiser: unknown, batches: unknown, others: readonly unknown[]): void => {
  if (holds(needs.objective, optimiser))
    throw new ArgumentError(
      'fit takes the objective last: pipe(objective, fit(optimiser, batches, options)), or fit(optimiser, batches, options)(objective).',
    )
  if (!holds(needs.optimiser, optimiser))
    throw new ArgumentError(
      'fit takes an optimiser first, such as adam(0.001) makes it: sgd alone is a function that makes one.',
    )
  if (!holds(needs.fn, batches))
    throw new ArgumentError(
      `fit takes batches after the optimiser, as batches(data, { size: 32 }) makes them, but was given ${describe(batches)}.`,
    )
  if (others.some(other => other !== undefined))
    throw new ArgumentError(
      `fit takes 3 arguments (optimiser, batches, options), but was given ${3 + others.length}. The objective comes after them: ` +
        'fit(optimiser, batches, options)(objective).',
    )
}

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
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { batches, dense, fit, key, sgd, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const data = { inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }
 * const training = pipe(
 *   dense(2, 2),
 *   supervised(softmaxCrossEntropy()),
 *   fit(sgd(0.5), batches(data, { size: 1 }), { epochs: 3 }),
 * )
 * for await (const { step, loss } of training(key(0))) console.log(step, loss)
 *
 * @category Training
 * @since 0.1.0
 */
export function fit<O, B extends Batch<unknown, unknown>, M extends AnyMetrics = NoMetrics, From = undefined>(
  optimiser: OptimiserGiven<O>,
  batches: Batches<B>,
  options?: FitOptions<M, From>,
  ...others: Others<O>
): <I, T, Y, P, S>(
  objective: Fitted<I, T, Y, P, S, OptimiserState<O>, B, M, From>,
) => (key: Key) => AsyncIterable<Report<P, S, OptimiserState<O>, keyof M>>
export function fit(
  optimiser: AnyOptimiser,
  batches: Batches<Batch<Tree, Tree>>,
  options: FitOptions<Metrics<Tree, Tree>> = {},
  ...others: readonly unknown[]
): unknown {
  requireTraining(optimiser, batches, others)
  requireFitOptions(options)
  const checkedOptimiser = checkedThing('optimiser', optimiser)
  return wantsMore('an objective and a key: fit(…)(objective)(key(0))', (objective: UntypedObjective) => {
    if (!holds(needs.objective, objective))
      throw new ArgumentError(
        `fit takes an objective after all else, fit(optimiser, batches, options)(objective), as pipe(model, supervised(loss)) makes it, ` +
          `but was given ${describe(objective)}.`,
      )
    return training(checkedThing('objective', objective), checkedOptimiser, batches, options)
  })
}
