/**
 * Keeping the checkpoints of a run in a store, and continuing from the newest.
 *
 * @module
 */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { type Lazy, pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { bimap } from 'fp-ts/lib/TaskEither.js'
import { type Argument, needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { describe } from '../tensor/stranger.ts'
import type { Checkpoint, Checkpoints, Found, Report } from '../train/index.ts'
import { CheckpointError } from './checkpointError.ts'
import { decodeCheckpoint, encodeCheckpoint, showCheckpointFileError } from './checkpointFile.ts'
import { checkpointsAmong, fileNameOf, type Named } from './fileName.ts'
import { bestOf, type Order, surplusOf } from './retention.ts'
import type { CheckpointStore } from './store.ts'

type AnyReport = Report<unknown, unknown, unknown>

/**
 * What makes a checkpoint the best of a run: the name of a metric or `'loss'`, on the batch of the step, or a function of the report,
 * which may evaluate the model on other data.
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export type Best =
  | string
  | {
      readonly by: string | ((report: AnyReport) => number | Promise<number>)
      /** Which scores are good. Defaults to 'smallest' for 'loss', and 'largest' for all others. */
      readonly order?: 'largest' | 'smallest'
    }

/**
 * When checkpoints are written, and which of them stay.
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export interface CheckpointOptions {
  /** After how many steps one is written, besides the end of the run. Defaults to the end of each epoch. */
  readonly every?: number
  /**
   * How many of the newest stay. Defaults to 3.
   *
   * @default 3
   */
  readonly keep?: number
  /** Which one stays besides. Defaults to none. */
  readonly best?: Best
}

/**
 * A checkpoint that is kept.
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export interface KeptCheckpoint {
  /** The name of its file in the store. */
  readonly file: string
  /** Steps that were done. */
  readonly step: number
  /** Its score; `null` if `best` was not asked for. */
  readonly score: number | null
  readonly isBest: boolean
}

/**
 * Checkpoints in a store, which `fit` takes as an option.
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export interface StoredCheckpoints extends Checkpoints {
  /** Those that are there, the newest last. */
  readonly kept: TaskEither<CheckpointError, readonly KeptCheckpoint[]>
}

const judgeOf = (
  best: Best | undefined,
): {
  readonly name: string
  readonly order: Order
  readonly of: (report: AnyReport) => number | Promise<number>
} | null => {
  if (best === undefined) return null
  const { by, order } = typeof best === 'string' ? { by: best, order: undefined } : best
  if (typeof by === 'function') return { name: 'score', order: order ?? 'largest', of: by }
  return {
    name: by,
    order: order ?? (by === 'loss' ? 'smallest' : 'largest'),
    of: ({ loss, metrics }) => {
      if (by === 'loss') return loss
      if (Object.hasOwn(metrics, by)) return metrics[by] as number
      const names = ['loss', ...Object.keys(metrics)].join(', ')
      throw new ArgumentError(
        `The best checkpoint is to be chosen by '${by}', but the reports of this run have ${names}. Name one of these, give fit the metric, ` +
          '{ metrics: { … } }, or a function of the report, { best: { by: report => … } }.',
      )
    },
  }
}

const placeOf = (store: CheckpointStore, file: string | null): string =>
  file === null ? store.name : `${file} in ${store.name}`

const failed = (store: CheckpointStore, file: string | null, what: string, reason: string): CheckpointError =>
  new CheckpointError(`${placeOf(store, file)} cannot be ${what}: ${reason}.`, file)

const demanded = <A>(
  store: CheckpointStore,
  file: string | null,
  what: string,
  result: Either<string, A>,
): A => {
  if (isLeft(result)) throw failed(store, file, what, result.left)
  return result.right
}

/** What each option has to be. */
export const checkpointOptions: Argument = needs.options({
  every: needs.positiveInteger,
  keep: needs.positiveInteger,
  best: needs.either(
    needs.text,
    needs.givenOptions({
      by: needs.either(needs.text, needs.fn),
      order: needs.optional(needs.oneOf('largest', 'smallest')),
    }),
  ),
} satisfies { readonly [Name in keyof Required<CheckpointOptions>]: Argument })

