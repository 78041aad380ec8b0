/**
 * Recurrent operators, as loops: their length does not change a program.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  add,
  any,
  concat,
  convert,
  filled,
  greater,
  indices,
  range,
  reshape,
  select,
  slice,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'
import { product } from '../reduction/linear.ts'
import { type Cell, type Gate, gru, type Kind, lstm, partOf, plain } from './cells.ts'
import { gatesOf } from './gates.ts'
import { scanned, type Tensors, type Turn } from './scanned.ts'

/** A slice of the first axis, without it. */
const at = (x: Tensor, i: number): Tensor =>
  reshape(
    x.shape.slice(1),
    slice(
      x.shape.map((_, axis) => (axis === 0 ? i : 0)),
      x.shape.map((n, axis) => (axis === 0 ? 1 : n)),
      x,
    ),
  )

/** One direction over all times: what each time gives, and the last state. */
const direction = (
  cell: Cell,
  gates: readonly Gate[],
  parameters: Tensors,
  state: Tensors,
  x: Tensor,
  alive: Tensor | null,
  reverse: boolean,
): { readonly all: Tensor; readonly last: Tensors } => {
  const turn: Turn = (weights, before, { x: row, alive: mask }) => {
    const next = cell(weights, before, row!, gates)
    if (mask === undefined) return [next, next.h!]
    const kept = Object.fromEntries(
      Object.entries(next).map(([name, y]) => [name, select(mask, y, before[name]!)]),
    )
    return [kept, select(mask, next.h!, filled(next.h!.shape, 0, next.h!.dtype))]
  }
  const [last, all] = scanned(turn, parameters, state, alive === null ? { x } : { x, alive }, reverse)
  return { all, last }
}

const directionsOf = (node: NodeView): readonly boolean[] => {
  const way = node.oneOf('direction', ['forward', 'reverse', 'bidirectional'], 'forward')
  return way === 'bidirectional' ? [false, true] : [way === 'reverse']
}

/** A mask [times, batch, 1] of what is within each sequence's length. */
const aliveOf = (lengths: Value | undefined, times: number): Tensor | null => {
  if (lengths === undefined) return null
  const n = reshape([1, lengths.shape[0]!, 1], convert('i32', lengths.tensor()))
  return greater(n, reshape([times, 1, 1], indices(range(times))))
}

const recurrent = (kind: Kind, node: NodeView, inputs: Inputs): readonly Value[] => {
  const value = need(inputs, 0)
  const turned = node.int('layout', 0) === 1
  if (value.shape.length !== 3)
    wrong(`it takes [times, batch, width], but was given [${value.shape.join(', ')}]`)
  const x = turned ? transpose([1, 0, 2], floatsOf(value)) : floatsOf(value)
  const [w, r] = [floatsOf(need(inputs, 1)), floatsOf(need(inputs, 2))]
  const [times, batch] = x.shape as readonly [number, number]
  const size = r.shape[2] ?? wrong('its weights have three axes')
  const ways = directionsOf(node)
  if (node.has('hidden_size') && node.int('hidden_size') !== size)
    wrong(`hidden_size is ${node.int('hidden_size')}, but its weights have ${size}`)
  if (w.shape[0] !== ways.length)
    wrong(`it has weights for ${w.shape[0]} directions, but runs in ${ways.length}`)
  const gates = gatesOf(node, kind.activations, ways.length)
  const alive = aliveOf(inputs[4], times)
  const cell = kind.cell(node)
  const results = ways.map((reverse, d) => {
    const biases =
      inputs[3] === undefined ? filled([2 * kind.gates * size], 0, x.dtype) : at(floatsOf(inputs[3]), d)
    const projected = add(product(x, transpose([1, 0], at(w, d))), partOf(biases, 0, 2))
    const peephole = kind.states.length === 2 ? inputs[7] : undefined
    const parameters = {
      r: transpose([1, 0], at(r, d)),
      b: partOf(biases, 1, 2),
      ...(peephole === undefined ? {} : { p: at(floatsOf(peephole), d) }),
    }
    const state = Object.fromEntries(
      kind.states.map((name, i) => {
        const given = inputs[5 + i]
        if (given === undefined) return [name, filled([batch, size], 0, x.dtype)]
        return [name, at(turned ? transpose([1, 0, 2], floatsOf(given)) : floatsOf(given), d)]
      }),
    )
    if (times === 0) return { all: filled([0, batch, size], 0, x.dtype), last: state }
    const mask = alive === null ? null : any(op.broadcast([times, batch, size])(alive))
    return direction(cell, gates[d]!, parameters, state, projected, mask, reverse)
  })
  const all = concat(
    1,
    results.map(({ all: y }) => reshape([times, 1, batch, size], y)),
  )
  const last = (name: string): Tensor => {
    const states = concat(
      0,
      results.map(result => reshape([1, batch, size], result.last[name]!)),
    )
    return turned ? transpose([1, 0, 2], states) : states
  }
  const shown = turned ? transpose([2, 0, 1, 3], all) : all
  return [shown, ...kind.states.map(last)].map(y => computed(value.type, y))
}

const attributes = {
  activation_alpha: 'floats',
  activation_beta: 'floats',
  activations: 'strings',
  clip: 'float',
  direction: 'string',
  hidden_size: 'int',
  layout: 'int',
  output_sequence: 'int',
} as const

const row = (kind: Kind, more: Operator['attributes'], inputs: number): Operator => ({
  since: 7,
  inputs: [3, inputs],
  outputs: 1 + kind.states.length,
  attributes: { ...attributes, ...more },
  prepare: node => {
    gatesOf(node, kind.activations, directionsOf(node).length)
    return given => recurrent(kind, node, given)
  },
})

export const recurrents: Readonly<{ readonly [name: string]: Operator }> = {
  RNN: row(plain, {}, 6),
  GRU: row(gru, { linear_before_reset: 'int' }, 6),
  LSTM: row(lstm, { input_forget: 'int' }, 8),
}
