/**
 * An experiment on the digits, declared as data: what network, how it begins, how it is trained.
 *
 * @module
 */
import * as t from 'io-ts'
import { count, positive, seed, share } from './number.ts'
import { record } from './record.ts'
import { tagged } from './tagged.ts'

/** What comes after each hidden layer; `leakyRelu` has a slope of 0.01. */
export const Activation = t.keyof(
  { sigmoid: null, tanh: null, relu: null, leakyRelu: null },
  'one of sigmoid, tanh, relu, leakyRelu',
)
export type Activation = t.TypeOf<typeof Activation>

/** How the weights begin: all 0, from [-bound, bound), or as wide as the fans ask (Glorot and Bengio 2010). Biases are 0. */
export const Initialisation = tagged({
  zeros: record({ kind: t.literal('zeros') }),
  uniform: record({ kind: t.literal('uniform'), bound: positive }),
  glorot: record({ kind: t.literal('glorot') }),
})
export type Initialisation = t.TypeOf<typeof Initialisation>

/** How parameters follow gradients. */
export const Descent = tagged({
  sgd: record({ kind: t.literal('sgd'), rate: positive }),
  momentum: record({ kind: t.literal('momentum'), rate: positive, decay: share }),
  nesterov: record({ kind: t.literal('nesterov'), rate: positive, decay: share }),
  adam: record({ kind: t.literal('adam'), rate: positive }),
})
export type Descent = t.TypeOf<typeof Descent>

/** The fields of an experiment but for its seed. */
export const settings = {
  /** The units of each hidden layer, from the first on; none for logistic regression. */
  hidden: t.readonlyArray(count, 'a list of sizes'),
  activation: Activation,
  initialisation: Initialisation,
  descent: Descent,
  /** Examples in a batch; the gradient is the mean over them. */
  batch: count,
  /** Whether each epoch has an order of its own; the notebook's examples keep theirs. */
  shuffle: t.boolean,
  /** How many examples of the training part are trained on, from the first on. */
  examples: count,
  epochs: count,
} as const

/** An experiment. Two that are equal give the same figures on the same data, engine and element type. */
export const Experiment = record({ ...settings, seed })
export type Experiment = t.TypeOf<typeof Experiment>
