/**
 * A node as operators see it: its attributes by name, each of the kind that it has to be.
 *
 * @module
 */
import { textIn } from '../../codec/utf8.ts'
import type { Literal } from '../file/literal.ts'
import type { Attribute, Graph, Node, TensorMessage } from '../file/messages.ts'
import { wrong } from './refusal.ts'
import type { Subgraph } from './subgraph.ts'

/** What an attribute holds. */
export type AttributeKind = 'int' | 'ints' | 'float' | 'floats' | 'string' | 'strings' | 'tensor' | 'graph'

/** How kinds are numbered, and where each is. */
const kinds: Readonly<Record<AttributeKind, { readonly number: number; readonly field: keyof Attribute }>> = {
  float: { number: 1, field: 'f' },
  int: { number: 2, field: 'i' },
  string: { number: 3, field: 's' },
  tensor: { number: 4, field: 't' },
  graph: { number: 5, field: 'g' },
  floats: { number: 6, field: 'floats' },
  ints: { number: 7, field: 'ints' },
  strings: { number: 8, field: 'strings' },
}

const text = (name: string, bytes: Uint8Array): string =>
  textIn(bytes) ?? wrong(`the attribute ${name} is not text`)

/** What holds an attribute's value; proto2 leaves out what was never set. */
const contentOf = (attribute: Attribute, kind: AttributeKind): unknown => {
  const { number, field } = kinds[kind]
  const name = attribute.name ?? ''
  if (attribute.type !== undefined && attribute.type !== 0 && attribute.type !== number) {
    const found = Object.entries(kinds).find(([, other]) => other.number === attribute.type)?.[0]
    return wrong(`the attribute ${name} is of ${found ?? `kind ${attribute.type}`}, but has to be of ${kind}`)
  }
  const value = attribute[field]
  const empty = value === undefined || (Array.isArray(value) && value.length === 0)
  if (empty) {
    const other = Object.values(kinds).find(({ field: f }) => {
      const x = attribute[f]
      return f !== field && x !== undefined && !(Array.isArray(x) && x.length === 0)
    })
    if (other !== undefined)
      return wrong(`the attribute ${name} has to be of ${kind}, but its ${other.field} is set`)
  }
  if (value !== undefined) return value
  if (kind === 'int') return 0n
  if (kind === 'float') return 0
  if (kind === 'string') return new Uint8Array()
  return wrong(`the attribute ${name} of ${kind} is empty`)
}

/** A node and its attributes. */
export interface NodeView {
  readonly node: Node
  readonly opset: number
  /** Whether an output is wanted. */
  readonly wants: (output: number) => boolean
  readonly has: (name: string) => boolean
  readonly int: (name: string, or?: number) => number
  readonly ints: (name: string, or?: readonly number[]) => readonly number[]
  /** One int or several, exactly. */
  readonly bigints: (name: string) => readonly bigint[]
  readonly float: (name: string, or?: number) => number
  readonly floats: (name: string, or?: readonly number[]) => readonly number[]
  readonly string: (name: string, or?: string) => string
  readonly strings: (name: string, or?: readonly string[]) => readonly string[]
  readonly tensor: (name: string) => Literal
  readonly subgraph: (name: string) => Subgraph
  /** One of some words. */
  readonly oneOf: <W extends string>(name: string, words: readonly W[], or: W) => W
  /** An int that is 0 or 1. */
  readonly flag: (name: string, or: boolean) => boolean
}

/** The view of a node, after a check of its attributes. */
export const nodeView = (
  node: Node,
  opset: number,
  attributes: Readonly<Record<string, AttributeKind>>,
  subgraphOf: (graph: Graph) => Subgraph,
  literalIn: (tensor: TensorMessage) => Literal,
): NodeView => {
  const found = new Map<string, unknown>()
  for (const attribute of node.attribute) {
    const name = attribute.name ?? ''
    if (!Object.hasOwn(attributes, name))
      wrong(
        `it has no attribute '${name}'; those that are read are ${Object.keys(attributes).join(', ') || 'none'}`,
      )
    if (found.has(name)) wrong(`the attribute ${name} is there twice`)
    found.set(name, contentOf(attribute, attributes[name]!))
  }
  const get = <T>(name: string, or: T | undefined, read: (value: unknown) => T): T => {
    if (found.has(name)) return read(found.get(name))
    return or === undefined ? wrong(`the attribute ${name} is missing`) : or
  }
  const view: NodeView = {
    node,
    opset,
    wants: output => (node.output[output] ?? '') !== '',
    has: name => found.has(name),
    int: (name, or) => get(name, or, value => Number(value)),
    ints: (name, or) => get(name, or, value => (value as readonly bigint[]).map(Number)),
    bigints: name => get(name, undefined, value => [value].flat() as readonly bigint[]),
    float: (name, or) => get(name, or, value => value as number),
    floats: (name, or) => get(name, or, value => value as readonly number[]),
    string: (name, or) => get(name, or, value => text(name, value as Uint8Array)),
    strings: (name, or) =>
      get(name, or, value => (value as readonly Uint8Array[]).map(each => text(name, each))),
    tensor: name => get(name, undefined, value => literalIn(value as TensorMessage)),
    subgraph: name => get(name, undefined, value => subgraphOf(value as Graph)),
    oneOf: (name, words, or) => {
      const word = view.string(name, or)
      const at = (words as readonly string[]).indexOf(word)
      return at === -1
        ? wrong(`the attribute ${name} is '${word}', but one of ${words.join(', ')} is wanted`)
        : words[at]!
    },
    flag: (name, or) => {
      const value = view.int(name, or ? 1 : 0)
      return value === 0
        ? false
        : value === 1
          ? true
          : wrong(`the attribute ${name} is ${value}, but 0 or 1 is wanted`)
    },
  }
  return view
}
