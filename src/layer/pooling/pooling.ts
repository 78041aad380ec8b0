/**
 * Common parts of pooling layers: their windows.
 *
 * @module
 */
import type { Computed, Along, OptionAlong, Size, Windowed } from '../window/windowed.ts'

/**
 * How the windows of a pooling layer slide.
 *
 * @category Pooling
 * @since 0.1.0
 */
export interface PoolOptions {
  /** How far one window is from the next. Defaults to the size of a window, so that none overlap. */
  readonly stride?: Size
  /**
   * How far windows may reach over the edge of the images on each side. Defaults to 0.
   *
   * @default 0
   */
  readonly padding?: Size
}

type PoolAxis<K, Options, Axis extends 0 | 1> = Computed<
  [
    Along<K, Axis>,
    OptionAlong<Options, 'stride', Axis, Along<K, Axis>>,
    OptionAlong<Options, 'padding', Axis, 0>,
    1,
  ]
>

/**
 * Gives one number for each window of each channel.
 *
 * @category Pooling
 * @since 0.1.0
 */
export type Pooled<K, Options> = Windowed<null, PoolAxis<K, Options, 0>, PoolAxis<K, Options, 1>>
