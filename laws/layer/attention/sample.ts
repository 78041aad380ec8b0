/**
 * Sequences, masks and scores that laws of attention draw, and parts of them.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { evaluation, type Integers, op, type Tensor, type tree } from '../../../src/index.ts'
import { indices, tensors } from '../../arbitraries.ts'
import { norm, summed } from '../../close.ts'
import { type Run, runsOf } from '../point.ts'
import type { TreeLayer } from '../same.ts'

export const [batch, time, width, heads] = [2, 4, 4, 2] as const
export const sequences = tensors([batch, time, width])
export const masks = indices([batch, time], 2) as Arbitrary<Integers>
export const scores = tensors([batch, heads, time, time])
export const near = (...scales: readonly unknown[]) => summed(512, undefined, (1 + norm(scales)) ** 2)

export type Pull = (dy: tree.Tree) => readonly [dp: tree.Tree, dx: tree.Tree]

export const run = (
  layer: TreeLayer,
  { params, input, state }: Pick<Run<tree.Tree, tree.Tree, tree.Tree>, 'params' | 'input' | 'state'>,
): readonly [y: Tensor, pullback: Pull] => {
  const [y, pullback] = layer.run(params, input, state, evaluation)
  return [y as Tensor, pullback]
}

export const runs = (layer: TreeLayer, input: Arbitrary<tree.Tree>) =>
  runsOf(layer, input, fc.constant(evaluation))

/** Positions of each sequence in another order. */
export const permuted = (x: unknown, order: readonly number[]): Tensor =>
  op.concat(1)(...order.map(i => op.slice([0, i, 0], [batch, 1, width])(x as Tensor) as Tensor)) as Tensor

export const upTo = (x: unknown, t: number): Tensor =>
  op.slice([0, 0, 0], [batch, t, width])(x as Tensor) as Tensor
export const after = (x: unknown, t: number): Tensor =>
  op.slice([0, t, 0], [batch, time - t, width])(x as Tensor) as Tensor
export const followed = (x: Tensor, y: Tensor): Tensor => op.concat(1)(x, y) as Tensor
export const nothing = (x: Tensor): Tensor => op.scale(0)(x)

/** Scores of the usual size, and so large that a finite number beside them hides nothing. */
export const sizes = fc.constantFrom(1, 1e12)

export const padded = fc.tuple(sequences, masks) as Arbitrary<tree.Tree>
