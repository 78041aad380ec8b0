/**
 * Attention, with heads that share keys, masks, windows and what was kept of steps before.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { typeOf } from '../element/logic.ts'
import { carrierOf } from '../file/elementType.ts'
import {
  add,
  and,
  any,
  concat,
  convert,
  div,
  equal,
  filled,
  greater,
  greaterEqual,
  indices,
  isFloat,
  matmul,
  not,
  padded,
  range,
  reshape,
  scale,
  select,
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
import { headsApart, headsTogether, shared } from './heads.ts'
import { rotated } from './rotary.ts'

/** A column of positions, or a row. */
const positions = (count: number, shape: readonly number[]): Tensor => reshape(shape, indices(range(count)))

/** The keys that each query may look at, as a mask that broadcasts to [batch, heads, queries, keys]; null for all. */
const allowedBy = (
  node: NodeView,
  queries: number,
  keys: number,
  past: number,
  lengths: Tensor | null,
): Tensor | null => {
  const [left, right] = [node.int('left_window_size', -1), node.int('right_window_size', -1)]
  const causal = node.flag('is_causal', false)
  if (left < -1 || right < -1) wrong('its windows have to be -1 or more')
  const constant = (value: number): Tensor => filled([], value, 'i32')
  const offset =
    lengths === null
      ? constant(past)
      : reshape([lengths.shape[0]!, 1, 1, 1], sub(lengths, filled(lengths.shape, queries, 'i32')))
  const ahead = sub(positions(keys, [1, 1, 1, keys]), add(positions(queries, [1, 1, queries, 1]), offset))
  const masks = [
    ...(causal ? [greaterEqual(constant(0), ahead)] : []),
    ...(left >= 0 ? [greaterEqual(constant(left), any(op.neg(ahead)))] : []),
    ...(right >= 0 ? [greaterEqual(constant(right), ahead)] : []),
    ...(lengths === null
      ? []
      : [greater(reshape([lengths.shape[0]!, 1, 1, 1], lengths), positions(keys, [1, 1, 1, keys]))]),
  ]
  return masks.length === 0 ? null : masks.reduce((a, b) => and(a, b))
}

/** A mask of the file as a bias: false and what is missing at the end are -∞. */
const biasOf = (mask: Value | undefined, keys: number, dtype: Tensor['dtype']): Tensor | null => {
  if (mask === undefined) return null
  const x = mask.tensor()
  const least = filled([], Number.NEGATIVE_INFINITY, dtype)
  const bias = isFloat(x) ? convert(dtype, x) : select(x, filled([], 0, dtype), least)
  const missing = keys - (bias.shape[bias.shape.length - 1] ?? 0)
  if (missing < 0) wrong(`its mask has ${keys - missing} keys, but there are ${keys}`)
  const none = bias.shape.map(() => 0)
  return missing === 0 ? bias : padded(none, none.with(-1, missing), least, bias)
}

/** Probabilities along the last axis; zeros where nothing may be looked at, and nothing of what may not, whatever its score is. */
const probabilities = (scores: Tensor, bias: Tensor | null): Tensor => {
  if (bias === null) return softmaxOf(scores)
  const whole = op.broadcast([...scores.shape])(bias)
  const never = equal(whole, filled([], Number.NEGATIVE_INFINITY, scores.dtype))
  const last = scores.shape.length - 1
  const none = op.all([last], { keep: true })(never as AnyTensor as Parameters<ReturnType<typeof op.all>>[0])
  const isNone = any(none as AnyTensor)
  const zero = filled([], 0, scores.dtype)
  // Rows without any key get scores of 0, and probabilities of 0 after: neither they nor their derivatives are NaN.
  const biased = add(scores, select(never, zero, whole))
  const safe = select(
    and(never, not(isNone)),
    filled([], Number.NEGATIVE_INFINITY, scores.dtype),
    select(isNone, zero, biased),
  )
  return select(isNone, zero, softmaxOf(safe))
}

