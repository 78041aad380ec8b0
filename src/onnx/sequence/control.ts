/**
 * Choices: what is known while a program is made is decided then, and what is not becomes a choice of the program.
 *
 * @module
 */
import { lift } from '../../smooth/derivative/lift.ts'
import { cond } from '../../smooth/loop/cond.ts'
import { PullbackError } from '../../tensor/error.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { any, ints, reshape } from '../node/arrays.ts'
import { knownNumber, need } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'
import { Refusal, unsupported, wrong } from '../node/refusal.ts'
import { scopeIn } from '../node/scope.ts'
import type { Run, Subgraph } from '../node/subgraph.ts'
import { computed, type Value } from '../node/value.ts'
import { loop, scan } from './loops.ts'

/** What a choice looks at: tensors of names around it, and parameters inside. */
interface Seen {
  readonly condition: AnyTensor
  readonly names: { readonly [name: string]: AnyTensor }
  readonly parameters: { readonly [name: string]: AnyTensor }
}

/** A branch of a choice that is made when the program runs: it has to work for these shapes, though it may never be taken. */
const bothWays = <T>(run: () => T): T => {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof PullbackError)) throw error
    return unsupported(
      `its condition is computed from what the model is run for, so that both branches have to work, but one does not: ${error.message}`,
    )
  }
}

/** A choice that is made when the program runs. */
const chosen = (condition: Value, branches: readonly Subgraph[], run: Run): readonly Value[] => {
  const free = [...new Set(branches.flatMap(branch => branch.free))]
  const computedNames = free.flatMap(name => {
    const value = run.scope.find(name)
    return value === undefined || value.known ? [] : [[name, value] as const]
  })
  const parameters = [...new Set(branches.flatMap(branch => branch.parameters))].flatMap(name => {
    const tensor = run.parameters.get(name)
    return tensor === undefined ? [] : [[name, tensor] as const]
  })
  const types: Value['type'][] = []
  const branch = (graph: Subgraph) =>
    lift((seen: Seen) => {
      const scope = scopeIn(run.scope)
      for (const [name, value] of computedNames) scope.set(name, computed(value.type, seen.names[name]!))
      const given = new Map(run.parameters)
      for (const [name] of parameters) given.set(name, any(seen.parameters[name]!))
      const values = bothWays(() => graph.run([], { ...run, scope, parameters: given }))
      values.forEach(({ type }, i) => {
        if (types[i] !== undefined && types[i] !== type) wrong(`its branches give ${types[i]} and ${type}`)
        types[i] = type
      })
      return values.map(value => value.tensor()) as readonly AnyTensor[]
    })
  const seen: Seen = {
    condition: reshape([], condition.tensor()),
    names: Object.fromEntries(computedNames.map(([name, value]) => [name, value.tensor()])),
    parameters: Object.fromEntries(parameters),
  }
  const [results] = cond(
    (at: Seen) => ints(at.condition) as Scalar,
    branch(branches[0]!),
    branch(branches[1]!),
  )(seen)
  return (results as readonly AnyTensor[]).map((tensor, i) => computed(types[i]!, tensor))
}

type Scalar = ReturnType<Parameters<typeof cond>[0]>

const choice: Operator = {
  inputs: [1, 1],
  outputs: Number.POSITIVE_INFINITY,
  attributes: { then_branch: 'graph', else_branch: 'graph' },
  prepare: node => {
    const branches = [node.subgraph('then_branch'), node.subgraph('else_branch')]
    for (const branch of branches) {
      if (branch.inputs.length > 0) wrong('its branches have inputs, but take none')
      if (branch.outputs.length !== node.node.output.length)
        wrong(`a branch gives ${branch.outputs.length} values, but it has ${node.node.output.length} outputs`)
    }
    return (inputs, run) => {
      const condition = need(inputs, 0)
      if (condition.shape.reduce((a, b) => a * b, 1) !== 1) wrong('its condition is not one truth')
      if (!condition.known) return chosen(condition, branches, run)
      return branches[knownNumber(inputs, 0) === 0 ? 1 : 0]!.run([], run)
    }
  },
}

export const controls: Readonly<Record<string, Operator>> = { If: choice, Loop: loop, Scan: scan }
