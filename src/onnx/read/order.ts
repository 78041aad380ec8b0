/**
 * Nodes in an order in which each comes after those that it reads from.
 *
 * @module
 */
import type { Graph, Node } from '../file/messages.ts'
import { ReadFailure } from './reading.ts'

/** The names that a node reads, those that subgraphs read from around them too. */
const readBy = (node: Node): readonly string[] => {
  const names = new Set(node.input)
  const inside = (graph: Graph, around: ReadonlySet<string>): void => {
    const own = new Set(around)
    for (const tensor of graph.initializer) own.add(tensor.name ?? '')
    for (const input of graph.input) own.add(input.name ?? '')
    for (const each of graph.node) for (const name of each.output) own.add(name)
    for (const each of graph.node) {
      for (const name of each.input) if (!own.has(name)) names.add(name)
      for (const { g } of each.attribute) if (g !== undefined) inside(g, own)
    }
    for (const output of graph.output) if (!own.has(output.name ?? '')) names.add(output.name ?? '')
  }
  for (const { g } of node.attribute) if (g !== undefined) inside(g, new Set())
  names.delete('')
  return [...names]
}

/** The numbers of the nodes in order; what they were in the file, if that is one. A cycle is an error. */
export const inOrder = (
  nodes: readonly Node[],
  isGiven: (name: string) => boolean,
  opset: number,
): readonly number[] => {
  const giver = new Map<string, number>()
  nodes.forEach((node, index) => {
    for (const name of node.output) if (name !== '') giver.set(name, index)
  })
  const reads = nodes.map(node =>
    readBy(node).flatMap(name => (isGiven(name) || !giver.has(name) ? [] : [giver.get(name)!])),
  )
  const order: number[] = []
  const state = new Uint8Array(nodes.length)
  for (let first = 0; first < nodes.length; first++) {
    const stack = [first]
    while (stack.length > 0) {
      const index = stack[stack.length - 1]!
      if (state[index] === 0) {
        state[index] = 1
        for (const other of reads[index]!) {
          if (state[other] === 1)
            throw new ReadFailure({
              _tag: 'BadNode',
              place: {
                node: nodes[other]!.name ?? '',
                operator: nodes[other]!.op_type ?? '',
                index: other,
                opset,
              },
              reason: 'it reads, by way of others, what it gives itself: the graph has a cycle',
            })
          if (state[other] === 0) stack.push(other)
        }
      } else {
        if (state[index] === 1) order.push(index)
        state[index] = 2
        stack.pop()
      }
    }
  }
  return order
}
