/**
 * Stopping training whose loss is finite, but has grown beyond any use.
 *
 * @module
 */
import { type Path, PullbackError } from '../tensor/error.ts'
import type { Place } from './nonFinite.ts'

/** How many times the first loss a loss has to be that no training comes back from. */
const beyond = 1e6

/** Training diverged. The parameters of the step before are in the last report. */
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
  /** The error if training has diverged for long. */
  readonly look: (loss: number, at: Place) => DivergenceError | null
  /** The error if training ends diverged. */
  readonly end: () => DivergenceError | null
}

/**
 * Watches for losses that are more than a million times the first of the run (or than 1, if that was less) in size: twenty in a row, or
 * the last two of the run. What is not finite is not looked at.
 */
export const watchDivergence = (): DivergenceWatch => {
  let first: number | null = null
  let inARow: readonly DivergenceError[] = []
  return {
    look: (loss, at) => {
      if (!Number.isFinite(loss)) return null
      first ??= loss
      const isFar = Math.abs(loss) > beyond * Math.max(1, Math.abs(first))
      inARow = isFar ? [...inARow, divergence(first, loss, at)] : []
      return inARow.length < patience ? null : (inARow.at(-1) as DivergenceError)
    },
    end: () => (inARow.length < patienceAtEnd ? null : (inARow.at(-1) as DivergenceError)),
  }
}

const divergence = (first: number, loss: number, at: Place): DivergenceError =>
  new DivergenceError(
    { ...at, loss, first },
    `Training diverges: at step ${at.step} (epoch ${at.epoch}) the loss is ${loss.toPrecision(4)}, and was ${first.toPrecision(4)} at ` +
      'first. Usually the numbers are too large for the learning rate: bring inputs and targets to mean 0 and deviation 1 ' +
      "(standardise), lower the rate, or clip gradients (optimiser.clipByGlobalNorm). With { divergence: 'ignore' } it goes on.",
  )
