/**
 * Operators of sequences in newer language models, and of caches.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import {
  add,
  and,
  any,
  axisOf,
  concat,
  convert,
  filled,
  gather,
  greater,
  greaterEqual,
  indices,
  mul,
  range,
  reshape,
  scale,
  select,
  slice,
  sub,
  sum,
  transpose,
} from '../node/arrays.ts'
import { floatsOf, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { wrong } from '../node/refusal.ts'
import type { Inputs } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'
import { convolution } from '../window/convolved.ts'
import { headsApart, shared } from './heads.ts'
import { scanned, type Turn } from './scanned.ts'

/** One after the other along positions: [batch, heads, positions, …] with positions in front. */
const positionsFirst = (x: Tensor): Tensor => transpose([2, 0, 1, ...range(x.shape.length - 3, 3)], x)

const linearAttention = (node: NodeView, inputs: Inputs): readonly Value[] => {
  const rule = node.oneOf('update_rule', ['linear', 'gated', 'delta', 'gated_delta'], 'gated_delta')
  const [heads, keyHeads] = [node.int('q_num_heads'), node.int('kv_num_heads')]
  const value = need(inputs, 0)
  const q = headsApart(floatsOf(value), heads)
  const [k, v] = [1, 2].map(i => headsApart(floatsOf(need(inputs, i)), keyHeads))
  const [batch, , times, size] = q.shape as readonly [number, number, number, number]
  const width = v!.shape[3]!
  const stated = node.float('scale', 0)
  const factor = stated === 0 ? 1 / Math.sqrt(size) : stated
  const first =
    inputs[3] === undefined ? filled([batch, keyHeads, size, width], 0, q.dtype) : floatsOf(inputs[3])
  const decay = rule.startsWith('gated') ? headsApart(floatsOf(need(inputs, 4)), keyHeads) : undefined
  const given = rule.endsWith('delta') ? floatsOf(need(inputs, 5)) : undefined
  const beta = given === undefined ? undefined : headsApart(given, given.shape[2] === 1 ? 1 : keyHeads)
  const turn: Turn = (_, state, { q: query, k: key, v: written, decay: gate, beta: rate }) => {
    const before = state.s!
    const decayed = gate === undefined ? before : mul(before, reshape([...gate.shape, 1], any(op.exp(gate))))
    const column = reshape([batch, keyHeads, size, 1], key!)
    const news =
      rate === undefined ? written! : mul(rate, sub(written!, sum([2], false, mul(decayed, column))))
    const next = add(decayed, mul(column, reshape([batch, keyHeads, 1, width], news)))
    const read = sum([2], false, mul(shared(next, heads), reshape([batch, heads, size, 1], query!)))
    return [{ s: next }, scale(factor, read)]
  }
  const rows = {
    q: positionsFirst(q),
    k: positionsFirst(k!),
    v: positionsFirst(v!),
    ...(decay === undefined ? {} : { decay: positionsFirst(decay) }),
    ...(beta === undefined ? {} : { beta: positionsFirst(beta) }),
  }
  const [last, all] = scanned(turn, {}, { s: first }, rows)
  const y = reshape([batch, times, heads * width], transpose([1, 0, 2, 3], all))
  return [computed(value.type, y), computed(inputs[3]?.type ?? value.type, last.s!)]
}

/** A convolution that only looks back, with what was kept of before. */
const causalConvolution = (node: NodeView, inputs: Inputs): readonly Value[] => {
  const value = need(inputs, 0)
  const [x, w] = [floatsOf(value), floatsOf(need(inputs, 1))]
  const [batch, channels, length] = x.shape as readonly [number, number, number]
  const size = w.shape[2] ?? wrong('its kernel has three axes')
  const past = inputs[3] === undefined ? filled([batch, channels, size - 1], 0, x.dtype) : floatsOf(inputs[3])
  const whole = concat(2, [past, x])
  const flat = { size, stride: 1, dilation: 1, before: 0, after: 0 }
  const y = convolution(whole, w, [flat], channels)
  const biased = inputs[2] === undefined ? y : add(y, reshape([channels, 1], floatsOf(inputs[2])))
  const activated =
    node.oneOf('activation', ['none', 'silu', 'swish'], 'none') === 'none'
      ? biased
      : mul(biased, any(op.sigmoid(biased)))
  const kept = slice([0, 0, length], [batch, channels, size - 1], whole)
  return [computed(value.type, activated), computed(inputs[3]?.type ?? value.type, kept)]
}

