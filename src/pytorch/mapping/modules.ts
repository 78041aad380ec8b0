/**
 * The entries of PyTorch's modules that have parameters of their own.
 *
 * @module
 */
import type { StateEntry } from './entry.ts'
import { below, branch, entry, isIn, type Place, type Site, source } from './site.ts'

/** nn.Linear: its weight is [outputs, inputs]. */
export const linearEntries = (params: Place): readonly StateEntry[] => [
  ...entry('weight', params, ['w'], 'transposed'),
  ...entry('bias', params, ['b']),
]

/** Convolutions, of which every axis is where it is here. */
export const convolutionEntries = ({ params }: Site): readonly StateEntry[] => [
  ...entry('weight', params, ['w']),
  ...entry('bias', params, ['b']),
]

/** What batch norms count, and nothing here looks at. */
const counter: StateEntry = { name: 'num_batches_tracked', sources: [] }

/** Norms, of which those of batches have running statistics. */
export const normEntries = (params: Place, state?: Place): readonly StateEntry[] => [
  ...entry('weight', params, ['scale']),
  ...entry('bias', params, ['shift']),
  ...(state !== undefined && isIn(state, 'mean')
    ? [...entry('running_mean', state, ['mean']), ...entry('running_var', state, ['variance']), counter]
    : []),
]

/** nn.RNNCell and its like, or a direction of a layer of nn.RNN: the gates have one order, here and there. */
export const cellEntries = (params: Place, suffix = ''): readonly StateEntry[] => [
  ...entry(`weight_ih${suffix}`, params, ['input', 'w'], 'transposed'),
  ...entry(`weight_hh${suffix}`, params, ['hidden', 'w'], 'transposed'),
  ...entry(`bias_ih${suffix}`, params, ['input', 'b']),
  ...entry(`bias_hh${suffix}`, params, ['hidden', 'b']),
]

/** The n-th layer of nn.RNN and its like. */
export const recurrentEntries = (
  params: Place,
  direction: 'forward' | 'backward' | 'both',
  n: number,
): readonly StateEntry[] => {
  if (direction === 'forward') return cellEntries(params, `_l${n}`)
  if (direction === 'backward') return cellEntries(params, `_l${n}_reverse`)
  return [
    ...cellEntries(branch(params, 'forward'), `_l${n}`),
    ...cellEntries(branch(params, 'backward'), `_l${n}_reverse`),
  ]
}

/** What nn.MultiheadAttention has not: fewer heads of keys than of queries. */
export const hasGroups = (params: Place): boolean => {
  const [query, key] = ['query', 'key'].map(part => source(params, [part, 'w']).shape[1])
  return query !== key
}

const [query, key, value] = ['query', 'key', 'value'] as const

/** nn.MultiheadAttention: queries, keys and values are one below the other, but where keys have another width. */
export const attentionEntries = (params: Place): readonly StateEntry[] => {
  const of = (part: string) => source(params, [part, 'w'], 'transposed')
  const isOfOneWidth = of(query).shape[0] === of(key).shape[0]
  return [
    ...(isOfOneWidth
      ? [{ name: 'in_proj_weight', sources: [query, key, value].map(of) }]
      : [query, key, value].map(part => ({ name: `${part[0]}_proj_weight`, sources: [of(part)] }))),
    ...(isIn(params, query, 'b')
      ? [{ name: 'in_proj_bias', sources: [query, key, value].map(part => source(params, [part, 'b'])) }]
      : []),
    ...below('out_proj', linearEntries(branch(params, 'output'))),
  ]
}

const at = (place: Place, ...keys: readonly string[]): Place => keys.reduce(branch, place)

/** nn.TransformerEncoderLayer. */
export const encoderEntries = (params: Place): readonly StateEntry[] => [
  ...below('self_attn', attentionEntries(at(params, 'self', 'attention'))),
  ...below('linear1', linearEntries(at(params, 'feedForward', 'network', 'expand'))),
  ...below('linear2', linearEntries(at(params, 'feedForward', 'network', 'contract'))),
  ...below('norm1', normEntries(at(params, 'self', 'norm'))),
  ...below('norm2', normEntries(at(params, 'feedForward', 'norm'))),
]

/** nn.TransformerDecoderLayer. */
export const decoderEntries = (params: Place): readonly StateEntry[] => [
  ...below('self_attn', attentionEntries(at(params, 'self', 'attention'))),
  ...below('multihead_attn', attentionEntries(at(params, 'cross', 'attention'))),
  ...below('linear1', linearEntries(at(params, 'feedForward', 'network', 'expand'))),
  ...below('linear2', linearEntries(at(params, 'feedForward', 'network', 'contract'))),
  ...below('norm1', normEntries(at(params, 'self', 'norm'))),
  ...below('norm2', normEntries(at(params, 'cross', 'norm'))),
  ...below('norm3', normEntries(at(params, 'feedForward', 'norm'))),
]
