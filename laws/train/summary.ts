/**
 * Laws of summaries: a row for each layer where it stands, with what it gives, learns and costs, and how often it runs.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyLayer,
  compose,
  dense,
  evaluation,
  init,
  type Key,
  key,
  label,
  type Model,
  program,
  relu,
  residual,
  type Summary,
  showSummary,
  summary,
  type Tensor,
  type Tree,
  tied,
  tree,
  zeros,
} from '../../src/index.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { loosely } from '../oracle/loose.ts'

/** A stack of layers over features of one width, written by what stands in it. */
interface Stack {
  readonly layer: AnyLayer
  /** The rows below its own: ways, names, parameters and runs. */
  readonly rows: readonly (readonly [
    path: readonly string[],
    name: string,
    parameters: number,
    runs: number,
  ])[]
}

const summarise = loosely<Summary>(summary)
/** A combinator on layers of any type. */
const around = loosely<AnyLayer>

const width = 3
const own = width * width + width

const single = fc.constantFrom('dense', 'relu', 'labelled', 'tied', 'residual')

const part = (kind: string, i: number): { readonly layer: AnyLayer; readonly rows: Stack['rows'] } => {
  const [linear, name] = [dense(width, width) as AnyLayer, 'dense(3, 3)']
  switch (kind) {
    case 'dense':
      return { layer: linear, rows: [[[`[${i}] ${name}`], name, own, 1]] }
    case 'relu':
      return { layer: relu() as AnyLayer, rows: [[[`[${i}] relu`], 'relu', 0, 1]] }
    case 'labelled':
      return { layer: around(label(`at${i}`))(linear), rows: [[[`at${i}`], name, own, 1]] }
    case 'tied': {
      const layer = around(tied(3))(linear)
      const place = `[${i}] ${layer.name}`
      return {
        layer,
        rows: [
          [[place], layer.name, own, 1],
          [[place, 'each use'], name, own, 3],
        ],
      }
    }
    default: {
      const layer = around(residual)(linear)
      const place = `[${i}] ${layer.name}`
      return {
        layer,
        rows: [
          [[place], layer.name, own, 1],
          [[place, 'residual'], name, own, 1],
        ],
      }
    }
  }
}

const stacks: Arbitrary<Stack> = fc.array(single, { minLength: 2, maxLength: 6 }).map(kinds => {
  const parts = kinds.map(part)
  const layer = loosely<AnyLayer>(compose)(...parts.map(({ layer }) => layer))
  return { layer, rows: parts.flatMap(({ rows }) => rows) }
})

const grouped = (n: number): string => `${Math.round(n)}`.replace(/\B(?=(\d{3})+$)/g, ',')

const short = (name: string): string => (name.length > 40 ? `${name.split('(')[0]}(…)` : name)

/** Laws of summaries. */
export const summaryLaws: LawSet = lawSet(
  'summaries',
  [
    law(
      'I4',
      'a summary has a row for each layer, outermost first, with its shapes, parameters, runs and cost',
      [stacks, fc.integer({ min: 1, max: 40 }), fc.constantFrom('f32' as const, 'f64' as const)],
      ({ layer, rows: below }, batch, dtype) => {
        const input = zeros([batch, width], dtype)
        const found = summarise(layer, [batch, width], { dtype })
        const { params, state } = loosely<(k: Key) => Model<Tree, Tree>>(init)(layer, { dtype })(key(0))
        const run = loosely<readonly unknown[]>(layer.run)
        const traced = program.trace((p: Tree, x: Tensor, s: Tree) => run(p, x, s, evaluation)[0] as Tensor)(
          params,
          input as Tensor,
          state,
        )
        const whole = program.cost(traced.program)
        const parameters = tree.count(params)
        const wanted = [[[] as readonly string[], layer.name, parameters, 1] as const, ...below]
        const text = (x: unknown): string => JSON.stringify(x)
        const same = (got: unknown, want: unknown) => holds(text(got) === text(want), text(got), text(want))
        const leaves = found.rows.filter(({ name }) => name === 'dense(3, 3)')
        return every(
          same(
            found.rows.map(({ path, name, parameters, runs }) => [path, name, parameters, runs]),
            wanted,
          ),
          same(
            found.rows.map(({ outputs }) => outputs),
            found.rows.map(() => [[batch, width]]),
          ),
          same([found.parameters, found.cost], [parameters, whole]),
          same(found.rows[0]?.cost, whole),
          ...leaves.map(({ cost }) => exact(cost.flops, batch * width * (2 * width + 1))),
          same(found, summarise(layer, input, { dtype })),
        )
      },
    ),
    law(
      'I5',
      'as a table, a summary has aligned columns: layers indented by their depth, numbers in groups, runs counted, totals below',
      [stacks, fc.integer({ min: 1, max: 4000 })],
      ({ layer }, batch) => {
        const { rows, parameters, cost } = summarise(layer, [batch, width])
        const cells = [
          ['layer', 'gives', 'parameters', 'FLOPs', 'bytes'],
          ...rows.map(({ path, name, outputs, parameters, cost, runs }) => {
            const place = path.at(-1)
            const isNamed = place?.endsWith(` ${name}`)
            const called =
              place === undefined
                ? short(name)
                : isNamed
                  ? `${place.slice(0, place.length - name.length)}${short(name)}`
                  : `${place}: ${short(name)}`
            return [
              `${'  '.repeat(path.length)}${called}${runs === 1 ? '' : ` × ${runs}`}`,
              outputs.map(shape => `[${shape.join(', ')}]`).join(', '),
              ...[parameters, cost.flops * runs, cost.bytes * runs].map(grouped),
            ]
          }),
          ['total', '', ...[parameters, cost.flops, cost.bytes].map(grouped)],
        ]
        const widths = [0, 1, 2, 3, 4].map(i => Math.max(...cells.map(row => (row[i] as string).length)))
        const pad = (cell: string, i: number): string => {
          const room = ' '.repeat((widths[i] as number) - cell.length)
          return i < 2 ? cell + room : room + cell
        }
        const table = cells.map(row => row.map(pad).join('  ').replace(/ +$/, '')).join('\n')
        const shown = showSummary({ rows, parameters, cost })
        return holds(shown === table, shown, table)
      },
    ),
  ],
  [],
  20,
)
