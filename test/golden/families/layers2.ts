import { gru, instanceNorm, lstm, ones, rnn, type Tensor, zeros } from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, type CaseMap, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'
import { embedded } from './embedding.ts'
import { gates2 } from './gates2.ts'
import { groupedQueryAttention } from './groupedQueryAttention.ts'
import { ofLengths } from './recurrent.ts'
import { windows2 } from './windows2.ts'

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
