/**
 * Stopping training whose loss is finite, but has grown beyond any use.
 *
 * @module
 */
import { needs, requireArgument } from '../tensor/contract/index.ts'
import { type Path, PullbackError } from '../tensor/error.ts'
import type { Place } from './nonFinite.ts'

/** How many times the first loss a loss has to be that no training comes back from. */
const beyond = 1e6

const aPlace = needs.record({
  step: needs.number,
  epoch: needs.number,
  loss: needs.number,
  first: needs.number,
})

/**
 * Training diverged. The parameters of the step before are in the last report.
 *
 * @category Training
 * @since 0.1.0
 */
export class DivergenceError extends PullbackError {
  readonly _tag = 'DivergenceError'
  override readonly name = 'DivergenceError'
  readonly step: number
  readonly epoch: number
  /** The loss at this step, and at the first of the run. */
  readonly loss: number
  readonly first: number

  constructor(
    where: Pick<DivergenceError, 'step' | 'epoch' | 'loss' | 'first'>,
    what: string,
    path: Path = [],
  ) {
    super(what, path)
    requireArgument('DivergenceError', 'where', aPlace, where)
    this.step = where.step
    this.epoch = where.epoch
    this.loss = where.loss
    this.first = where.first
  }

  override at(segment: string | number): DivergenceError {
    return new DivergenceError(this, this.what, [segment, ...this.path])
  }
}

/** So many steps in a row are enough; if training goes on to NaN, it gets there sooner, and that error says more. */
const patience = 20

/** At the end of training so many are enough: one may be an odd batch. */
const patienceAtEnd = 2

/** Looks at one loss after the other. */
export interface DivergenceWatch {
  /** The error if training has diverged for long. `atStart` gives the loss of the run's first parameters on the same batch. */
  readonly look: (loss: number, at: Place, atStart: () => number) => DivergenceError | null
  /** The error if training ends diverged. */
  readonly end: () => DivergenceError | null
}

/** The size that the first loss, or one at the start, stands for: figures below 1 do not count. */
const sizeOf = (loss: number): number => Math.max(1, Math.abs(loss))

/**
 * Watches for losses that are more than a million times the first of the run (or than 1, if that was less): twenty in a row, or the last
 * two of the run. What is not finite is not looked at, nor what falls below 0, as likelihoods do. Batches may differ as much by
 * themselves, such as where data is in order of its size; so the parameters from which the run began are asked about the last of these
 * batches, too, and where they do as badly it does not count as divergence.
 */
export const watchDivergence = (): DivergenceWatch => {
  let first: number | null = null
  let usual = 1
  let inARow = 0
  let latest: (() => DivergenceError | null) | null = null
  return {
    look: (loss, at, atStart) => {
      if (!Number.isFinite(loss)) return null
      if (first === null) {
        first = loss
        usual = sizeOf(loss)
      }
      const beginning = first
      if (loss <= beyond * usual) {
        inARow = 0
        latest = null
        return null
      }
      inARow++
      latest = () => {
        const then = atStart()
        // Where the first parameters have no loss that is finite, nothing can be said.
        if (!(loss > beyond * sizeOf(then))) {
          usual = Number.isFinite(then) ? Math.max(usual, sizeOf(then)) : Number.POSITIVE_INFINITY
          inARow = 0
          return null
        }
        return divergence(beginning, loss, at)
      }
      return inARow < patience ? null : latest()
    },
    end: () => (inARow < patienceAtEnd || latest === null ? null : latest()),
  }
}

const divergence = (first: number, loss: number, at: Place): DivergenceError =>
  new DivergenceError(
    { ...at, loss, first },
    `Training diverges: at step ${at.step} (epoch ${at.epoch}) the loss is ${loss.toPrecision(4)}, and was ${first.toPrecision(4)} at ` +
      'first. Usually the numbers are too large for the learning rate: bring inputs and targets to mean 0 and deviation 1 ' +
      "(standardise), lower the rate, or clip gradients (optimiser.clipByGlobalNorm). With { divergence: 'ignore' } it goes on.",
  )
