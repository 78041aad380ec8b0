/**
 * Attention of the next positions of a sequence to those that have come, out of a cache with room for more: it reads no more of the cache
 * than there is.
 *
 * @module
 */

import { IndexError, ShapeError } from '../../tensor/error.ts'
import { fromValues, full, zeros } from '../../tensor/function/constructors.ts'
import { type Shape, sameShape, showShape } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Abstract, Linear, None, Primitive } from '../core/primitive.ts'
import { input, requireFloat, requireInteger, requireSameDType } from '../core/rule.ts'
import { add, div, mul, sub } from '../elementwise/arithmetic.ts'
import { greater, select } from '../elementwise/compare.ts'
import { convert } from '../elementwise/convert.ts'
import { exp } from '../elementwise/elementary.ts'
import { reshape } from '../movement/reshape.ts'
import { broadcast, broadcastAlong, broadcastBeside, sum } from '../reduction/broadcast.ts'
import { max } from '../reduction/reduceMax.ts'
import { matmul, matmulNT, matmulTN } from './matmul.ts'

/** The sizes of queries [batch, heads, time, size] and of a cache [batch, groups, capacity, size]. */
export interface PrefixSizes {
  readonly batch: number
  readonly heads: number
  readonly time: number
  readonly size: number
  readonly groups: number
  readonly capacity: number
}

/** The sizes of queries and keys that fit each other. */
export const prefixSizesOf = (queries: Shape, keys: Shape): PrefixSizes => {
  const [batch, heads, time, size] = queries as readonly [number, number, number, number]
  const [, groups, capacity] = keys as readonly [number, number, number, number]
  return { batch, heads, time, size, groups, capacity }
}

const requireCache = (q: Abstract, k: Abstract, v: Abstract, position: Abstract): void => {
  requireFloat('prefixAttention', q)
  requireSameDType('prefixAttention', q, k)
  requireSameDType('prefixAttention', q, v)
  requireInteger('prefixAttention (position)', position)
  const { batch, heads, time, size, groups, capacity } = prefixSizesOf(q.shape, k.shape)
  const fits =
    q.shape.length === 4 &&
    sameShape(k.shape, [batch, groups, capacity, size]) &&
    sameShape(v.shape, k.shape) &&
    groups > 0 &&
    heads % groups === 0 &&
    time >= 1 &&
    time <= capacity &&
    position.shape.length === 0
  if (!fits)
    throw new ShapeError(
      `prefixAttention needs queries [batch, heads, time, size], keys and values [batch, groups, capacity, size] and a position [], but was ` +
        `given ${showShape(q.shape)}, ${showShape(k.shape)}, ${showShape(v.shape)} and ${showShape(position.shape)}.`,
      [q.shape, k.shape, v.shape, position.shape],
    )
}

type Matrices = Tensor<[number, number, number, number]>

/** The operations that it is: the weights, and how rows of heads that share keys stand together. */
const opened = (q: Tensor, k: Tensor, position: Integers<[]>) => {
  const { batch, heads, time, groups, capacity } = prefixSizesOf(q.shape, k.shape)
  const together = (x: Tensor): Matrices =>
    reshape([batch, groups, (heads / groups) * time, x.shape[3] as number])(x) as Matrices
  const apart = (x: Tensor): Tensor => reshape([batch, heads, time, x.shape[3] as number])(x) as Tensor
  const along = broadcastAlong([batch, heads, time, capacity], [0, 1, 2])
  const weights = (): Tensor => {
    const scores = apart(matmulNT(together(q), k as Matrices) as Tensor)
    const shape: Shape = [time, capacity]
    const distances = Array.from(
      { length: time * capacity },
      (_, i) => (i % capacity) - Math.floor(i / capacity),
    )
    const behind = greater(
      fromValues(shape, distances, q.dtype) as Tensor,
      broadcast(shape)(convert(q.dtype)(position)) as Tensor,
    )
    const infinite = full(shape, Number.NEGATIVE_INFINITY, q.dtype) as Tensor
    const hidden = select(behind, infinite, zeros(shape, q.dtype) as Tensor)
    const seen = add(scores, broadcastBeside(scores)(hidden))
    const e = exp(sub(seen, along(max([3])(seen) as Tensor)))
    return div(e, along(sum([3])(e) as Tensor))
  }
  /** What a change of scores does to the weights, and the way back: the same. */
  const change = (w: Tensor, d: Tensor): Tensor => mul(w, sub(d, along(sum([3])(mul(w, d)) as Tensor)))
  return { together, apart, weights, change }
}

