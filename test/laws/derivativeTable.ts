import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue, namespaces } from '../../laws/catalogue/catalogue.ts'
import type { Entry } from '../../laws/catalogue/entry.ts'
import { optimiserCatalogue } from '../../laws/catalogue/optimisers.ts'
import { primitiveCatalogue } from '../../laws/catalogue/primitives.ts'
import { allLaws } from '../../laws/law.ts'
import * as metrics from '../../src/metric/index.ts'

// The table of all exports in docs/derivatives.md: which laws hold their values, pullbacks, tangents and second derivatives. It is
// made from the catalogue that the tests run.

const page = join(import.meta.dirname, '..', '..', 'docs', 'derivatives.md')
const [begin, end] = ['<!-- derivatives: begin -->', '<!-- derivatives: end -->']

/** The laws of each column, by number. The others are of values, of forms, of sums of cotangents and of programs. */
const columns = {
  pullback: ['18', '19', 'D1', 'K19', 'LF2'],
  tangent: ['18', '22b', 'LF3'],
  'second order': ['16', '17', 'LF4'],
} as const

const forAll = (names: readonly string[], reason: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map(name => [name, reason]))

/** Why the exports of a namespace, or one of them, have no derivative although they have laws. */
const reasons: Readonly<Record<string, string>> = {
  initialiser: 'draws numbers from a key',
  optimiser: 'a state machine, and no smooth map',
  random: 'draws numbers from a key',
  program: 'what is read off a program',
  schedule: 'a function of the step',
  tree: 'moves leaves, whatever they are',
  ...forAll(Object.keys(optimiserCatalogue), 'a state machine, and no smooth map'),
  ...forAll(Object.keys(metrics), 'a count of predictions, or an order among them'),
  ...forAll(['Eq', 'EqTree', 'Show', 'ShowTree'], 'an fp-ts instance'),
  ...forAll(
    ['fromElements', 'fromValues', 'full', 'isTensor', 'item', 'ones', 'onesLike', 'scalar', 'tensor'],
    'numbers in and out of tensors',
  ),
  ...forAll(['toNested', 'toValues', 'zeros', 'zerosLike'], 'numbers in and out of tensors'),
  ...forAll(
    ['countRows', 'oneHot', 'standardisation', 'standardise', 'takeRows', 'trainTestSplit', 'unstandardise'],
    'prepares data, before anything is differentiated',
  ),
  ...forAll(['showSummary', 'summary'], 'counts what a model consists of and costs'),
  ...forAll(['reference', 'wasm', 'wasmThreads'], 'an engine: it runs derivatives as any other program'),
  'perExample.mean': 'adds up losses: each mean is tried through it',
  'perExample.sum': 'adds up losses: law L20 compares it with the mean',
  ...forAll(
    [
      ...['random.beta', 'random.dirichlet', 'random.exponential', 'random.gamma', 'random.gumbel'],
      ...['random.laplace', 'random.multivariateNormal', 'random.truncatedNormal'],
    ],
    'of a key: tangents are those of the operations that it is made of',
  ),
  'smooth.Category': 'laws 3 to 6 compare the pullbacks of what it composes',
  'smooth.addCotangents': 'the sum that pullbacks add by; linear',
  'smooth.jvp': 'the tangent tracer itself: J1 to J6',
  'smooth.monoidAt': 'the sum that pullbacks add by; linear',
  'smooth.pullbackAt': 'a part of a run',
  'smooth.scaleCotangent': 'linear',
  'smooth.tangentAt': 'the tangent tracer itself: J1 to J6',
  'smooth.value': 'a part of a run',
  'smooth.whileLoop': 'a tangent goes through it, law LW4; a pullback is refused, law LW8',
  balanced: 'an objective: its gradient is held to those of both outputs, law U10',
  batches: 'orders examples',
  empty: 'a tree without leaves',
  init: 'begins parameters',
  key: 'a seed',
  lossOf: 'a part of an objective: law 43m',
  microBatched: 'an objective: its gradient is held to that of the whole batch, law 15e',
  penalised: 'an objective: its gradient is held to the chain rule, law 15',
  predict: 'a part of a run',
  predictWithState: 'a part of a run',
  smoothOf: 'a part of a run; each layer is tried through it',
  objective: 'an objective: its gradient is held to the chain rule, law 15',
  supervised: 'an objective: its gradient is held to the chain rule, law 15',
  trainingStep: 'a step of an optimiser',
  zero: 'the zero cotangent',
}

