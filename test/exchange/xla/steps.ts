/**
 * Training steps of usual nets, as modules and as their own numbers.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { stablehloStep } from 'pullback/stablehlo'
import { portsIn } from '../../../src/exchange/named.ts'
import {
  type AnyOptimiser,
  type AnyTensor,
  adam,
  avgPool2d,
  batchNorm,
  compose,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  gru,
  key,
  label,
  learnedPositions,
  lstm,
  maxPool2d,
  momentum,
  random,
  relu,
  repeat,
  sgd,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  trainingStep,
  transformerEncoderBlock,
  tree,
} from '../../../src/index.ts'
import type { StableHloModule } from '../../../src/stablehlo/index.ts'
import type { Objective } from '../../../src/train/objective.ts'

/** A training step, with what it begins with. */
export interface StepCase {
  readonly name: string
  readonly module: () => StableHloModule
  /** What the module takes, by path. */
  readonly given: () => Readonly<Record<string, AnyTensor>>
  /** What it gives after so many steps, by path. */
  readonly wanted: (steps: number) => Readonly<Record<string, AnyTensor>>
  /** How many sums over all devices there are to be, and no other collective: one of all gradients, and one in each loop, of what it
   * carries for its own parameters. Undefined where others are needed. */
  readonly sums?: number
}

const labels = (n: number, classes = 10) =>
  tensor(
    Array.from({ length: n }, (_, i) => (i * 7) % classes),
    'i32',
  )

const named = (root: unknown, path: readonly string[] = []): Readonly<Record<string, AnyTensor>> => {
  const tensors = tree.tensors(root)
  return Object.fromEntries(portsIn(root, path).map(({ name }, i) => [name, tensors[i] as AnyTensor]))
}

const caseOf = <I, T, Y, P, S>(
  name: string,
  optimiser: AnyOptimiser,
  objective: Objective<I, T, Y, P, S>,
  batch: { readonly inputs: I; readonly targets: T },
  sums?: number,
): StepCase => {
  const { params, state } = objective.init(key(0), 'f32')
  const begin = { params, state, optimiser: optimiser.init(params) }
  const [run, rates] = [key(5), optimiser.rates(0)]
  return {
    name,
    module: () => stablehloStep(optimiser, batch)(objective),
    given: () => ({
      ...named(begin),
      ...named(batch, ['batch']),
      ...named(rates, ['rates']),
      key: run.bits,
    }),
    wanted: steps => {
      const step = trainingStep(optimiser)(objective)
      let [now, last]: readonly [typeof begin, AnyTensor | null] = [begin, null]
      for (let i = 0; i < steps; i++) {
        const { next, loss } = step(now, batch, rates, run)
        ;[now, last] = [next, loss]
      }
      return { ...named(now), loss: last as AnyTensor }
    },
    ...(sums === undefined ? {} : { sums }),
  }
}

const classify = supervised(softmaxCrossEntropy())
const images = <C extends number>(
  n: number,
  channels: C,
  size: number,
): Tensor<[number, C, number, number]> => random.normal([n, channels, size, size])(key(3))

/** A perceptron, LeNet, recurrent nets, a transformer with dropout, and a net with all that slides over images. */
export const stepCases = (): readonly StepCase[] => [
  caseOf(
    'mlp',
    adam(0.001),
    pipe(compose(dense(64, 32), relu(), dense(32, 10)), classify),
    { inputs: random.normal([64, 64])(key(1)), targets: labels(64) },
    1,
  ),
  caseOf(
    'lenet',
    sgd(0.05),
    pipe(
      compose(
        conv2d(1, 6, 5, { padding: 2 }),
        relu(),
        maxPool2d(2),
        conv2d(6, 16, 5),
        relu(),
        maxPool2d(2),
        flatten(),
        dense(400, 120),
        relu(),
        dense(120, 84),
        relu(),
        dense(84, 10),
      ),
      classify,
    ),
    { inputs: images(16, 1, 28), targets: labels(16) },
    1,
  ),
  caseOf(
    'lstm',
    adam(0.001),
    pipe(compose(lstm(8, 16, { output: 'last' }), dense(16, 10)), classify),
    { inputs: random.normal([16, 5, 8])(key(1)), targets: labels(16) },
    2,
  ),
  caseOf(
    'gru',
    momentum(0.01, 0.9),
    pipe(compose(gru(8, 12, { output: 'last', direction: 'both' }), dense(24, 10)), classify),
    { inputs: random.normal([16, 5, 8])(key(1)), targets: labels(16) },
    3,
  ),
  caseOf(
    'transformer',
    sgd(0.1),
    pipe(
      compose(
        label('characters')(embedding(12, 16)),
        label('positions')(learnedPositions(6, 16)),
        label('blocks')(repeat(2)(transformerEncoderBlock(16, 2, { causal: true, dropout: 0.1 }))),
        dense(16, 12),
      ),
      supervised(softmaxCrossEntropy({})),
    ),
    {
      inputs: tensor(
        Array.from({ length: 8 }, (_, i) => Array.from({ length: 6 }, (__, j) => (i * 5 + j * 3) % 12)),
        'i32',
      ),
      targets: tensor(
        Array.from({ length: 8 }, (_, i) => Array.from({ length: 6 }, (__, j) => (i * 5 + j * 3 + 3) % 12)),
        'i32',
      ),
    },
    3,
  ),
  caseOf(
    'windows',
    sgd(0.05),
    pipe(
      compose(
        conv2d(3, 8, 3, { padding: 1 }),
        batchNorm(8),
        relu(),
        dropout(0.2),
        maxPool2d(2),
        conv2d(8, 8, 3, { groups: 2, stride: 2, padding: 1 }),
        avgPool2d(2),
        flatten(),
        dense(32, 10),
      ),
      classify,
    ),
    { inputs: images(16, 3, 16), targets: labels(16) },
  ),
]
