/**
 * The options of `fit`, looked at before anything is done.
 *
 * @module
 */
import type { Engine } from '../engine/engine.ts'
import { type Argument, needs, requireArgument } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { AnyMetrics } from './metrics.ts'

/**
 * How to train: `M` are the metrics, and `From` is where to begin.
 *
 * @category Training
 * @since 0.1.0
 */
export interface FitOptions<M extends AnyMetrics = AnyMetrics, From = unknown> {
  /**
   * Passes over the data. Defaults to 1.
   *
   * @default 1
   */
  readonly epochs?: number
  /** The element type of the parameters, which must be that of the inputs. Defaults to f32. */
  readonly dtype?: FloatDType
  /** Numbers to report besides the loss. */
  readonly metrics?: M
  /** Where to begin: a checkpoint to continue, or a model to start from instead of fresh parameters. */
  readonly from?: From
  /**
   * What keeps checkpoints as training goes on, such as `checkpointsIn('runs/digits')` of `pullback/node`. Training begins from the newest
   * one that there is, and from `from` only where there is none.
   */
  readonly checkpoints?: Checkpoints
  /**
   * Whether the step runs as a compiled program. Defaults to true.
   *
   * @default true
   */
  readonly compile?: boolean
  /** The engine that runs the program. Defaults to WebAssembly, or the reference engine on a host without vectors. */
  readonly engine?: Engine
  /**
   * What becomes of a step with a NaN or an infinity in its loss, gradient, parameters or state. Defaults to `'stop'`, an error; with `'skip'` it is
   * left out, parameters and states stay as they were, and the report says so.
   */
  readonly nonFinite?: 'stop' | 'skip'
  /**
   * What becomes of training whose loss stays finite but is more than a million times the first (or than 1, if that is less) at twenty
   * steps in a row, or at the last two: a `DivergenceError`, or nothing. Defaults to 'stop'.
   */
  readonly divergence?: 'stop' | 'ignore'
}

/** What each option has to be. */
const fitNeeds = needs.options({
  epochs: needs.count,
  dtype: needs.floatDType,
  metrics: needs.entriesOf(needs.fn, 'metrics, functions of targets and then of predictions,'),
  from: needs.anything,
  checkpoints: needs.record({ newest: needs.fn, seen: needs.fn }),
  compile: needs.boolean,
  engine: needs.engine,
  nonFinite: needs.oneOf('stop', 'skip'),
  divergence: needs.oneOf('stop', 'ignore'),
} satisfies { readonly [Name in keyof Required<FitOptions>]: Argument })

/**
 * Requires options that there are, each of them what it can be, and no two that contradict each other.
 *
 * @throws ArgumentError that names the option.
 */
export const requireFitOptions = (options: FitOptions | undefined): void => {
  requireArgument('fit', 'options', fitNeeds, options)
  if (options?.engine !== undefined && options.compile === false)
    throw new ArgumentError(
      'fit was asked not to compile, { compile: false }, and which engine to compile for: an engine runs compiled programs only. ' +
        'Leave one of the two out.',
    )
}
