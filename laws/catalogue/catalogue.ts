/**
 * The catalogue: every run-time export of pullback with its laws, or with the reason why it has none. An export that is
 * missing here does not compile.
 *
 * Laws have the numbers of the specification, and letters where one law has several parts. Laws that it has no number for
 * have a letter in front: A for activations, B for batches, D for derivatives of any order and lifted functions, E for
 * evaluation by metrics, F for blocks of transformers, G for engines, H for data, I for programs and summaries as text, J for
 * tangents, K for keys and samples, L for losses and penalties, M for layers that move elements, N for initialisers, O for
 * operations, P for initial parameters, Q for equality, R for positions, S for schedules, T for trees, V for the values of
 * primitives, W for windows, X for numbers in and out of tensors, Z for contracts.
 *
 * @module
 */
import type * as pullback from '../../src/index.ts'
import { reference, wasm, wasmThreads } from '../../src/index.ts'
import { rowLaws } from '../data/rows.ts'
import { standardiseLaws } from '../data/standardise.ts'
import { engineLaws } from '../engine/engine.ts'
import { shownLaws } from '../program/shown.ts'
import { keyLaws } from '../random/random.ts'
import { summaryLaws } from '../train/summary.ts'
import type { Entries, Entry } from './entry.ts'
import { initialiserCatalogue } from './initialisers.ts'
import { customLayerCatalogue, layerCatalogue } from './layers.ts'
import { lossCatalogue } from './losses.ts'
import { metricCatalogue } from './metrics.ts'
import { operationCatalogue } from './operations.ts'
import { optimiserCatalogue, transformationCatalogue } from './optimisers.ts'
import { perExampleCatalogue } from './perExample.ts'
import { randomCatalogue } from './random.ts'
import { smoothCatalogue } from './smooth.ts'
import { tensorCatalogue } from './tensors.ts'
import { scheduleCatalogue, trainingCatalogue } from './training.ts'
import { treeCatalogue } from './tree.ts'

/** Exports that are namespaces, which have catalogues of their own. */
type Namespace =
  | 'initialiser'
  | 'layer'
  | 'op'
  | 'optimiser'
  | 'perExample'
  | 'program'
  | 'random'
  | 'schedule'
  | 'smooth'
  | 'tree'

const errorReason = 'a kind of error'
const shown: Entry = { laws: () => [shownLaws] }
const summarised: Entry = { laws: () => [summaryLaws] }
const rows: Entry = { laws: () => [rowLaws] }
const standardised: Entry = { laws: () => [standardiseLaws] }

const programReason =
  'what law 44 runs, over every layer, loss and training step; its own tests are test/engine and test/program'

/** What programs are made, shown and run by. */
const programCatalogue = {
  cost: shown,
  diagram: shown,
  run: { reason: programReason },
  show: shown,
  trace: { reason: programReason },
  traced: { reason: programReason },
} as const satisfies Entries<typeof pullback.program>

/** What users see by name. */
export const catalogue = {
  auto: { reason: 'chooses an engine; each is held to evaluation by law 44' },
  compile: { reason: programReason },
  engines: { reason: 'the engines of the core by name, each of which is held to engineLaws' },
  fold: { reason: programReason },
  iterate: { reason: programReason },
  reference: { laws: () => [engineLaws(reference)] },
  wasm: { laws: () => [engineLaws(wasm)] },
  wasmThreads: { laws: () => [engineLaws(wasmThreads(1))] },

  ...layerCatalogue,
  ...lossCatalogue,
  ...optimiserCatalogue,
  ...trainingCatalogue,
  key: { laws: () => [keyLaws] },

  ...metricCatalogue,
  showSummary: summarised,
  summary: summarised,

  accuracy: { reason: 'a count, which has no derivative; tested without laws' },
  confusionMatrix: { reason: 'a count, which has no derivative; tested without laws' },
  countRows: rows,
  oneHot: rows,
  standardisation: standardised,
  standardise: standardised,
  takeRows: rows,
  trainTestSplit: rows,
  unstandardise: standardised,

  ArgumentError: { reason: errorReason },
  DTypeError: { reason: errorReason },
  EngineError: { reason: errorReason },
  IndexError: { reason: errorReason },
  DivergenceError: { reason: errorReason },
  NonFiniteError: { reason: errorReason },
  PullbackError: { reason: errorReason },
  TracingError: { reason: errorReason },
  ShapeError: { reason: errorReason },
  showPath: { reason: 'how errors write a path' },

  ...tensorCatalogue,
} as const satisfies Entries<Omit<typeof pullback, Namespace>>

/** The namespaces. */
export const namespaces = {
  program: programCatalogue,
  initialiser: initialiserCatalogue,
  layer: customLayerCatalogue,
  op: operationCatalogue,
  optimiser: transformationCatalogue,
  perExample: perExampleCatalogue,
  random: randomCatalogue,
  schedule: scheduleCatalogue,
  smooth: smoothCatalogue,
  tree: treeCatalogue,
} as const satisfies { readonly [N in Namespace]: Entries<(typeof pullback)[N]> }
