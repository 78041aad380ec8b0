/**
 * Other names for values of a graph, in its bodies as well.
 *
 * @module
 */
import type { Sparse } from '../file/encodeMessage.ts'
import type { Node } from '../file/messages.ts'
import type { GraphMessage } from '../lower/attribute.ts'

type NodeMessage = Sparse<Node>

const inGraph = (graph: GraphMessage, names: ReadonlyMap<string, string>): GraphMessage => ({
  ...graph,
  node: renamed(graph.node ?? [], names),
})

/** Nodes whose values have other names. */
export const renamed = (
  nodes: readonly NodeMessage[],
  names: ReadonlyMap<string, string>,
): readonly NodeMessage[] => {
  if (names.size === 0) return nodes
  const all = (list: readonly string[] = []): readonly string[] => list.map(name => names.get(name) ?? name)
  return nodes.map(node => ({
    ...node,
    input: all(node.input),
    output: all(node.output),
    attribute: (node.attribute ?? []).map(it =>
      it.g === undefined ? it : { ...it, g: inGraph(it.g, names) },
    ),
  }))
}

/** The names of all values that nodes take, in their bodies as well. */
export const namesTaken = (nodes: readonly NodeMessage[]): ReadonlySet<string> => {
  const names = new Set<string>()
  const visit = (list: readonly NodeMessage[]): void => {
    for (const { input = [], attribute = [] } of list) {
      for (const name of input) names.add(name)
      for (const { g } of attribute) visit(g?.node ?? [])
    }
  }
  visit(nodes)
  return names
}