const softmaxOf = (x: Tensor): Tensor => {
  const last = x.shape.length - 1
  const largest = any(op.max([last], { keep: true })(x) as AnyTensor)
  const powers = any(op.exp(sub(x, largest)))
  return div(powers, sum([last], true, powers))
}

const withPast = (past: Value | undefined, x: Tensor): Tensor =>
  past === undefined ? x : concat(2, [convert(x.dtype, floatsOf(past)), x])

const attention = (node: NodeView, inputs: Inputs): readonly (Value | undefined)[] => {
  const [q, k, v] = [need(inputs, 0), need(inputs, 1), need(inputs, 2)]
  const flat = q.shape.length === 3
  const [ownHeads, keyHeads] = flat ? [node.int('q_num_heads'), node.int('kv_num_heads')] : [0, 0]
  const apart = (value: Value, heads: number): Tensor => {
    const x = floatsOf(value)
    return flat
      ? headsApart(x, heads)
      : x.shape.length === 4
        ? x
        : wrong(`it takes 3 or 4 axes, but was given [${x.shape.join(', ')}]`)
  }
  const query = apart(q, ownHeads)
  const [allKeys, allValues] = [
    withPast(inputs[4], apart(k, keyHeads)),
    withPast(inputs[5], apart(v, keyHeads)),
  ]
  const [heads, queries, size] = query.shape.slice(1) as [number, number, number]
  const count = allKeys.shape[2]!
  const root = Math.sqrt(node.float('scale', 1 / Math.sqrt(size)))
  const keys = shared(allKeys, heads)
  const raw = matmul(scale(root, query), transpose([0, 1, 3, 2], scale(root, keys)))
  const cap = node.float('softcap', 0)
  const capped = cap > 0 ? scale(cap, any(op.tanh(scale(1 / cap, raw)))) : raw
  const lengths = inputs[6] === undefined ? null : convert('i32', inputs[6].tensor())
  const allowed = allowedBy(node, queries, count, inputs[4]?.shape[2] ?? 0, lengths)
  const given = biasOf(inputs[3], count, raw.dtype)
  const limit =
    allowed === null
      ? null
      : select(allowed, filled([], 0, raw.dtype), filled([], Number.NEGATIVE_INFINITY, raw.dtype))
  const bias = given === null ? limit : limit === null ? given : add(given, limit)
  const precision = node.has('softmax_precision')
    ? carrierOf(typeOf(node.int('softmax_precision')), 'f32')
    : raw.dtype
  const wide = precision === 'f64' ? 'f64' : raw.dtype
  const weights = convert(
    raw.dtype,
    probabilities(convert(wide, capped), bias === null ? null : convert(wide, bias)),
  )
  const y = matmul(weights, shared(allValues, heads))
  const shown = [raw, capped, bias === null ? capped : add(capped, bias), weights][
    node.int('qk_matmul_output_mode', 0)
  ]
  return [
    computed(q.type, flat ? headsTogether(y) : y),
    computed(k.type, allKeys),
    computed(v.type, allValues),
    computed(q.type, shown ?? wrong('qk_matmul_output_mode has to be 0, 1, 2 or 3')),
  ]
}

export const attentions: Readonly<Record<string, Operator>> = {
  Attention: {
    since: 23,
    inputs: [3, 7],
    outputs: 4,
    attributes: {
      is_causal: 'int',
      kv_num_heads: 'int',
      q_num_heads: 'int',
      qk_matmul_output_mode: 'int',
      scale: 'float',
      softcap: 'float',
      softmax_precision: 'int',
      left_window_size: 'int',
      right_window_size: 'int',
    },
    prepare: node => inputs => attention(node, inputs),
  },
  RotaryEmbedding: {
    since: 23,
    inputs: [3, 4],
    attributes: { interleaved: 'int', num_heads: 'int', rotary_embedding_dim: 'int' },
    prepare: node => inputs => computed(need(inputs, 0).type, rotated(node, inputs)),
  },
}
