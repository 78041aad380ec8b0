/**
 * Options of training by XLA.
 *
 * @module
 */
import { needs } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'

/**
 * How a training is written for XLA.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface XlaFolderOptions<From = unknown> {
  /** For how many steps rates are written; those that do not change are written once. */
  readonly steps: number
  /**
   * The element type of the parameters, which must be that of the inputs. Defaults to f32.
   *
   * @default 'f32'
   */
  readonly dtype?: FloatDType
  /** Where to begin: a checkpoint or a model. Defaults to fresh parameters. */
  readonly from?: From
}

/**
 * How to train by XLA.
 *
 * @category Other machines
 * @since 0.1.0
 */
export interface XlaOptions<From = unknown> {
  /**
   * Passes over the data. Defaults to 1.
   *
   * @default 1
   */
  readonly epochs?: number
  /**
   * The element type of the parameters, which must be that of the inputs. Defaults to f32.
   *
   * @default 'f32'
   */
  readonly dtype?: FloatDType
  /** Where to begin: a checkpoint to continue, or a model to start from. */
  readonly from?: From
  /** The Python that has JAX. Defaults to `PULLBACK_PYTHON` of the environment, or else `python3`. */
  readonly python?: string
  /** How many devices share each batch; on CPUs so many are made of one. Defaults to all there are. */
  readonly devices?: number
  /** The kind of devices. Defaults to the best that JAX finds. */
  readonly platform?: 'cpu' | 'cuda' | 'rocm' | 'tpu'
  /** Parameters of so many numbers or more are divided among the devices, too. Defaults to none. */
  readonly shardParameters?: number
  /** The folder for module, manifest and checkpoints. Defaults to a temporary one, which is removed. */
  readonly folder?: string
  /** A checkpoint every so many steps, beside those at ends of epochs. Defaults to none. */
  readonly every?: number
}

export const needsXlaOptions = needs.options({
  epochs: needs.count,
  dtype: needs.floatDType,
  from: needs.anything,
  python: needs.text,
  devices: needs.positiveInteger,
  platform: needs.oneOf('cpu', 'cuda', 'rocm', 'tpu'),
  shardParameters: needs.positiveInteger,
  folder: needs.text,
  every: needs.positiveInteger,
})

export const needsFolderOptions = needs.givenOptions({
  steps: needs.positiveInteger,
  dtype: needs.optional(needs.floatDType),
  from: needs.anything,
})
