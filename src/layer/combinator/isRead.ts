/**
 * Runs of layers that are read as something else than numbers.
 *
 * @module
 */
import { outermost } from '../../primitive/core/bind.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import type { Context } from '../context.ts'

/** Whether a run is read as something else than numbers, such as a program: loops are worth it only there. */
export const isRead = (context: Context, ...trees: readonly unknown[]): boolean =>
  outermost(tensors(context.mode === 'training' ? [trees, context.key] : trees)) !== null