export const PrefixAttention: Primitive<None> = {
  name: 'prefixAttention',
  shape: inputs => {
    const [q, k, v, position] = [0, 1, 2, 3].map(i => input(inputs, i)) as [
      Abstract,
      Abstract,
      Abstract,
      Abstract,
    ]
    requireCache(q, k, v, position)
    return { shape: q.shape, dtype: q.dtype }
  },
  kernel: ([q, k, v, position], y) => {
    const { batch, heads, time, size, groups, capacity } = prefixSizesOf(q!.shape, k!.shape)
    const first = position!.elements[0] as number
    if (first < 0 || first + time > capacity)
      throw new IndexError(
        `prefixAttention was given position ${first}, but ${time} of ${capacity} positions begin from 0 to ${capacity - time}.`,
      )
    const weights = new Float64Array(capacity)
    for (let row = 0; row < batch * heads * time; row++) {
      const [head, at] = [Math.floor(row / time), row % time]
      const group = Math.floor(head / heads) * groups + Math.floor((head % heads) / (heads / groups))
      const from = group * capacity * size
      const count = first + at + 1
      let largest = Number.NEGATIVE_INFINITY
      for (let j = 0; j < count; j++) {
        let score = 0
        for (let i = 0; i < size; i++)
          score += q!.elements[row * size + i]! * k!.elements[from + j * size + i]!
        weights[j] = score
        // NaN is not passed over.
        if (!(score <= largest)) largest = score
      }
      let total = 0
      for (let j = 0; j < count; j++) {
        weights[j] = Math.exp(weights[j]! - largest)
        total += weights[j]!
      }
      for (let i = 0; i < size; i++) {
        let value = 0
        for (let j = 0; j < count; j++) value += weights[j]! * v!.elements[from + j * size + i]!
        y.elements[row * size + i] = value / total
      }
    }
  },
  partials: ([q, k, v, position]) => {
    const { together, apart, weights, change } = opened(q as Tensor, k as Tensor, position as Integers<[]>)
    let known: Tensor | null = null
    const w = (): Tensor => {
      known ??= weights()
      return known
    }
    const keys = k as Matrices
    const values = v as Matrices
    const product = (x: Tensor, y: Matrices): Tensor => apart(matmul(together(x), y) as Tensor)
    const productNT = (x: Tensor, y: Matrices): Tensor => apart(matmulNT(together(x), y) as Tensor)
    const productTN = (x: Tensor, y: Tensor): Tensor => matmulTN(together(x), together(y)) as Tensor
    const dscores = (dy: Tensor): Tensor => change(w(), productNT(dy, values))
    const linear = (apply: (d: Tensor) => AnyTensor, transpose: (dy: Tensor) => AnyTensor): Linear => ({
      apply: d => apply(d as Tensor),
      transpose: dy => transpose(dy as Tensor),
    })
    return [
      linear(
        dq => product(change(w(), productNT(dq, keys)), values),
        dy => product(dscores(dy), keys),
      ),
      linear(
        dk => product(change(w(), productNT(q as Tensor, dk as Matrices)), values),
        dy => productTN(dscores(dy), q as Tensor),
      ),
      linear(
        dv => product(w(), dv as Matrices),
        dy => productTN(w(), dy),
      ),
      null,
    ]
  },
}

/**
 * `softmax(q kᵀ) v` over the keys up to each query's own position, where the first query is at a position: q [batch, heads, time, size], of
 * which as many heads as follow each other share keys and values [batch, groups, capacity, size].
 *
 * @throws IndexError if there is no room for all of them.
 */
export const prefixAttention = (q: Tensor, k: Tensor, v: Tensor, position: Integers<[]>): Tensor =>
  bind(PrefixAttention, {}, [q, k, v, position])
