/**
 * Slots for the parameters and states of the layers in a composition: a tuple by position, or, once a layer is labelled, a
 * record by label.
 *
 * @module
 */
import { foldIn, type Key } from '../../random/key.ts'
import { checkedThing, holds, needs, requireArgument, showValue } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { type Empty, empty, isLeaf, type Tree } from '../../tensor/tree.ts'
import type { AnyLayer, Inside, ParamsOf, StateOf } from '../layer.ts'
import type { Model } from '../model.ts'
import { type Untyped, untyped } from '../typed.ts'
import type { Labelled } from './label.ts'

/** The label of a layer, if it has one. */
type LabelOf<L> = L extends Labelled<infer N extends string, never, unknown, unknown, unknown> ? N : never

type Slot<L, Position, Content> = [LabelOf<L>] extends [never]
  ? [keyof Content] extends [never]
    ? never
    : Position
  : LabelOf<L>

/**
 * The parameters of layers in a composition: `[P, Q]` by position, or `{ hidden: P, output: Q }` when layers are labelled;
 * then the others keep their position as key, and those without parameters have none.
 */
export type ParamsOfAll<Ls extends readonly unknown[]> = [LabelOf<Ls[number]>] extends [never]
  ? { readonly [I in keyof Ls]: ParamsOf<Ls[I]> }
  : number extends Ls['length']
    ? { readonly [slot: string]: ParamsOf<Ls[number]> }
    : { readonly [I in keyof Ls & `${number}` as Slot<Ls[I], I, ParamsOf<Ls[I]>>]: ParamsOf<Ls[I]> }

/** The states of layers in a composition, by the same rule; `Empty` if none keeps any. */
export type StatesOfAll<Ls extends readonly unknown[]> = [
  { [I in keyof Ls]: keyof StateOf<Ls[I]> }[number],
] extends [never]
  ? Empty
  : StatesBySlot<Ls>

type StatesBySlot<Ls extends readonly unknown[]> = [LabelOf<Ls[number]>] extends [never]
  ? { readonly [I in keyof Ls]: StateOf<Ls[I]> }
  : number extends Ls['length']
    ? { readonly [slot: string]: StateOf<Ls[number]> }
    : { readonly [I in keyof Ls & `${number}` as Slot<Ls[I], I, StateOf<Ls[I]>>]: StateOf<Ls[I]> }

const isEmpty = (tree: Tree): boolean =>
  !isLeaf(tree) && !Array.isArray(tree) && Object.keys(tree).length === 0

const labelOf = (layer: AnyLayer): string | undefined =>
  (layer as Partial<Labelled<string, never, unknown, unknown>>).label

const isByLabel = (layers: readonly AnyLayer[]): boolean => layers.some(layer => labelOf(layer) !== undefined)

/** What errors and paths call the layer at a position: its label, or its position and name. */
export const segmentOf = (layer: AnyLayer, position: number): string =>
  labelOf(layer) ?? `[${position}] ${layer.name}`

const someLayers = needs.listOf(needs.layer, 'layers', 1)

/** What a combinator of several layers is made of. */
export const insideOf = (
  layers: readonly AnyLayer[],
  rebuild: (layers: readonly AnyLayer[]) => AnyLayer,
): Inside => ({
  parts: layers.map((layer, i) => ({ segment: segmentOf(layer, i), layer })),
  rebuild: others => {
    requireArgument('rebuild', 'layers', someLayers, others)
    return rebuild(others)
  },
  keepsPositions: true,
})

const keyOf = (layer: AnyLayer, position: number): string => labelOf(layer) ?? String(position)

/** Layers that look at what they give; refuses what is not a layer, such as a factory that was not called. */
export const requireLayers = (by: string, layers: readonly (AnyLayer | string)[]): readonly Untyped[] => {
  requireArgument(by, 'layers', needs.list, layers)
  if (layers.length === 0) throw new ArgumentError(`${by} takes at least one layer, but was given none.`)
  const i = layers.findIndex(layer => !holds(needs.layer, layer))
  if (i === -1) return layers.map(layer => checkedThing('layer', untyped(layer)))
  const given: unknown = layers[i]
  throw new ArgumentError(
    `${by} takes layers, but was given ${showValue(given)} at position ${i}.${
      typeof given === 'function' ? ' Call it if it makes layers, or make it one with layer.fromSmooth.' : ''
    }`,
  )
}

/** Refuses two layers of one label in one composition: one would hide the parameters of the other. */
export const requireDistinctLabels = (layers: readonly AnyLayer[]): void => {
  const labels = layers.map(labelOf)
  labels.forEach((label, i) => {
    if (label !== undefined && labels.indexOf(label) !== i)
      throw new ArgumentError(
        `Two layers of one composition are labelled '${label}'. Give each a label of its own.`,
      )
  })
}

/** Puts what belongs to each layer into its slot. */
export const collect = (layers: readonly AnyLayer[], contents: readonly Tree[]): Tree =>
  isByLabel(layers)
    ? Object.freeze(
        Object.fromEntries(
          layers.flatMap((layer, i): readonly (readonly [string, Tree])[] => {
            const content = contents[i] as Tree
            return labelOf(layer) === undefined && isEmpty(content) ? [] : [[keyOf(layer, i), content]]
          }),
        ),
      )
    : Object.freeze(contents)

/** The same for states: none at all where no layer keeps any. */
export const collectStates = (layers: readonly AnyLayer[], states: readonly Tree[]): Tree =>
  states.every(isEmpty) ? empty : collect(layers, states)

const mostNamed = 8

const named = (names: readonly string[]): string =>
  `${names.slice(0, mostNamed).join(', ')}${names.length > mostNamed ? ', …' : ''}`

/** Where in what is collected the part of the layer at a position is. */
export const slotOf = (layers: readonly AnyLayer[], position: number): string | number =>
  isByLabel(layers) ? keyOf(layers[position] as AnyLayer, position) : position

/** What belongs to the layer at a position, taken from its slot. */
export const contentOf = (layers: readonly AnyLayer[], collected: Tree, position: number): Tree => {
  const layer = layers[position] as AnyLayer
  const content = (collected as { readonly [key: string | number]: Tree })[slotOf(layers, position)]
  if (content === undefined && labelOf(layer) !== undefined && !isEmpty(collected))
    throw new ArgumentError(
      `The layer labelled '${labelOf(layer)}' has no slot in what was given: there is only ${named(Object.keys(collected))}.`,
    )
  return content ?? empty
}

/** The models of all layers, each from a key of its own, in their slots. */
export const initAll =
  (layers: readonly Untyped[]) =>
  (key: Key, dtype: FloatDType): Model<Tree, Tree> => {
    const models = layers.map((layer, i) => layer.init(foldIn(i)(key), dtype))
    return {
      params: collect(
        layers,
        models.map(({ params }) => params),
      ),
      state: collectStates(
        layers,
        models.map(({ state }) => state),
      ),
    }
  }