/** A cache with new rows put to places that each example has of its own. */
const written = (node: NodeView, inputs: Inputs): Value => {
  const value = need(inputs, 0)
  const [cache, update] = [value.tensor(), need(inputs, 1).tensor()]
  const axis = axisOf(node.int('axis', -2), cache.shape.length)
  const [capacity, count] = [cache.shape[axis]!, update.shape[axis]!]
  const circular = node.oneOf('mode', ['linear', 'circular'], 'linear') === 'circular'
  const batch = cache.shape[0]!
  const at = inputs[2] === undefined ? filled([batch], 0, 'i32') : convert('i32', inputs[2].tensor())
  const front = [...range(axis), ...range(cache.shape.length - axis - 1, axis + 1)]
  const order = [0, axis, ...front.filter(i => i !== 0)]
  const back = range(order.length).map(i => order.indexOf(i))
  const [rows, news] = [transpose(order, cache), transpose(order, update)]
  // For each place, which new row it gets, if one.
  const places = sub(indices(range(capacity), [1, capacity]), reshape([batch, 1], at))
  const wide = convert('f64', places)
  const turned = circular ? convert('i32', op.remainder(wide, filled(wide.shape, capacity, 'f64'))) : places
  const zero = filled(turned.shape, 0, 'i32')
  const isNew = and(greaterEqual(turned, zero), greater(filled(turned.shape, count, 'i32'), turned))
  const safe = select(isNew, turned, zero)
  const taken = gather(
    reshape([batch * count, ...news.shape.slice(2)], news),
    add(safe, reshape([batch, 1], indices(range(batch).map(b => b * count)))),
  )
  const mask = reshape([...isNew.shape, ...rows.shape.slice(2).map(() => 1)], isNew)
  return computed(value.type, transpose(back, select(mask, taken, rows)))
}

/** Each sequence backwards, as far as it goes. */
const reversed = (node: NodeView, inputs: Inputs): Value => {
  const value = need(inputs, 0)
  const [batchAxis, timeAxis] = [node.int('batch_axis', 1), node.int('time_axis', 0)]
  if (new Set([batchAxis, timeAxis]).size !== 2 || batchAxis > 1 || timeAxis > 1)
    wrong('its axes of batch and time have to be 0 and 1')
  const x =
    timeAxis === 0 ? transpose([1, 0, ...range(value.shape.length - 2, 2)], value.tensor()) : value.tensor()
  const [batch, times] = x.shape as readonly [number, number]
  const lengths = reshape([batch, 1], convert('i32', need(inputs, 1).tensor()))
  const t = indices(range(times), [1, times])
  const isInside = greater(lengths, t)
  const mirrored = sub(sub(lengths, filled([], 1, 'i32')), t)
  const at = select(isInside, mirrored, op.broadcast([batch, times])(t))
  const flat = add(at, reshape([batch, 1], indices(range(batch).map(b => b * times))))
  const rows = reshape([batch * times, ...x.shape.slice(2)], x)
  const y = reshape(x.shape, gather(rows, reshape([batch * times], flat)))
  return computed(value.type, timeAxis === 0 ? transpose([1, 0, ...range(value.shape.length - 2, 2)], y) : y)
}

export const sequences: Readonly<Record<string, Operator>> = {
  LinearAttention: {
    since: 27,
    inputs: [3, 6],
    outputs: 2,
    attributes: {
      chunk_size: 'int',
      kv_num_heads: 'int',
      q_num_heads: 'int',
      scale: 'float',
      update_rule: 'string',
    },
    prepare: node => inputs => linearAttention(node, inputs),
  },
  CausalConvWithState: {
    since: 27,
    inputs: [2, 4],
    outputs: 2,
    attributes: { activation: 'string' },
    prepare: node => inputs => causalConvolution(node, inputs),
  },
  TensorScatter: {
    since: 24,
    inputs: [2, 3],
    alike: [0, 1],
    attributes: { axis: 'int', mode: 'string' },
    prepare: node => inputs => written(node, inputs),
  },
  ReverseSequence: {
    since: 10,
    inputs: [2, 2],
    attributes: { batch_axis: 'int', time_axis: 'int' },
    prepare: node => inputs => reversed(node, inputs),
  },
  SwiGLU: {
    since: 28,
    inputs: [2, 2],
    alike: [0, 1],
    attributes: { alpha: 'float' },
    prepare: node => inputs => {
      const [a, b] = [floatsOf(need(inputs, 0)), floatsOf(need(inputs, 1))]
      if (a.shape.join() !== b.shape.join()) wrong('its gate and its values have to be of one shape')
      return computed(need(inputs, 0).type, mul(mul(a, any(op.sigmoid(scale(node.float('alpha', 1), a)))), b))
    },
  },
}
