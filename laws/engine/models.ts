/**
 * Laws of training by an engine: a perceptron, a convolution, a recurrent network and attention, step by step and carried on.
 *
 * @module
 */
import fc from 'fast-check'
import {
  type AnyTensor,
  adam,
  batchNorm,
  compile,
  compose,
  conv2d,
  dense,
  dropout,
  type Engine,
  embedding,
  type FloatDType,
  flatten,
  gelu,
  huber,
  init,
  iterate,
  type Key,
  key,
  layerNorm,
  lstm,
  type Model,
  maxPool2d,
  meanSquaredError,
  momentum,
  type Objective,
  program,
  random,
  relu,
  selfAttention,
  softmaxCrossEntropy,
  supervised,
  tanh,
  tensor,
  trainingStep,
} from '../../src/index.ts'
import { epsilon, norm, summed } from '../close.ts'
import { type Law, law } from '../law.ts'
import { isIn, type Range } from '../program/sample.ts'

/** Parameters, state and the optimiser's state, with what a step is given besides. */
interface Standing {
  readonly now: unknown
  readonly batch: unknown
  readonly key: Key
}

/** A training step from one standing to the next, with its loss. */
interface Training {
  readonly name: string
  readonly start: (dtype: FloatDType, seed: number) => Standing
  readonly step: (standing: Standing) => readonly [next: Standing, loss: AnyTensor]
}

const labels = tensor([0, 2, 1, 1], 'i32')
const optimisers = { adam: adam(0.01), momentum: momentum(0.05, 0.9) }

const trainingOf = <I, T, Y, P, S>(
  name: keyof typeof optimisers,
  what: string,
  objective: Objective<I, T, Y, P, S>,
  model: (dtype: FloatDType) => (key: Key) => Model<P, S>,
  batch: (dtype: FloatDType, key: Key) => unknown,
): Training => {
  const optimiser = optimisers[name]
  const step = trainingStep(optimiser as (typeof optimisers)['adam'])(objective)
  const rates = optimiser.rates(3)
  return {
    name: `${what}, ${name}`,
    start: (dtype, seed) => {
      const made = model(dtype)(key(seed))
      const now = { ...made, optimiser: optimiser.init(made.params) }
      return { now, batch: batch(dtype, key(seed + 1)), key: key(seed + 2) }
    },
    step: standing => {
      const { next, loss } = step(
        standing.now as never,
        standing.batch as never,
        rates as never,
        standing.key,
      )
      return [{ ...standing, now: next }, loss]
    },
  }
}

const perceptron = compose(dense(5, 8), gelu(), layerNorm(8), dropout(0.25), dense(8, 3))
const convolutional = compose(
  conv2d(1, 2, [3, 3], { padding: 1 }),
  batchNorm(2),
  relu(),
  maxPool2d(2),
  flatten(),
  dense(18, 3),
)
const recurrent = compose(lstm(3, 4), dense(4, 2))
const attentive = compose(embedding(7, 8), selfAttention(8, 2), tanh(), dense(8, 1))

const numbers =
  <const S extends readonly number[]>(shape: S, targets: (dtype: FloatDType, key: Key) => AnyTensor) =>
  (dtype: FloatDType, from: Key) => ({
    inputs: random.normal(shape, 0, 1, { dtype })(from),
    targets: targets(dtype, from),
  })

const trainings: readonly Training[] = [
  trainingOf(
    'adam',
    'a perceptron with normalisation and dropout, cross-entropy',
    supervised(softmaxCrossEntropy())(perceptron),
    dtype => init(perceptron, { dtype }),
    numbers([4, 5], () => labels),
  ),
  trainingOf(
    'momentum',
    'a convolution with pooling and batch statistics, cross-entropy',
    supervised(softmaxCrossEntropy())(convolutional),
    dtype => init(convolutional, { dtype }),
    numbers([4, 1, 6, 6], () => labels),
  ),
  trainingOf(
    'adam',
    'a recurrent layer, mean squared error',
    supervised(meanSquaredError())(recurrent),
    dtype => init(recurrent, { dtype }),
    numbers([4, 3, 3], (dtype, from) => random.uniform([4, 3, 2], 0, 1, { dtype })(from)),
  ),
  trainingOf(
    'momentum',
    'an embedding with attention, Huber loss',
    supervised(huber())(attentive),
    dtype => init(attentive, { dtype }),
    (dtype, from) => ({
      inputs: tensor(
        [
          [1, 0, 6],
          [2, 2, 5],
        ],
        'i32',
      ),
      targets: random.normal([2, 3, 1], 0, 1, { dtype })(from),
    }),
  ),
]

const near = (dtype: FloatDType, got: unknown, want: unknown) =>
  summed(16, epsilon[dtype], norm(want))(got, want)

/** G13 and G14. */
export const trainingLaws = (engine: Engine, range: Range): readonly Law[] => {
  const chosen = range.floats.flatMap(dtype =>
    trainings
      .filter(({ start, step }) => isIn(range, program.trace(step)(start(dtype, 1)).program))
      .map(training => ({ dtype, training })),
  )
  if (chosen.length === 0) return []
  // Each is compiled once, however often it is tried.
  const made = new Map(
    trainings.map(({ step }) => {
      const next = (from: Standing): Standing => step(from)[0]
      return [step, { step: compile(step, { engine }), iterated: iterate(next, { engine }) }] as const
    }),
  )
  const one = fc.constantFrom(...chosen)
  return [
    law(
      'G13',
      'training steps of a perceptron, a convolution, a recurrent network and attention are those that are evaluated',
      [one, fc.nat(1000)],
      ({ dtype, training: { start, step } }, seed) => {
        const standing = start(dtype, seed)
        return near(dtype, made.get(step)?.step(standing), step(standing))
      },
    ),
    law(
      'G14',
      'iterated in the engine, training comes to where single steps come to',
      [one, fc.nat(1000), fc.integer({ min: 1, max: 3 })],
      ({ dtype, training: { start, step } }, seed, times) => {
        const standing = start(dtype, seed)
        const its = made.get(step)
        const want = Array.from({ length: times }).reduce<Standing>(from => step(from)[0], standing)
        return near(dtype, its?.iterated(times)(standing), want)
      },
    ),
  ]
}
