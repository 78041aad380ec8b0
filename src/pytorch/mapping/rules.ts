/**
 * Rules for every kind of layer: its entries in a state_dict.
 *
 * @module
 */
import { contentOf, slotOf } from '../../layer/combinator/slots.ts'
import { type AnyLayer, type Kind, kind } from '../../layer/layer.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { tensors } from '../../tensor/function/traversal.ts'
import type { StateEntry } from './entry.ts'
import {
  attentionEntries,
  cellEntries,
  convolutionEntries,
  decoderEntries,
  encoderEntries,
  hasGroups,
  linearEntries,
  normEntries,
  recurrentEntries,
} from './modules.ts'
import { asItIs, below, branch, entry, type Place, type Site } from './site.ts'

type KindOf<K extends Kind['is']> = Kind extends infer One
  ? One extends { readonly is: infer Is }
    ? K extends Is
      ? One
      : never
    : never
  : never

type Rule<K extends Kind['is']> = (site: Site, kind: KindOf<K>) => readonly StateEntry[]

/** Says why there is no module of a kind, and what to do. */
const refused =
  (why: string) =>
  ({ layer, params, by }: Site): never => {
    throw new ArgumentError(`${by} cannot map ${layer.name}, at ${params.path.join('.')}: ${why}`)
  }

const isWithout = ({ params, state }: Site): boolean =>
  tensors(params.form).length === 0 && tensors(state.form).length === 0

/** The part of a composition at a position, with its own name. */
const partOf = (site: Site, layers: readonly AnyLayer[], i: number): Site => {
  const slot = slotOf(layers, i)
  const inSlot = (place: Place): Place => ({ ...branch(place, slot), form: contentOf(layers, place.form, i) })
  return { ...site, layer: layers[i] as AnyLayer, params: inSlot(site.params), state: inSlot(site.state) }
}

const copyOf = (place: Place, i: number): Place => ({ ...place, at: [...place.at, i] })

type Recurrent = Extract<Kind, { readonly is: 'recurrent' }>

/** What all layers with parameters are, if they are layers of one module: recurrent ones of one cell, without labels. */
const asLayersOfOne = (parts: readonly Site[]): Recurrent | null => {
  const kinds = parts.map(({ layer }) => ('label' in layer ? undefined : layer[kind]))
  const [first] = kinds
  if (parts.length < 2 || first?.is !== 'recurrent') return null
  const isLike = (other: Kind | undefined): boolean =>
    other?.is === 'recurrent' && other.cell === first.cell && other.direction === first.direction
  return kinds.every(isLike) ? first : null
}

const blockOf =
  (attentions: readonly string[], entries: (params: Place) => readonly StateEntry[]) =>
  (site: Site): readonly StateEntry[] => {
    for (const part of attentions) requireNoGroups(site, branch(branch(site.params, part), 'attention'))
    return entries(site.params)
  }

const requireNoGroups = (site: Site, params: Place): void => {
  if (hasGroups(params))
    refused(
      'nn.MultiheadAttention has as many heads of keys as of queries. Leave out keyValueHeads, or rename and transpose its tensors yourself.',
    )(site)
}

/** One rule for each kind: a new one does not compile without. */
const rules: { readonly [K in Kind['is']]: Rule<K> } = {
  dense: ({ params }) => linearEntries(params),
  convolution: convolutionEntries,
  norm: ({ params, state }) => normEntries(params, state),
  table: ({ params }) => entry('weight', params, ['w']),
  slope: ({ params }) => entry('weight', params, ['slope']),
  cell: ({ params }) => cellEntries(params),
  recurrent: ({ params }, { direction }) => recurrentEntries(params, direction, 0),
  attention: site => {
    requireNoGroups(site, site.params)
    return attentionEntries(site.params)
  },
  encoderBlock: blockOf(['self'], encoderEntries),
  decoderBlock: blockOf(['self', 'cross'], decoderEntries),
  same: (site, { layer }) => entriesOf({ ...site, layer }),
  each: (site, { layers }) => {
    const parts = layers.flatMap((_, i) => {
      const part = partOf(site, layers, i)
      return isWithout(part) ? [] : [{ part, prefix: String(slotOf(layers, i)) }]
    })
    const one = asLayersOfOne(parts.map(({ part }) => part))
    return one === null
      ? parts.flatMap(({ part, prefix }) => below(checked(site, prefix), entriesOf(part)))
      : parts.flatMap(({ part }, n) => recurrentEntries(part.params, one.direction, n))
  },
  repeated: (site, { layer, times }) => {
    const own = layer[kind]
    return Array.from({ length: times }, (_, i) => {
      const [params, state] = [copyOf(site.params, i), copyOf(site.state, i)]
      return own?.is === 'recurrent'
        ? recurrentEntries(params, own.direction, i)
        : below(String(i), entriesOf({ ...site, layer, params, state }))
    }).flat()
  },
  frozen: (site, { layer }) =>
    entriesOf({
      ...site,
      layer,
      params: branch(site.state, 'frozen'),
      state: branch(site.state, 'state'),
    }),
  mixture: refused(
    'PyTorch has no module of experts, and those that there are name them in their own ways. Map its expert and its router by themselves.',
  ),
  runningMean: refused('PyTorch has no norm of means alone. Take batchNorm.'),
  normedWeights: refused(
    'its weights are computed from others. Map the layer inside, and give it to weightNorm or spectralNorm afterwards.',
  ),
  reparametrised: refused('its parameters are computed from others. Map the layer inside.'),
  cached: refused('map the layer that cached was given, whose parameters are the same.'),
}

const checked = (site: Site, label: string): string => {
  if (label.includes('.'))
    throw new ArgumentError(
      `${site.by} joins labels by dots, but there is a layer labelled '${label}'. Give it a label without a dot.`,
    )
  return label
}

/** The entries of a layer, in the order in which PyTorch has parameters. */
export const entriesOf = (site: Site): readonly StateEntry[] => {
  if (isWithout(site)) return []
  const is = site.layer[kind]
  if (is === undefined) return [...asItIs(site, site.params), ...asItIs(site, site.state)]
  return (rules[is.is] as (site: Site, is: Kind) => readonly StateEntry[])(site, is)
}
