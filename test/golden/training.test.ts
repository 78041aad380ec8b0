import { expect, test } from 'vitest'
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
  supervised,
  standardisation,
  standardise,
  tanh,
  toValues,
  trainingStep,
  tree,
} from '../../src/index.ts'
import { type Case, dataFile, expectNear, expectStored, floats, golden, type Stored } from './golden.ts'
import { randomState, trainTestSplit } from '../../src/numpy/index.ts'

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
  readonly cases: readonly TrainingCase[]
}

const pixels = 64

/** The training part of the digits, standardised, as the file says. */
const trainingPart = (): { readonly features: Float64Array; readonly labels: readonly number[] } => {
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

/** Dense layers with an activation between them. */
const modelOf = (sizes: readonly number[], activation: string): AnyLayer => {
  const between = activation === 'tanh' ? tanh : sigmoid
  const layers = sizes
    .slice(1)
    .flatMap((outs, i) => [...(i === 0 ? [] : [between() as AnyLayer]), dense(sizes[i]!, outs) as AnyLayer])
  return (compose as unknown as (...layers: readonly AnyLayer[]) => AnyLayer)(...layers)
}

const optimiserOf = (config: Case['config']): AnyOptimiser =>
  config.optimiser === 'adam'
    ? adam(config.lr)
    : config.momentum === undefined
      ? sgd(config.lr)
      : momentum(config.lr, config.momentum)

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

golden<TrainingFile>('training', ({ first_rows: first, cases }) => {
  const { features, labels } = trainingPart()
  const n = labels.length

  const batchAt = (step: number, size: number) => {
    const rows = Array.from({ length: size }, (_, i) => (step * size + i) % n)
    const inputs = fromValues(
      [size, pixels],
      rows.flatMap(row => Array.from(features.subarray(row * pixels, (row + 1) * pixels))),
      'f64',
    )
    const targets = fromValues(
      [size],
      rows.map(row => labels[row]!),
      'i32',
    )
    return { inputs, targets }
  }

  test('the data are prepared as the reference says', () => {
    expectNear(features.subarray(0, 2 * pixels), first.features.data, 'the first rows')
    const wanted = 'data' in first.labels ? first.labels.data : first.labels
    expect(labels.slice(0, 8)).toEqual([...wanted])
  })

  test.each(cases)('$name', ({ config, initial, final, losses, gradient_norms: norms }) => {
    const plain = supervised(
      modelOf(config.sizes, config.activation) as never,
      softmaxCrossEntropy as never,
    ) as unknown as RunObjective
    const objective =
      config.l2_on_weights === 0 ? plain : penalised(plain, l2Penalty(config.l2_on_weights) as never)
    const optimiser = optimiserOf(config)
    const advance = trainingStep(objective, optimiser)
    const params = paramsFrom(initial)
    let now = { params, state: {} as tree.Tree, optimiser: optimiser.init(params) }
    const seen: { readonly loss: number; readonly norm: number }[] = []
    for (let step = 0; step < config.steps; step++) {
      const { next, loss, gradient } = advance(
        now,
        batchAt(step, config.batch_size),
        optimiser.rates(step),
        key(step),
      )
      const squares = tree
        .tensors(gradient)
        .map(g => Array.from(toValues(g)).reduce((sum, x) => sum + x * x, 0))
      seen.push({ loss: item(loss), norm: Math.sqrt(squares.reduce((sum, x) => sum + x, 0)) })
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
})
