import { expect } from 'vitest'
import {
  type AnyLayer,
  type AnyOptimiser,
  adam,
  compose,
  dense,
  fromValues,
  item,
  key,
  l2Penalty,
  momentum,
  type Objective,
  penalised,
  sgd,
  sigmoid,
  softmaxCrossEntropy,
  standardisation,
  standardise,
  supervised,
  tanh,
  toValues,
  trainingStep,
  tree,
} from '../../../src/index.ts'
import { randomState, trainTestSplit } from '../../../src/numpy/index.ts'
import { family, unknown } from '../family.ts'
import { type Case, dataFile, expectNear, expectStored, floats, type Stored } from '../golden.ts'

interface TrainingCase {
  readonly name: string
  readonly config: Case['config']
  readonly initial: readonly Stored[]
  readonly final: readonly Stored[]
  readonly losses: readonly number[]
  readonly gradient_norms: readonly number[]
}

interface TrainingFile {
  readonly first_rows: { readonly features: Stored; readonly labels: Stored | readonly number[] }
}

const pixels = 64

const prepared = () => {
  const rows = dataFile('digits.csv.gz')
    .trim()
    .split('\n')
    .map(line => line.split(',').map(Number))
  const [{ train }] = trainTestSplit(rows.length, 0.15)(randomState(37))
  const chosen = Array.from(toValues(train), i => rows[i]!)
  const raw = fromValues(
    [chosen.length, pixels] as [number, 64],
    chosen.flatMap(row => row.slice(0, pixels)),
    'f64',
  )
  return {
    features: toValues(standardise(standardisation(raw))(raw)) as Float64Array,
    labels: chosen.map(row => row[pixels]!),
  }
}

let kept: ReturnType<typeof prepared> | undefined

/** The training part of the digits, standardised, as the file says. */
const trainingPart = (): ReturnType<typeof prepared> => {
  kept ??= prepared()
  return kept
}

/** Dense layers with an activation between them. */
const modelOf = (sizes: readonly number[], activation: string): AnyLayer => {
  const between =
    activation === 'tanh' ? tanh : activation === 'sigmoid' ? sigmoid : unknown('activation', activation)
  const layers = sizes
    .slice(1)
    .flatMap((outs, i) => [...(i === 0 ? [] : [between() as AnyLayer]), dense(sizes[i]!, outs) as AnyLayer])
  return (compose as unknown as (...layers: readonly AnyLayer[]) => AnyLayer)(...layers)
}

const optimiserOf = (config: Case['config']): AnyOptimiser => {
  if (config.optimiser === 'adam') return adam(config.lr)
  if (config.optimiser !== 'sgd') return unknown('optimiser', config.optimiser)
  return config.momentum === undefined ? sgd(config.lr) : momentum(config.lr, config.momentum)
}

/** Parameters in a model's structure from `W₁, b₁, W₂, b₂, …`; activations in between have none. */
const paramsFrom = (stored: readonly Stored[]): tree.Tree => {
  const layers: tree.Tree[] = []
  for (let i = 0; i < stored.length; i += 2) {
    if (i > 0) layers.push({})
    layers.push({ w: floats(stored[i]!), b: floats(stored[i + 1]!) })
  }
  return layers
}

type RunObjective = Objective<unknown, unknown, unknown, tree.Tree, tree.Tree>

const batchAt = (step: number, size: number) => {
  const { features, labels } = trainingPart()
  const rows = Array.from({ length: size }, (_, i) => (step * size + i) % labels.length)
  return {
    inputs: fromValues(
      [size, pixels],
      rows.flatMap(row => Array.from(features.subarray(row * pixels, (row + 1) * pixels))),
      'f64',
    ),
    targets: fromValues(
      [size],
      rows.map(row => labels[row]!),
      'i32',
    ),
  }
}

const normOf = (gradient: unknown): number =>
  Math.sqrt(
    tree
      .tensors(gradient)
      .flatMap(g => Array.from(toValues(g)))
      .reduce((sum, x) => sum + x * x, 0),
  )

export const training = family<TrainingCase, TrainingFile>((one, run, { first_rows: first }) => {
  const { config, initial, final, losses, gradient_norms: norms } = one
  const { features, labels } = trainingPart()
  expectNear(features.subarray(0, 2 * pixels), first.features.data, 'the first rows')
  expect(labels.slice(0, 8)).toEqual([...('data' in first.labels ? first.labels.data : first.labels)])
  const plain = supervised(softmaxCrossEntropy() as never)(
    modelOf(config.sizes, config.activation) as never,
  ) as unknown as RunObjective
  const objective =
    config.l2_on_weights === 0 ? plain : penalised(l2Penalty(config.l2_on_weights) as never)(plain)
  const optimiser = optimiserOf(config)
  const advance = run(trainingStep(optimiser)(objective))
  const params = paramsFrom(initial)
  let now = { params, state: {} as tree.Tree, optimiser: optimiser.init(params) }
  const seen: { readonly loss: number; readonly norm: number }[] = []
  for (let step = 0; step < config.steps; step++) {
    const batch = batchAt(step, config.batch_size)
    const { next, loss, gradient } = advance(now, batch, optimiser.rates(step), key(step))
    seen.push({ loss: item(loss), norm: normOf(gradient) })
    now = next
  }
  expectNear(
    seen.map(({ loss }) => loss),
    losses,
    'the losses',
  )
  expectNear(
    seen.map(({ norm }) => norm),
    norms,
    'the norms of the gradients',
  )
  for (const [i, x] of tree.tensors(now.params).entries()) expectStored(x, final[i]!, `parameter ${i}`)
})
