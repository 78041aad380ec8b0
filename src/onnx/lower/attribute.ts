/**
 * Attributes of nodes as messages.
 *
 * @module
 */
import type { Sparse } from '../file/encodeMessage.ts'
import type { Attribute, Graph, TensorMessage } from '../file/messages.ts'

/** A graph that is written. */
export type GraphMessage = Sparse<Graph>

/** An attribute's value; numbers are integers unless they are given as `float`. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: GraphMessage }
  | { readonly tensor: Sparse<TensorMessage> }

/** Attributes by name; what is undefined is left out. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>

const types = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, ints: 7 }

const attribute = (name: string, value: AttributeValue): Sparse<Attribute> => {
  if (typeof value === 'number') return { name, type: types.int, i: BigInt(value) }
  if (typeof value === 'string')
    return { name, type: types.string, s: Uint8Array.from(value, letter => letter.charCodeAt(0)) }
  if ('float' in value) return { name, type: types.float, f: value.float }
  if ('graph' in value) return { name, type: types.graph, g: value.graph }
  if ('tensor' in value) return { name, type: types.tensor, t: value.tensor }
  return { name, type: types.ints, ints: value.map(n => BigInt(n)) }
}

export const attributesOf = (attributes: Attributes): readonly Sparse<Attribute>[] =>
  Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [attribute(name, value)]))
