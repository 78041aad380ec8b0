/**
 * A node of the file as a function of values: its operator with its attributes read, what it gives where everything it reads is known,
 * and what has to be known for it.
 *
 * @module
 */

import { type ElementType, isFloatType } from '../file/elementType.ts'
import type { Literal } from '../file/literal.ts'
import type { Graph, Node } from '../file/messages.ts'
import type { OnnxPlace } from '../file/onnxError.ts'
import { nodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { Refusal } from '../node/refusal.ts'
import type { Scope } from '../node/scope.ts'
import type { Inputs, Run, Subgraph } from '../node/subgraph.ts'
import type { Value } from '../node/value.ts'
import { operators } from '../table/operators.ts'
import { onKnown } from './known.ts'
import { type Definition, ReadFailure, type Reading, type Stored, typeOfDefinition } from './reading.ts'
import { storedValue } from './stored.ts'

export interface PreparedNode {
  readonly place: OnnxPlace
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly definitions: readonly Definition[]
  /** The parameters that are stored in it, or in graphs inside it. */
  readonly parameters: readonly string[]
  readonly run: (inputs: Inputs, run: Run) => readonly (Value | undefined)[]
}

const operatorOf = (node: Node, place: OnnxPlace): Operator => {
  const domain = node.domain ?? ''
  const unsupported = (reason: string): never => {
    throw new ReadFailure({ _tag: 'Unsupported', place, reason })
  }
  if (domain !== '' && domain !== 'ai.onnx')
    return unsupported(`its operator is of the domain '${domain}', of which none are read`)
  const operator = operators.get(place.operator)
  if (operator === undefined) return unsupported('its operator is not among those that are read')
  const { since = 6, until = Number.POSITIVE_INFINITY } = operator
  if (place.opset < since) return unsupported(`its operator is read from opset ${since} on`)
  if (place.opset > until) return unsupported(`its operator is not in opsets after ${until}`)
  return operator
}

const requireCounts = (node: Node, { inputs: [least, most], outputs = 1 }: Operator): void => {
  const count = node.input.length
  if (count < least || count > most || node.input.slice(0, least).includes(''))
    throw new Refusal(
      'wrong',
      `it has ${count} inputs, but takes ${least === most ? least : `${least} to ${most === Number.POSITIVE_INFINITY ? 'any number' : most}`}` +
        (count >= least && count <= most ? ', and none of the first may be left out' : ''),
    )
  if (node.output.length > outputs || node.output.length === 0)
    throw new Refusal(
      'wrong',
      `it has ${node.output.length} outputs, but gives 1${outputs > 1 ? ` to ${outputs}` : ''}`,
    )
}

const failure = (place: OnnxPlace, error: unknown): unknown =>
  error instanceof Refusal
    ? new ReadFailure({
        _tag: error.kind === 'wrong' ? 'BadNode' : 'Unsupported',
        place,
        reason: error.message,
      })
    : error

/** Sees that element types are equal, as far as they are known. */
const requireAlikeTypes = (types: readonly (ElementType | undefined)[]): void => {
  const [first, ...others] = types.flatMap(type => type ?? [])
  const other = others.find(type => type !== first)
  if (other !== undefined)
    throw new Refusal('wrong', `its inputs have to be of one element type, but are of ${first} and ${other}`)
}

/** The element type of what only moves elements. */
const typeGiven = (
  { moves }: Operator,
  from: readonly (Definition | undefined)[],
): ElementType | undefined => (moves === undefined ? undefined : typeOfDefinition(from[moves[0] ?? 0]))

/** A node in its scope. */
export const preparedNode = (
  node: Node,
  place: OnnxPlace,
  from: readonly (Definition | undefined)[],
  scope: Scope<Definition>,
  reading: Reading,
  readsFree: (name: string) => void,
): PreparedNode => {
  const operator = operatorOf(node, place)
  const inside: Definition[] = []
  const all = from.flatMap(definition => definition ?? [])
  const parameters: string[] = []
  const subgraphOf = (graph: Graph): Subgraph => {
    const subgraph = reading.prepareGraph(graph, scope, reading, () => ({ _tag: 'Argument', from: all }))
    inside.push(...subgraph.definitions)
    for (const name of subgraph.free) readsFree(name)
    parameters.push(...subgraph.parameters)
    return subgraph
  }
  try {
    requireCounts(node, operator)
    requireAlikeTypes((operator.alike ?? []).map(i => typeOfDefinition(from[i])))
    const view = nodeView(node, place.opset, operator.attributes ?? {}, subgraphOf, reading.literal)
    const run = operator.prepare(view)
    const known = onKnown(operator, view, run)
    for (const input of operator.known ?? []) {
      const definition = from[input]
      if (definition !== undefined) reading.needs.push({ definition, place, input })
    }
    const stored =
      operator.literal === undefined ? undefined : storedBy(operator.literal(view), node, reading)
    const definition: Definition = stored ?? {
      _tag: 'Node',
      place,
      from: [...all, ...inside],
      ofShapes: operator.ofShapes === true,
      type: typeGiven(operator, from),
    }
    return {
      place,
      inputs: node.input,
      outputs: node.output,
      parameters: stored?.parameter == null ? parameters : [stored.parameter],
      definitions: node.output.map(() => definition),
      run: (inputs, context) => {
        if (stored !== undefined) return [storedValue(stored, context)]
        requireAlikeTypes((operator.alike ?? []).map(i => inputs[i]?.type))
        if (operator.draws !== true && inputs.every(value => value === undefined || value.known))
          return known(inputs, context)
        return listed(run(inputs, context))
      },
    }
  } catch (error) {
    throw failure(place, error)
  }
}

/** A constant of the file: floats of some rank are parameters, as weights are written so too. */
const storedBy = (literal: Literal, node: Node, reading: Reading): Stored => ({
  _tag: 'Stored',
  literal,
  parameter:
    isFloatType(literal.type) && literal.shape.length > 0
      ? reading.parameterName(node.output[0] ?? '')
      : null,
})

const listed = (outputs: Value | readonly (Value | undefined)[]): readonly (Value | undefined)[] =>
  Array.isArray(outputs) ? (outputs as readonly (Value | undefined)[]) : [outputs as Value]
