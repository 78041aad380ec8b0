/**
 * The initial parameters and state of a layer.
 *
 * @module
 */
import type { Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import type { Layer } from './layer.ts'
import type { Model } from './model.ts'

/**
 * How parameters are made.
 *
 * @category Layers
 * @since 0.1.0
 */
export interface InitOptions {
  /**
   * The element type of all parameters. Defaults to f32.
   *
   * @default 'f32'
   */
  readonly dtype?: FloatDType
}

/**
 * The initial parameters and state of a layer, from a key.
 *
 * @example
 * import { dense, init, key } from 'pullback'
 * const { params } = init(dense(784, 64))(key(0))
 *
 * @category Layers
 * @since 0.1.0
 */
export const init = takes(
  'init',
  [{ layer: needs.layer, options: needs.options({ dtype: needs.floatDType }) }, { key: needs.key }],
  () => initUnchecked,
)

const initUnchecked =
  <A, B, P, S>(layer: Layer<A, B, P, S>, { dtype = 'f32' }: InitOptions = {}) =>
  (key: Key): Model<P, S> =>
    layer.init(key, dtype)
