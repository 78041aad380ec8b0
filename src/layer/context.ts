/**
 * The context of a run: training, with a key, or evaluation.
 *
 * @module
 */
import { foldIn, type Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'

/**
 * What a layer is run for. Only training has a key: evaluation is deterministic.
 *
 * @category Layers
 * @since 0.1.0
 */
export type Context = { readonly mode: 'training'; readonly key: Key } | { readonly mode: 'evaluation' }

/**
 * The context of predictions.
 *
 * @category Layers
 * @since 0.1.0
 */
export const evaluation: Context = Object.freeze({ mode: 'evaluation' })

/**
 * The context of a training step; the key is where dropout and the like draw from.
 *
 * @category Layers
 * @since 0.1.0
 */
export const training = takes('training', { key: needs.key }, () => trainingUnchecked)

const trainingUnchecked = (key: Key): Context => ({ mode: 'training', key })

/** What a layer at a position is run in: each draws from a key of its own. */
export const contextAt = (context: Context, position: number): Context =>
  context.mode === 'training' ? { mode: 'training', key: foldIn(position)(context.key) } : context
