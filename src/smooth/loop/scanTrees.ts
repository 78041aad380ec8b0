/**
 * Scans of cells whose types are forgotten: from trees to trees.
 *
 * @module
 */
import { ArgumentError, ShapeError, showPath } from '../../tensor/error.ts'
import { carriedOn, withTensors } from '../../tensor/form.ts'
import { entries, tensors } from '../../tensor/function/traversal.ts'
import { requireTree } from '../../tensor/requireTree.ts'
import { describe, isList } from '../../tensor/stranger.ts'
import { type AnyTensor, isTensor } from '../../tensor/tensor.ts'
import type { Linearised } from '../body/joint.ts'
import { loopWithPullback } from '../body/loopPullback.ts'
import { cotangentOf } from '../map/cotangents.ts'
import { appliesGiven, withGivenPullbacks } from '../map/withPullback.ts'
import { cotangentsIn, requirePulled, symbolsOf } from './treeMap.ts'

const isPair = (x: unknown): x is readonly [unknown, unknown] => isList(x) && x.length === 2

/** Requires what a smooth map gives that is a cell. */
const requireStep = (given: unknown): ReturnType<TreeCell> => {
  const [value, pullback] = isPair(given) ? given : [undefined, undefined]
  if (!isPair(value) || typeof pullback !== 'function')
    throw new ArgumentError(
      `scan takes a smooth map that gives [[state, output], pullback], but its value is ${describe(value)} and its pullback ` +
        `${describe(pullback)}.`,
    )
  requireTree('scan', 'what its cell gives', value)
  return given as ReturnType<TreeCell>
}

type Point = Parameters<TreeCell>[0]

/** How many slices all tensors of a tree have, along their first axes. */
export const countOf = (xs: unknown): number => {
  const found = entries(xs).flatMap(({ path, leaf }) => (isTensor(leaf) ? [{ path, leaf }] : []))
  const [first] = found
  if (first === undefined)
    throw new ArgumentError(
      'scan goes along the first axis of its inputs, but there is no tensor among them.',
    )
  for (const { path, leaf } of found) {
    const where = path.length === 0 ? 'its input' : `its input at ${showPath(path)}`
    if (leaf.shape.length === 0 || leaf.shape[0] === 0)
      throw new ShapeError(
        `scan goes along the first axis of its inputs, at least once, but ${where} has the shape [${leaf.shape.join(', ')}].`,
        [leaf.shape],
        0,
      )
    if (leaf.shape[0] !== first.leaf.shape[0])
      throw new ShapeError(
        `scan goes along first axes of one length, but ${where} has ${leaf.shape[0]} and the first has ${first.leaf.shape[0]}.`,
        [leaf.shape, first.leaf.shape],
        0,
      )
  }
  return first.leaf.shape[0] as number
}

/** A cell whose types are forgotten: from trees to trees. */
export type TreeCell = (
  a: readonly [params: unknown, state: unknown, input: unknown],
) => readonly [
  value: readonly [state: unknown, output: unknown],
  pullback: (db: readonly [unknown, unknown]) => readonly [unknown, unknown, unknown],
]

/** `scanTrees` as loops of the cell's operations. */
const scanOperations =
  (reverse: boolean, cell: TreeCell, times?: number): TreeCell =>
  ([params, state, xs]) => {
    const count = times ?? countOf(xs)
    const [carried, sliced, constants] = [tensors(state), tensors(xs), tensors(params)]
    const [carries, slices] = [carried.length, sliced.length]
    let output: unknown
    const linearise = (own: readonly AnyTensor[]): Linearised => {
      const before = withTensors(own.slice(0, carries))(state)
      const x = withTensors(own.slice(carries, carries + slices))(xs)
      const p = withTensors(own.slice(carries + slices))(params)
      const [value, pullback] = requireStep(cell([p, before, x]))
      const [after, y] = value
      output = y
      return {
        outputs: [...tensors(carriedOn('scan', before, after)), ...tensors(y)],
        back: cotangents => {
          const [dp, ds, dx] = requirePulled(
            'a map that is looped',
            [p, before, x],
            pullback([
              cotangentOf(before, cotangents.slice(0, carries)),
              cotangentOf(y, cotangents.slice(carries)),
            ]),
          )
          return [...cotangentsIn(before, ds), ...cotangentsIn(x, dx), ...cotangentsIn(p, dp)]
        },
      }
    }
    const form = { count, reverse, carries, slices }
    const { results, pull } = loopWithPullback(
      linearise,
      form,
      [...carried, ...sliced, ...constants],
      () => true,
    )
    const last = withTensors(results.slice(0, carries))(state)
    const ys = withTensors(results.slice(carries))(output)
    return [
      [last, ys],
      ([dlast, dys]) => {
        const pulled = pull([...cotangentsIn(last, dlast), ...cotangentsIn(ys, dys)])
        return [
          cotangentOf(params, pulled.slice(carries + slices)),
          cotangentOf(state, pulled.slice(0, carries)),
          cotangentOf(xs, pulled.slice(carries, carries + slices)),
        ]
      },
    ]
  }

/** Whether a cell applies a function with a pullback of its own, on tensors like these. */
const cellAppliesGiven = (cell: TreeCell, [params, state, xs]: Point): boolean => {
  const symbols = symbolsOf()
  return appliesGiven(() => {
    cell([symbols(params), symbols(state), symbols(xs, ({ shape }) => shape.slice(1))])
  })
}

/**
 * `scan` for those who know that what they give is right, and whose types are forgotten; so many times, if there are no inputs to
 * count.
 */
export const scanTrees = (reverse: boolean, cell: TreeCell, times?: number): TreeCell =>
  withGivenPullbacks(scanOperations(reverse, cell, times), a => cellAppliesGiven(cell, a))
