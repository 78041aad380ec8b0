/**
 * Layers on sequences that come part by part: what each layer has to keep of the positions before.
 *
 * @module
 */
import { trusted } from '../tensor/contract/index.ts'
import { ArgumentError, PullbackError } from '../tensor/error.ts'
import { type AnyLayer, type Caching, type InParts, parts } from './layer.ts'
import { type Untyped, untyped } from './typed.ts'

/** A layer, with what it is for sequences that come part by part. */
export const withParts = <L extends AnyLayer>(layer: L, inParts: InParts): L =>
  trusted({ ...layer, [parts]: inParts })

/** A layer that acts on each position by itself: it gives the same for sequences that come part by part. */
export const actingOnPositions = <L extends AnyLayer>(layer: L): L => withParts(layer, 'positionwise')

const refusal = (name: string): ArgumentError =>
  new ArgumentError(
    `cached cannot take ${name}: it may need the positions of a sequence all at once. Attention has to be causal; a layer of your own that ` +
      'acts on each position by itself says so with layer.positionwise.',
  )

const at = <T>(segment: string, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    throw error instanceof PullbackError ? error.at(segment) : error
  }
}

const made = (layer: AnyLayer, caching: Caching): AnyLayer => {
  const { [parts]: how, inside } = layer
  if (how === 'positionwise') return layer
  if (how !== undefined) return how(caching)
  if (inside?.keepsPositions !== true) throw refusal(layer.name)
  return inside.rebuild(inside.parts.map(part => at(part.segment, () => inParts(part.layer, caching))))
}

/** The layer for sequences that come part by part, under the label that it has. */
export const inParts = (layer: AnyLayer, caching: Caching): Untyped => {
  const own = made(layer, caching)
  const { label } = layer as { readonly label?: string }
  return untyped(label === undefined || own === layer ? own : ({ ...own, label } as AnyLayer))
}
