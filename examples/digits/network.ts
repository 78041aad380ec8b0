/**
 * The network that an experiment declares, and how it is trained.
 *
 * @module
 */
import {
  type AnyLayer,
  adam,
  compose,
  dense,
  initialiser,
  leakyRelu,
  momentum,
  nesterov,
  type Optimiser,
  relu,
  sgd,
  sigmoid,
  softmaxCrossEntropy,
  supervised,
  tanh,
  type tree,
} from 'pullback'
import type { Activation, Descent, Experiment, Initialisation } from './experiment.ts'
import type { Classifier } from './models.ts'
import type { Recipe } from './train.ts'

/** The parameters of a network whose layers are not known before it runs: a list of records. */
export type Params = readonly { readonly [name: string]: tree.Tree }[]

const activationOf = (activation: Activation): AnyLayer => {
  switch (activation) {
    case 'sigmoid':
      return sigmoid()
    case 'tanh':
      return tanh()
    case 'relu':
      return relu()
    case 'leakyRelu':
      return leakyRelu(0.01)
  }
}

const initialiserOf = (initialisation: Initialisation): initialiser.Initialiser => {
  switch (initialisation.kind) {
    case 'zeros':
      return initialiser.zeros
    case 'uniform':
      return initialiser.uniform(-initialisation.bound, initialisation.bound)
    case 'glorot':
      return initialiser.glorotUniform
  }
}

/** The optimiser that is declared; its state and rates are its own affair. */
export const optimiserOf = (descent: Descent): Optimiser<unknown, unknown> => {
  switch (descent.kind) {
    case 'sgd':
      return sgd(descent.rate) as Optimiser<unknown, unknown>
    case 'momentum':
      return momentum(descent.rate, descent.decay) as Optimiser<unknown, unknown>
    case 'nesterov':
      return nesterov(descent.rate, descent.decay) as Optimiser<unknown, unknown>
    case 'adam':
      return adam(descent.rate) as Optimiser<unknown, unknown>
  }
}

/** Dense layers of 64 pixels over the hidden sizes to 10 scores, with an activation after each hidden one. */
export const networkOf = ({
  hidden,
  activation,
  initialisation,
}: Pick<Experiment, 'hidden' | 'activation' | 'initialisation'>): Classifier<Params> => {
  const w = initialiserOf(initialisation)
  const sizes = [64, ...hidden, 10]
  const layers = sizes.slice(1).flatMap((outputs, i) => {
    const own: AnyLayer = dense(sizes[i] as number, outputs, { w })
    return i < hidden.length ? [own, activationOf(activation)] : [own]
  })
  // The types cannot follow a list of layers whose length is data; the sizes fit by construction.
  const composed = compose as unknown as (...layers: readonly AnyLayer[]) => AnyLayer
  return composed(...layers) as unknown as Classifier<Params>
}

/** What an experiment trains, and how. */
export const recipeOf = (experiment: Experiment): Recipe<Params, unknown, unknown> => {
  const classifier = networkOf(experiment)
  return {
    classifier,
    objective: supervised(softmaxCrossEntropy())(classifier),
    optimiser: optimiserOf(experiment.descent),
    epochs: experiment.epochs,
  }
}
