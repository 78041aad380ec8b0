/**
 * Cells of recurrent operators.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { add, any, matmul, mul, shift, slice } from '../node/arrays.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Tensors } from './scanned.ts'
export type Gate = (x: Tensor) => Tensor
/** What a cell makes of a row of its input, already multiplied by weights, and of its state. */
export type Cell = (weights: Tensors, state: Tensors, x: Tensor, gates: readonly Gate[]) => Tensors

export interface Kind {
  readonly gates: number
  readonly activations: readonly string[]
  readonly states: readonly string[]
  readonly cell: (node: NodeView) => Cell
}

/** One of so many parts of the last axis. */
export const partOf = (x: Tensor, i: number, count: number): Tensor => {
  const last = x.shape.length - 1
  const n = x.shape[last]! / count
  return slice(
    x.shape.map((_, axis) => (axis === last ? i * n : 0)),
    x.shape.map((m, axis) => (axis === last ? n : m)),
    x,
  )
}

const oneMinus = (x: Tensor): Tensor => shift(1, any(op.neg(x)))

export const plain: Kind = {
  gates: 1,
  activations: ['Tanh'],
  states: ['h'],
  cell:
    () =>
    (weights, { h }, x, [f]) => ({ h: f!(add(x, add(matmul(h!, weights.r!), weights.b!))) }),
}

export const lstm: Kind = {
  gates: 4,
  activations: ['Sigmoid', 'Tanh', 'Tanh'],
  states: ['h', 'c'],
  cell: node => {
    const coupled = node.flag('input_forget', false)
    return (weights, { h, c }, x, [f, g, k]) => {
      const whole = add(x, add(matmul(h!, weights.r!), weights.b!))
      const part = (i: number): Tensor => partOf(whole, i, 4)
      const peeped = (i: number, state: Tensor): Tensor =>
        weights.p === undefined ? part(i) : add(part(i), mul(partOf(weights.p, i, 3), state))
      const input = f!(peeped(0, c!))
      const forget = coupled ? oneMinus(input) : f!(peeped(2, c!))
      const next = add(mul(forget, c!), mul(input, g!(part(3))))
      return { h: mul(f!(peeped(1, next)), k!(next)), c: next }
    }
  },
}

export const gru: Kind = {
  gates: 3,
  activations: ['Sigmoid', 'Tanh'],
  states: ['h'],
  cell: node => {
    const linear = node.flag('linear_before_reset', false)
    return (weights, { h }, x, [f, g]) => {
      const columns = (y: Tensor, from: number, count: number): Tensor => {
        const n = y.shape[y.shape.length - 1]! / 3
        const last = y.shape.length - 1
        return slice(
          y.shape.map((_, axis) => (axis === last ? from * n : 0)),
          y.shape.map((m, axis) => (axis === last ? count * n : m)),
          y,
        )
      }
      const gates = f!(
        add(columns(x, 0, 2), add(matmul(h!, columns(weights.r!, 0, 2)), columns(weights.b!, 0, 2))),
      )
      const [update, reset] = [partOf(gates, 0, 2), partOf(gates, 1, 2)]
      const [own, bias] = [columns(weights.r!, 2, 1), columns(weights.b!, 2, 1)]
      const hidden = linear ? mul(reset, add(matmul(h!, own), bias)) : add(matmul(mul(reset, h!), own), bias)
      const candidate = g!(add(columns(x, 2, 1), hidden))
      return { h: add(mul(oneMinus(update), candidate), mul(update, h!)) }
    }
  },
}
