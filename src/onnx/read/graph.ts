/**
 * A graph of the file as a function of values. Everything that can be wrong with it whatever it is run for is found here: names that
 * nothing gives, cycles, operators and attributes that are not read.
 *
 * @module
 */

import { isFloatType } from '../file/elementType.ts'
import type { Graph, Node } from '../file/messages.ts'
import type { OnnxPlace } from '../file/onnxError.ts'
import { wrong } from '../node/refusal.ts'
import { type Scope, scopeIn } from '../node/scope.ts'
import type { Inputs, Run } from '../node/subgraph.ts'
import type { Value } from '../node/value.ts'
import { inOrder } from './order.ts'
import { placed } from './placed.ts'
import { type PreparedNode, preparedNode } from './preparedNode.ts'
import { type Definition, type PrepareGraph, ReadFailure, type Reading, type Stored } from './reading.ts'
import { storedValue } from './stored.ts'

const failed = (where: string, reason: string): never => {
  throw new ReadFailure({ _tag: 'BadModel', where, reason })
}

const nameOf = (where: string, name: string | undefined): string =>
  name === undefined || name === '' ? failed(where, 'it has no name') : name

/** Sees that a name is given once. */
const given = (scope: Scope<Definition>, where: string, name: string, it: Definition): void => {
  if (scope.owns(name)) failed(where, `two things give '${name}'`)
  scope.set(name, it)
}

/** What the numbers of the graph are. */
const readStored = (graph: Graph, scope: Scope<Definition>, reading: Reading): ReadonlySet<string> => {
  const names = new Set<string>()
  if (graph.sparse_initializer.length > 0)
    failed('the graph', 'it has sparse initialisers, which tensors here cannot be')
  for (const tensor of graph.initializer) {
    const name = nameOf('an initialiser', tensor.name)
    if (names.has(name)) failed(`the initialiser '${name}'`, 'it is there twice')
    names.add(name)
    const literal = reading.literal(tensor)
    const parameter = isFloatType(literal.type) ? reading.parameterName(name) : null
    const definition = { _tag: 'Stored', literal, parameter } as const
    reading.stored.push(definition)
    scope.set(name, definition)
  }
  return names
}

const placeOf = (node: Node, index: number, opset: number): OnnxPlace => ({
  node: node.name ?? '',
  operator: node.op_type ?? '',
  index,
  opset,
})

/** The definitions of a node's inputs, `undefined` for what is left out. */
const inputsOf = (
  node: Node,
  place: OnnxPlace,
  scope: Scope<Definition>,
): readonly (Definition | undefined)[] =>
  node.input.map(name => {
    if (name === '') return undefined
    const found = scope.find(name)
    if (found === undefined)
      throw new ReadFailure({ _tag: 'BadNode', place, reason: `nothing gives its input '${name}'` })
    return found
  })

/** A graph of the file; `args` are what its inputs are, by name. */
export const preparedGraph: PrepareGraph = (graph, around, reading, define) => {
  const scope = scopeIn(around)
  const stored = readStored(graph, scope, reading)
  const inputs = graph.input.map(input => nameOf('an input', input.name)).filter(name => !stored.has(name))
  inputs.forEach((name, index) => {
    given(scope, `the input '${name}'`, name, define(name, index))
  })
  const free = new Set<string>()
  const nodes: PreparedNode[] = []
  for (const index of inOrder(graph.node, name => scope.find(name) !== undefined, reading.opset)) {
    const node = graph.node[index]!
    const place = placeOf(node, index, reading.opset)
    for (const name of node.input) if (name !== '' && !scope.owns(name)) free.add(name)
    const from = inputsOf(node, place, scope)
    const prepared = preparedNode(node, place, from, scope, reading, name => {
      if (!scope.owns(name)) free.add(name)
    })
    nodes.push(prepared)
    node.output.forEach((name, i) => {
      if (name === '') return
      const definition = prepared.definitions[i]!
      if (definition._tag === 'Stored') reading.stored.push(definition)
      given(scope, `node ${index}`, name, definition)
    })
  }
  const outputs = graph.output.map(output => nameOf('an output', output.name))
  for (const name of outputs) {
    if (scope.find(name) === undefined) failed(`the output '${name}'`, 'nothing gives it')
    if (!scope.owns(name)) free.add(name)
  }
  const literals = graph.initializer.map(tensor => {
    const definition = scope.find(tensor.name ?? '') as Stored
    return [tensor.name ?? '', definition] as const
  })
  const run = (args: Inputs, run: Run): readonly Value[] => {
    const values = scopeIn(run.scope)
    for (const [name, definition] of literals) values.set(name, storedValue(definition, run))
    inputs.forEach((name, i) => {
      const value = args[i]
      if (value !== undefined) values.set(name, value)
    })
    const inside = { ...run, scope: values }
    for (const node of nodes) {
      const results = placed(node.place, () =>
        node.run(
          node.inputs.map(name => (name === '' ? undefined : values.find(name))),
          inside,
        ),
      )
      node.outputs.forEach((name, i) => {
        const result = results[i]
        if (name !== '')
          values.set(
            name,
            result ?? placed(node.place, () => wrong(`it does not give its output ${i}, '${name}'`)),
          )
      })
    }
    return outputs.map(name => values.find(name)!)
  }
  return {
    inputs,
    outputs,
    free: [...free],
    parameters: [
      ...literals.flatMap(([, { parameter }]) => parameter ?? []),
      ...nodes.flatMap(node => node.parameters),
    ],
    run,
    definitions: outputs.map(name => scope.find(name)!),
  }
}