/**
 * Checkpoints of a run in a store: `fit` with them begins from the newest one there is, and writes one at the end of each epoch, or
 * every so many steps, before it gives the report of the step. The newest three stay, or as many as you say, and the best.
 *
 * Each file is a model file, too: `decodeModel` and `readModel` read the model in it.
 *
 * @throws ArgumentError for options out of range.
 * @throws CheckpointError from the iteration over a training, if a checkpoint cannot be written, read, or is not one of the run.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adam, batches, dense, fit, key, last, meanSquaredError, supervised, tensor } from 'pullback'
 * import { checkpointing, memoryStore } from 'pullback/checkpoint'
 * const data = batches({ inputs: tensor([[1], [2]]), targets: tensor([[2], [4]]) }, { size: 1 })
 * const checkpoints = checkpointing(memoryStore(), { every: 10, keep: 2, best: 'loss' })
 * const training = pipe(dense(1, 1), supervised(meanSquaredError()), fit(adam(0.01), data, { epochs: 20, checkpoints }))
 * await last(training(key(0)))
 *
 * @category Checkpoints
 * @since 0.1.0
 */
export const checkpointing = takes(
  'checkpointing',
  {
    store: needs.record({
      name: needs.text,
      list: needs.fn,
      read: needs.fn,
      write: needs.fn,
      remove: needs.fn,
    }),
    options: checkpointOptions,
  },
  () => checkpointingUnchecked,
)

const checkpointingUnchecked = (
  store: CheckpointStore,
  { every, keep = 3, best }: CheckpointOptions = {},
): StoredCheckpoints => {
  const judge = judgeOf(best)

  const all = async (): Promise<readonly Named[]> =>
    checkpointsAmong(demanded(store, null, 'listed', await store.list()))
  const bestAmong = (named: readonly Named[]): Named | null =>
    judge === null ? null : bestOf(named, judge.name, judge.order)

  const newest = async <P, S, O>(
    like: Lazy<Checkpoint<P, S, O>>,
    of: string,
  ): Promise<Found<Checkpoint<P, S, O>> | null> => {
    const file = (await all()).at(-1)?.file
    if (file === undefined) return null
    const read = decodeCheckpoint(like(), of)(demanded(store, file, 'read', await store.read(file)()))
    if (isLeft(read))
      throw new CheckpointError(
        `${placeOf(store, file)} is not a checkpoint to continue from: ${showCheckpointFileError(read.left)}\nRemove it to continue from ` +
          'the one before, or keep the checkpoints of this run elsewhere.',
        file,
      )
    return { file: `${store.name}/${file}`, checkpoint: read.right }
  }

  const write = async (report: AnyReport): Promise<void> => {
    const checkpoint = report.checkpoint()
    const value = await judge?.of(report)
    if (judge !== null && typeof value !== 'number')
      throw new ArgumentError(
        `What tells the best checkpoint has to give a number, but gave ${describe(value)}.`,
      )
    // NaN is not a score: it would be neither better nor worse than another.
    const score =
      judge === null || value === undefined || Number.isNaN(value) ? null : { by: judge.name, value }
    const named = { step: checkpoint.step, score }
    const file = fileNameOf(named)
    demanded(store, file, 'written', await store.write(file, encodeCheckpoint(checkpoint))())
    const now = await all()
    // What was scored otherwise by a run that did not come to its end has given way to this one.
    const before = now.filter(each => each.step === named.step && each.file !== file)
    const rest = now.filter(each => !before.includes(each))
    for (const { file: surplus } of [...before, ...surplusOf(rest, keep, bestAmong(rest))])
      demanded(store, surplus, 'removed', await store.remove(surplus)())
  }

  return {
    newest,
    seen: (report, isLast) => {
      const isDue = every === undefined ? report.endOfEpoch : (report.step + 1) % every === 0
      return isDue || isLast ? write(report) : undefined
    },
    kept: pipe(
      store.list,
      bimap(
        reason => failed(store, null, 'listed', reason),
        files => {
          const named = checkpointsAmong(files)
          const foremost = bestAmong(named)
          return named.map(each => ({
            file: each.file,
            step: each.step,
            score: each.score?.value ?? null,
            isBest: each === foremost,
          }))
        },
      ),
    ),
  }
}
