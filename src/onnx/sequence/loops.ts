/**
 * Loops whose length is known while a program is made: each turn is written out.
 *
 * @module
 */
import { axisOf, concat, range, reshape, sliceAlong } from '../node/arrays.ts'
import { knownNumber, knownNumbers, need } from '../node/make.ts'
import type { NodeView } from '../node/nodeView.ts'
import type { Operator } from '../node/operator.ts'
import { unsupported, wrong } from '../node/refusal.ts'
import type { Inputs, Run, Subgraph } from '../node/subgraph.ts'
import { asKnown, computed, ofIntegers, type Value } from '../node/value.ts'

const truth = (value: Value): Value => ofIntegers('bool', [], value.integers!())

/** Slices joined along an axis. */
const joined = (axis: number, slices: readonly Value[]): Value => {
  const [first] = slices
  if (first === undefined) return unsupported('a loop that runs no time gives slices of an unknown shape')
  const at = axisOf(axis, first.shape.length + 1)
  const whole = concat(
    at,
    slices.map(({ shape, tensor }) => reshape([...shape.slice(0, at), 1, ...shape.slice(at)], tensor())),
  )
  const value = computed(first.type, whole)
  return slices.every(({ known }) => known) ? asKnown(value) : value
}

/** One turn more, of loops inside loops too: a file cannot make a program of any length. */
const takeTurn = ({ turns }: Run): void => {
  turns.left--
  if (turns.left < 0) unsupported('loops run more than 10000 times')
}

/** A loop whose number of turns is known: each is written out. */
export const loop: Operator = {
  inputs: [0, Number.POSITIVE_INFINITY],
  outputs: Number.POSITIVE_INFINITY,
  known: [0],
  attributes: { body: 'graph' },
  prepare: node => {
    const body = node.subgraph('body')
    return (inputs, run) => {
      const most = knownNumber(inputs, 0) ?? Number.POSITIVE_INFINITY
      let going = inputs[1] === undefined ? true : knownNumbers(inputs, 1)![0] !== 0
      let carried = inputs.slice(2).map((_, i) => need(inputs, i + 2))
      const count = carried.length
      const slices: Value[][] = range(body.outputs.length - 1 - count).map(() => [])
      for (let turn = 0; going && turn < most; turn++) {
        takeTurn(run)
        const given = [ofIntegers('int64', [], [BigInt(turn)]), ofIntegers('bool', [], [1n]), ...carried]
        const [next, ...rest] = body.run(given, run)
        if (next?.integers === undefined || !next.known)
          return unsupported(
            'whether it goes on has to be known, but is computed from what the model is run for',
          )
        going = truth(next).integers!()[0] !== 0n
        carried = rest.slice(0, count)
        rest.slice(count).forEach((slice, i) => {
          slices[i]!.push(slice)
        })
      }
      return [...carried, ...slices.map(each => joined(0, each))]
    }
  },
}

/** A loop along an axis of some inputs, whose length is known from their shapes: each turn is written out. */
export const scan: Operator = {
  since: 8,
  inputs: [0, Number.POSITIVE_INFINITY],
  outputs: Number.POSITIVE_INFINITY,
  attributes: {
    body: 'graph',
    directions: 'ints',
    num_scan_inputs: 'int',
    scan_input_axes: 'ints',
    scan_input_directions: 'ints',
    scan_output_axes: 'ints',
    scan_output_directions: 'ints',
  },
  prepare: node => {
    const body = node.subgraph('body')
    return (inputs, run) =>
      node.opset < 9 ? ofBatch(node, body, inputs, run) : scanned(node, body, inputs, run, axesOfNode(node))
  },
}

/** Which way a scan goes along which axes. */
interface Ways {
  readonly inputAxes: readonly number[]
  readonly inputDirections: readonly number[]
  readonly outputAxes: readonly number[]
  readonly outputDirections: readonly number[]
}

const axesOfNode = (node: NodeView): Ways => ({
  inputAxes: node.ints('scan_input_axes', []),
  inputDirections: node.ints('scan_input_directions', []),
  outputAxes: node.ints('scan_output_axes', []),
  outputDirections: node.ints('scan_output_directions', []),
})

/** The form of opset 8, whose inputs have a batch in front: each example by itself. */
const ofBatch = (node: NodeView, body: Subgraph, inputs: Inputs, run: Run): readonly Value[] => {
  if (inputs[0] !== undefined) unsupported('lengths of sequences are not read')
  const given = inputs.slice(1).map((_, i) => need(inputs, i + 1))
  const batch = given[0]?.shape[0] ?? wrong('it has no batch')
  const ways = {
    inputAxes: [],
    inputDirections: node.ints('directions', []),
    outputAxes: [],
    outputDirections: [],
  }
  const results = range(batch).map(example =>
    scanned(
      node,
      body,
      given.map(value =>
        computed(value.type, reshape(value.shape.slice(1), sliceAlong(0, example, 1, value.tensor()))),
      ),
      run,
      ways,
    ),
  )
  return range(results[0]?.length ?? 0).map(i =>
    joined(
      0,
      results.map(result => result[i]!),
    ),
  )
}

const scanned = (
  node: NodeView,
  body: Subgraph,
  inputs: Inputs,
  run: Run,
  { inputAxes, inputDirections, outputAxes, outputDirections }: Ways,
): readonly Value[] => {
  const taken = node.int('num_scan_inputs')
  const count = inputs.length - taken
  if (taken < 1 || count < 0) wrong(`num_scan_inputs is ${taken}, but it has ${inputs.length} inputs`)
  let state = inputs.slice(0, count).map((_, i) => need(inputs, i))
  const walked = range(taken, count).map(i => need(inputs, i))
  const axes = walked.map(({ shape }, i) => axisOf(inputAxes[i] ?? 0, shape.length))
  const times = walked[0]!.shape[axes[0]!]!
  if (walked.some(({ shape }, i) => shape[axes[i]!] !== times)) wrong('its inputs have other lengths')
  const slices: Value[][] = range(body.outputs.length - count).map(() => [])
  for (const time of range(times)) {
    takeTurn(run)
    const rows = walked.map((value, i) => {
      const axis = axes[i]!
      const at = inputDirections[i] === 1 ? times - 1 - time : time
      const row = computed(
        value.type,
        reshape(
          value.shape.filter((_, j) => j !== axis),
          sliceAlong(axis, at, 1, value.tensor()),
        ),
      )
      return value.known ? asKnown(row) : row
    })
    const results = body.run([...state, ...rows], run)
    state = results.slice(0, count)
    results.slice(count).forEach((slice, i) => {
      slices[i]!.push(slice)
    })
  }
  return [
    ...state,
    ...slices.map((each, i) =>
      joined(outputAxes[i] ?? 0, outputDirections[i] === 1 ? each.toReversed() : each),
    ),
  ]
}
