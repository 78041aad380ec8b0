/**
 * A summary of a model: its layers and their cost, before any training.
 *
 * @module
 */

import { evaluation } from '../layer/context.ts'
import type { AnyLayer, Layer } from '../layer/layer.ts'
import { type Untyped, untyped } from '../layer/typed.ts'
import { type Cost, cost } from '../program/cost.ts'
import { traceOnce } from '../program/trace.ts'
import { key } from '../random/key.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { zeros } from '../tensor/function/constructors.ts'
import { count, tensors } from '../tensor/function/traversal.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import type { Tree } from '../tensor/tree.ts'

/**
 * A layer of a model where it stands.
 *
 * @category Training
 * @since 0.1.0
 */
export interface SummaryRow {
  /** The way to it: labels, or positions and names, outermost first; empty for the model itself. */
  readonly path: readonly string[]
  readonly name: string
  /** The shapes of what it gives. */
  readonly outputs: readonly Shape[]
  /** How many numbers it learns. */
  readonly parameters: number
  /** What one run costs in evaluation. */
  readonly cost: Cost
  /** How often it runs. */
  readonly runs: number
}

/**
 * A model's layers, outermost first, each before those inside of it.
 *
 * @category Training
 * @since 0.1.0
 */
export interface Summary {
  readonly rows: readonly SummaryRow[]
  readonly parameters: number
  readonly cost: Cost
}

/**
 * The element type of parameters, and of an input that is given as a shape.
 *
 * @category Training
 * @since 0.1.0
 */
export interface SummaryOptions {
  readonly dtype?: FloatDType
}

const isSizes = (input: unknown): input is Shape =>
  Array.isArray(input) && input.every(size => typeof size === 'number')

/** The layer, which tells of each run of it and of those inside. */
const observed = (layer: AnyLayer, path: readonly string[], tell: (run: Told) => void): AnyLayer => {
  const { inside } = layer
  const watched =
    inside === undefined
      ? layer
      : inside.rebuild(inside.parts.map(part => observed(part.layer, [...path, part.segment], tell)))
  const run: Untyped['run'] = (params, input, state, context) => {
    tell({ path, layer: untyped(layer), params, input, state })
    return untyped(watched).run(params, input, state, context)
  }
  return { ...layer, run }
}

interface Told {
  readonly path: readonly string[]
  readonly layer: Untyped
  readonly params: Tree
  readonly input: Tree
  readonly state: Tree
}

/** The row of a run. Only shapes are looked at: what it is given may be symbols. */
const rowOf = ({ path, layer, params, input, state }: Told): SummaryRow => {
  let outputs: readonly Shape[] = []
  const { program } = traceOnce((p: Tree, x: Tree, s: Tree) => {
    const [y] = layer.run(p, x, s, evaluation)
    outputs = tensors(y).map(({ shape }) => shape)
    return y
  })(params, input, state)
  return { path, name: layer.name, outputs, parameters: count(params), cost: cost(program), runs: 1 }
}

/**
 * The layers of a model with the shapes that they give, the numbers that they learn, and what a run in evaluation costs:
 * floating-point operations, bytes moved and peak memory (see `program.cost`). Nothing is computed but the initial parameters.
 *
 * The input is an example, or the shape of one tensor. Combinators count what is inside of them; a layer that runs many times
 * with one set of parameters, as in `tied` and `scan`, is one row.
 *
 * @throws ShapeError if the input does not fit, with the path of the layer.
 *
 * @example
 * import { compose, dense, label, relu, showSummary, summary } from 'pullback'
 * const net = compose(label('hidden')(dense(784, 64)), relu(), label('output')(dense(64, 10)))
 * console.log(showSummary(summary(net, [125, 784])))
 *
 * @category Training
 * @since 0.1.0
 */
export const summary = takes(
  'summary',
  {
    model: needs.layer,
    input: needs.either(needs.tensors, needs.shape),
    options: needs.options({ dtype: needs.floatDType }),
  },
  () => summaryUnchecked,
)

const summaryUnchecked = <A, B, P, S>(
  model: Layer<A, B, P, S>,
  input: NoInfer<A> | Shape,
  { dtype = 'f32' }: SummaryOptions = {},
): Summary => {
  const example = (isSizes(input) ? zeros(input, dtype) : input) as Tree
  const { params, state } = untyped(model as AnyLayer).init(key(0), dtype)
  const rows = new Map<string, SummaryRow>()
  const watched = untyped(
    observed(model as AnyLayer, [], told => {
      const place = told.path.join(' > ')
      const known = rows.get(place)
      rows.set(place, known === undefined ? rowOf(told) : { ...known, runs: known.runs + 1 })
    }),
  )
  traceOnce((p: Tree, x: Tree, s: Tree) => watched.run(p, x, s, evaluation)[0])(params, example, state)
  const all = [...rows.values()]
  const [whole] = all as [SummaryRow]
  return { rows: all, parameters: whole.parameters, cost: whole.cost }
}

const longestName = 40

/** A name without what is inside of it, if it is long. */
const short = (name: string): string =>
  name.length <= longestName ? name : `${name.slice(0, name.indexOf('('))}(…)`

/** `hidden: dense(4, 8)`, or `[1] relu`. */
const placed = (place: string, name: string): string =>
  place.endsWith(` ${name}`) ? `${place.slice(0, -name.length)}${short(name)}` : `${place}: ${short(name)}`

/** `1234567` as `1,234,567`. */
const grouped = (n: number): string => Math.round(n).toLocaleString('en-US')

const aCost = needs.record({ flops: needs.number, bytes: needs.number })
const aRow = needs.record({
  path: needs.list,
  name: needs.text,
  outputs: needs.listOf(needs.shape, 'shapes'),
  parameters: needs.number,
  cost: aCost,
  runs: needs.number,
})

/**
 * A summary as a table in text: layers indented by how deep they stand, and the totals below.
 *
 * @example
 * import { dense, showSummary, summary } from 'pullback'
 * console.log(showSummary(summary(dense(3, 2), [5, 3])))
 *
 * @category Training
 * @since 0.1.0
 */
export const showSummary = takes(
  'showSummary',
  { summary: needs.record({ rows: needs.listOf(aRow, 'rows'), parameters: needs.number, cost: aCost }) },
  () => showSummaryUnchecked,
)

const showSummaryUnchecked = ({ rows, parameters, cost: total }: Summary): string => {
  const cells = [
    ['layer', 'gives', 'parameters', 'FLOPs', 'bytes'],
    ...rows.map(({ path, name, outputs, parameters: own, cost: { flops, bytes }, runs }) => {
      const place = path.at(-1)
      const called = place === undefined ? short(name) : placed(place, name)
      return [
        `${'  '.repeat(path.length)}${called}${runs > 1 ? ` × ${runs}` : ''}`,
        outputs.map(showShape).join(', '),
        grouped(own),
        grouped(flops * runs),
        grouped(bytes * runs),
      ]
    }),
    ['total', '', grouped(parameters), grouped(total.flops), grouped(total.bytes)],
  ]
  const widths = [0, 1, 2, 3, 4].map(column => Math.max(...cells.map(row => (row[column] as string).length)))
  return cells
    .map(row =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
