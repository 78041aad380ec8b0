/**
 * Heads of attention, apart and together.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { any, reshape, transpose } from '../node/arrays.ts'
import { wrong } from '../node/refusal.ts'
/** [batch, positions, heads · size] as [batch, heads, positions, size]. */
export const headsApart = (x: Tensor, heads: number): Tensor => {
  const [n, t, width] = x.shape as readonly [number, number, number]
  if (width % heads !== 0) wrong(`a width of ${width} is not ${heads} heads`)
  return transpose([0, 2, 1, 3], reshape([n, t, heads, width / heads], x))
}

/** The way back. */
export const headsTogether = (x: Tensor): Tensor => {
  const [n, heads, t, size] = x.shape as readonly [number, number, number, number]
  return reshape([n, t, heads * size], transpose([0, 2, 1, 3], x))
}

/** Each head so many times, for queries that share it. */
export const shared = (x: Tensor, heads: number): Tensor =>
  x.shape[1] === heads
    ? x
    : heads % x.shape[1]! === 0
      ? any(op.repeat(1, heads / x.shape[1]!)(x))
      : wrong(`${heads} heads of queries cannot share ${x.shape[1]} of keys`)