export interface Row {
  readonly name: string
  /** Ids of laws by column, or why there are none. */
  readonly cells: Readonly<Record<'value' | keyof typeof columns, readonly string[]>>
  readonly reason: string | undefined
}

const rowOf = (name: string, namespace: string, entry: Entry, partial: string): Row => {
  const ids =
    'laws' in entry ? [...new Set(entry.laws().flatMap(set => allLaws(set).map(({ id }) => id)))] : []
  const among = (wanted: readonly string[]): readonly string[] => wanted.filter(id => ids.includes(id))
  const ofDerivatives = new Set<string>(Object.values(columns).flat())
  const cells = {
    value: ids.filter(id => !ofDerivatives.has(id)),
    pullback: among(columns.pullback),
    tangent: among(columns.tangent),
    'second order': among(columns['second order']),
  }
  const complete = Object.values(cells).every(found => found.length > 0)
  const said = 'reason' in entry ? entry.reason : (reasons[name] ?? reasons[namespace] ?? reasons[partial])
  return { name, cells, reason: complete ? undefined : said }
}

const operationReason = 'an operation: the laws of the primitive that it applies are below'

/** A row for each export, and for each primitive. */
export const derivativeRows = (): readonly Row[] => [
  ...Object.entries<Entry>(catalogue).map(([name, entry]) => rowOf(name, '', entry, name)),
  ...Object.entries<Readonly<Record<string, Entry>>>(namespaces).flatMap(([namespace, entries]) =>
    Object.entries(entries).map(([name, entry]) => {
      const row = rowOf(`${namespace}.${name}`, namespace, entry, `${namespace}.${name}`)
      return namespace === 'op' && row.reason === undefined && row.cells.pullback.length === 0
        ? { ...row, reason: operationReason }
        : row
    }),
  ),
  ...Object.entries<Entry>(primitiveCatalogue).map(([name, entry]) =>
    rowOf(`primitive ${name}`, 'primitive', entry, name),
  ),
]

/** Whether an export has laws in all four columns, or a reason why not. */
export const isComplete = ({ cells, reason }: Row): boolean =>
  reason !== undefined || Object.values(cells).every(ids => ids.length > 0)

const shown = (ids: readonly string[]): string =>
  ids.length === 0
    ? '–'
    : ids.length > 5
      ? `${ids.slice(0, 4).join(', ')} and ${ids.length - 4} more`
      : ids.join(', ')

/** The table. */
export const derivativeTable = (): string =>
  [
    '| export | value, form, programs | pullback | tangent | second order | why not |',
    '| --- | --- | --- | --- | --- | --- |',
    ...derivativeRows().map(
      ({ name, cells, reason = '' }) =>
        `| ${name} | ${shown(cells.value)} | ${shown(cells.pullback)} | ${shown(cells.tangent)} | ` +
        `${shown(cells['second order'])} | ${reason} |`,
    ),
  ].join('\n')

/** The table as it stands on the page. */
export const derivativesOnPage = (): string => {
  const text = readFileSync(page, 'utf8')
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim()
}

/** Puts the table on the page. */
export const writeDerivatives = (): void => {
  const text = readFileSync(page, 'utf8')
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)]
  writeFileSync(page, `${text.slice(0, from)}\n${derivativeTable()}\n${text.slice(to)}`)
}

if (process.argv[1] === import.meta.filename) writeDerivatives()
