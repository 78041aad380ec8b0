/**
 * The step on digits, grown: in the batch, in the hidden layer, in the number of layers, and in the number of steps.
 *
 * @module
 */
import { evaluate, traverseArray } from 'fp-ts/lib/State.js'
import type { tree } from 'pullback'
import {
  type AnyLayer,
  compose,
  dense,
  type Objective,
  sgd,
  sigmoid,
  softmaxCrossEntropy,
  supervised,
  tanh,
} from 'pullback'
import { normal, randomState } from 'pullback/numpy'
import { type Encoding, type Learner, labels, trains } from '../pullback/learner.ts'
import { digitsToTrainOn } from '../start/digits.ts'
import { type Problem, rowsAt, upTo, type Values, valuesIn, valuesOf, zerosOf } from '../start/problem.ts'
import type { Case, Growth } from './case.ts'
import { s1Digits } from './s1Digits.ts'

interface Network {
  readonly sizes: readonly number[]
  readonly activation: 'sigmoid' | 'tanh'
  readonly batch: number
  readonly rate: number
}

type AnyObjective = Objective<tree.Tree, tree.Tree, tree.Tree, tree.Tree, tree.Tree>

// The number of layers is known at run time only, so the types cannot follow.
const network = ({ sizes, activation, rate }: Network): Learner => {
  const between = (activation === 'sigmoid' ? sigmoid : tanh) as () => AnyLayer
  const layers = sizes.slice(1).flatMap((outputs, i) => {
    const layer = dense(sizes[i]!, outputs) as AnyLayer
    return i === 0 ? [layer] : [between(), layer]
  })
  const model = (compose as unknown as (...layers: readonly AnyLayer[]) => AnyLayer)(...layers)
  const objective = supervised(softmaxCrossEntropy() as never)(model as never) as unknown as AnyObjective
  return trains(objective, sgd(rate), labels as unknown as Encoding<tree.Tree>)
}

const start = (sizes: readonly number[]): { readonly [name: string]: Values } => {
  const shapes = sizes.slice(1).map((outputs, i) => [sizes[i]!, outputs] as const)
  const weights = traverseArray((shape: readonly [number, number]) =>
    normal(0, 1 / Math.sqrt(shape[0]), shape),
  )(shapes)
  return Object.fromEntries(
    evaluate(randomState(1))(weights).flatMap((w, i) => [
      [`w${i + 1}`, valuesIn(w)] as const,
      [`b${i + 1}`, zerosOf(shapes[i]![1])] as const,
    ]),
  )
}

const problem = ({ sizes, activation, batch, rate }: Network): Problem => {
  const { rows, features, labels: digits } = digitsToTrainOn()
  const batches = batch === 1 ? rows : Math.max(1, Math.floor(rows / batch))
  const order = upTo(batches * batch).map(i => i % rows)
  return {
    kind: 'classifier',
    activation,
    rate,
    l2: 0,
    params: start(sizes),
    inputs: valuesOf(rowsAt(features, 64, order), batches, batch, 64),
    targets: valuesOf(
      Int32Array.from(order, i => digits[i]!),
      batches,
      batch,
    ),
  }
}

const grown = (growth: Growth, about: string, given: Network): Case => ({
  name: `${growth.family}-${growth.size}`,
  about,
  dtypes: ['f32'],
  steps: 20,
  problem: () => problem(given),
  learner: network(given),
  peers: ['numpy', 'numpy-1', 'jax'],
  growth,
})

const powers = (from: number, to: number, factor: number): readonly number[] =>
  from > to ? [] : [from, ...powers(from * factor, to, factor)]

const batchSizes = powers(1, 1024, 2).map(batch =>
  grown(
    { family: 'batch', unit: 'examples in a batch', size: batch },
    `digits 64-10-10, batches of ${batch}`,
    {
      sizes: [64, 10, 10],
      activation: 'sigmoid',
      batch,
      rate: 0.1,
    },
  ),
)

// Rates fall with width and depth, so that training stays calm: where it swings, rounding errors grow and losses part.
const widths = [10, 32, 128, 512, 1024, 4096].map(width =>
  grown({ family: 'width', unit: 'hidden units', size: width }, `digits 64-${width}-10, batches of 32`, {
    sizes: [64, width, 10],
    activation: 'sigmoid',
    batch: 32,
    rate: 1 / width,
  }),
)

const depths = powers(1, 64, 2).map(depth =>
  grown(
    { family: 'depth', unit: 'hidden layers', size: depth, preparation: true },
    `digits with ${depth} hidden layers of 32 tanh units, batches of 32`,
    { sizes: [64, ...upTo(depth).map(() => 32), 10], activation: 'tanh', batch: 32, rate: 0.1 / depth },
  ),
)

const memory: Case = {
  ...s1Digits,
  name: 'memory-10000',
  about: `${s1Digits.about}: memory held after 10,000 steps`,
  dtypes: ['f64'],
  growth: { family: 'memory', unit: 'steps', size: 10_000, memoryAfter: 10_000 },
}

/** `batch-1` to `batch-1024`, `width-10` to `width-4096`, `depth-1` to `depth-64`, and `memory-10000`. */
export const growthDigits: readonly Case[] = [...batchSizes, ...widths, ...depths, memory]
