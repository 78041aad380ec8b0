/**
 * The context of a run: training, with a key, or evaluation.
 *
 * @module
 */
import { bits } from '../primitive/random/bits.ts'
import { domains, foldIn, type Key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Integers } from '../tensor/tensor.ts'
import { type Empty, empty } from '../tensor/tree.ts'

/**
 * What a layer is run for. Only training has a key: evaluation is deterministic.
 *
 * A layer with a balancing term, such as a mixture of experts, has a second output that no layer around it has to know of: its value is
 * part of the state, and `balance` is the cotangent of it, which the layer's pullback takes beside that of the output. See `balanced`.
 *
 * @category Layers
 * @since 0.1.0
 */
export type Context =
  | { readonly mode: 'training'; readonly key: Key; readonly balance?: number }
  | { readonly mode: 'evaluation' }

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
  context.mode === 'training' ? { ...context, key: foldIn(position)(context.key) } : context

/**
 * The keys of so many positions, along an axis in front: its slices are the keys of `contextAt`. None in evaluation.
 */
export const keysOfAll = (
  context: Context,
  count: number,
): { readonly bits: Integers<[number, 2]> } | Empty =>
  // The key of a position is the block of that number in this domain.
  context.mode === 'training' ? { bits: bits([count, 2], domains.fold)(context.key.bits) } : empty

/** The context of a position, given its slice of all keys. */
export const contextOfKey = (context: Context, key: unknown): Context =>
  context.mode === 'training' ? { ...context, key: key as Key } : context
