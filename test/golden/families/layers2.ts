import {
  evaluation,
  fromValues,
  gru,
  instanceNorm,
  lstm,
  ones,
  op,
  rnn,
  selfAttention,
  smoothOf,
  type Tensor,
  zeros,
} from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import { embedded } from './embedding.ts'
import { gates2 } from './gates2.ts'
import { ofLengths } from './recurrent.ts'
import { windows2 } from './windows2.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, type CaseMap, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

/** Scale and shift by those names or by PyTorch's; without them they are ones and zeros, which leave all as it is. */
const scaleAndShift = (one: Case): Arrangement => {
  const named = (ours: string, theirs: string): string => (one.params[theirs] === undefined ? ours : theirs)
  const [scale, shift] = [named('scale', 'weight'), named('shift', 'bias')]
  const given = Object.keys(one.params)
  const channels = [channelsOf(one)] as const
  return {
    arrange: params => ({
      scale: params[scale] ?? ones(channels, 'f64'),
      shift: params[shift] ?? zeros(channels, 'f64'),
    }),
    restore: (d: { readonly scale: Tensor; readonly shift: Tensor }): Tensors =>
      Object.fromEntries(
        (
          [
            [scale, d.scale],
            [shift, d.shift],
          ] as const
        ).filter(([name]) => given.includes(name)),
      ),
  }
}

/** The channels of an input, which a case does not name. */
const channelsOf = (one: Case): number => (one.inputs.x as { readonly shape: readonly number[] }).shape[1]!

/** Numbers of one place and 0 elsewhere: a linear map that moves features to where `from` says, each times a factor. */
const moved = (rows: number, columns: number, factor: number, from: (column: number) => number | null) =>
  fromValues(
    [rows, columns],
    Array.from({ length: rows * columns }, (_, i) =>
      from(i % columns) === Math.floor(i / columns) ? factor : 0,
    ),
    'f64',
  ) as Tensor

/**
 * Attention on queries, keys and values that are given, by a layer whose linear maps only move features: its input has them next to
 * each other. Heads are made wide enough for all, and the rest of them is 0.
 */
const groupedQueryAttention = (one: Case): CaseMap => {
  const { heads, groups, causal } = one.config
  const shapes = ['q', 'k', 'v'].map(
    name => (one.inputs[name] as { readonly shape: readonly number[] }).shape,
  )
  const [batch, , time, size] = shapes[0] as readonly [number, number, number, number]
  only('number of keys', shapes[1]?.[2], time)
  const wide = size + Math.ceil((2 * groups * size) / heads)
  const width = heads * wide
  const layer = selfAttention<number, number, number>(width, heads, {
    keyValueHeads: groups,
    causal,
    bias: false,
  })
  // Features that a head has, of those from a place on.
  const ofHeads =
    (start: number) =>
    (column: number): number | null =>
      column % wide < size ? start + Math.floor(column / wide) * size + (column % wide) : null
  const [query, key, value] = [0, heads * size, (heads + groups) * size].map(ofHeads)
  const inverse = (row: number): number | null =>
    row < heads * size ? Math.floor(row / size) * wide + (row % size) : null
  const params = {
    // The layer divides by the root of its own size.
    query: { w: moved(width, width, Math.sqrt(wide / size), query!) },
    key: { w: moved(width, groups * wide, 1, key!) },
    value: { w: moved(width, groups * wide, 1, value!) },
    output: { w: moved(width, width, 1, inverse) },
  }
  const counts = [heads, groups, groups]
  const spare = width - (heads + 2 * groups) * size
  const rows = (x: Tensor, count: number): Tensor =>
    op.reshape([batch, time, count * size])(op.transpose([0, 2, 1, 3])(x as never) as never) as Tensor
  const headsOf = (x: Tensor, start: number, count: number): Tensor =>
    op.transpose([0, 2, 1, 3])(
      op.reshape([batch, time, count, size])(
        op.slice([0, 0, start], [batch, time, count * size])(x) as never,
      ) as never,
    ) as Tensor
  const padded = (x: Tensor, to: number): Tensor => op.pad([0, 0, 0], [0, 0, to - (x.shape[2] as number)])(x)
  const map = smoothOf(layer, {}, evaluation)
  return ({ inputs }) => {
    const all = (['q', 'k', 'v'] as const).map((name, i) => rows(inputs[name] as Tensor, counts[i] as number))
    const x = padded(op.concat(2)(...all) as Tensor, (heads + 2 * groups) * size + spare)
    const [y, pullback] = map([params as never, x as never])
    return [
      headsOf(y as Tensor, 0, heads),
      dy => {
        const [, dx] = pullback(padded(rows(dy, heads), width) as never) as readonly [unknown, Tensor]
        const [q, k, v] = [0, heads * size, (heads + groups) * size].map((start, i) =>
          headsOf(dx, start, counts[i] as number),
        ) as [Tensor, Tensor, Tensor]
        return { params: {}, inputs: { q, k, v } }
      },
    ]
  }
}

const layers: { readonly [name: string]: (one: Case) => CaseMap } = {
  instanceNorm: one => {
    const { epsilon, eps, affine, track_running_stats } = one.config
    if (affine !== undefined) only('affine', affine, Object.keys(one.params).length > 0)
    if (track_running_stats !== undefined) only('track_running_stats', track_running_stats, false)
    const given = epsilon ?? eps
    const layer = instanceNorm(channelsOf(one), given === undefined ? {} : { epsilon: given })
    return ofLayer(layer, { params: scaleAndShift(one) })
  },
  ...windows2,
  ...gates2,
  embedding: embedded,
  // Of different lengths: without them they are families of their own.
  gru: ofLengths(gru),
  lstm: ofLengths(lstm),
  'attention with fewer heads of keys and values': groupedQueryAttention,
  rnn: ofLengths(rnn),
}

export const layers2 = family<Case>((one, run) => {
  const { layer } = one.config
  if (!Object.hasOwn(layers, layer)) unknown('layer', layer)
  checkMap(layers[layer]!(one), one, run)
})
