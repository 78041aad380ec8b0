import { describe } from 'vitest'
import { optimiserLaws } from '../../laws/index.ts'
import { adamLaws } from '../../laws/optimiser/adam.ts'
import { momentumLaws, nesterovLaws, sgdLaws } from '../../laws/optimiser/descent.ts'
import {
  type AnyOptimiser,
  adam,
  momentum,
  op,
  scalar,
  sgd,
  smooth,
  type Tensor,
  toValues,
  optimiser as transformations,
  tree,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

const { chain, descend, addMomentum } = transformations

const negating: AnyOptimiser = {
  ...transformations.identity,
  update: (g, s) => [smooth.scaleCotangent(-1)(g), s],
}

/** With the corrections of a late step, when none is left. */
const uncorrected = (rate: number, options = {}): AnyOptimiser => ({
  ...(adam(rate, options) as AnyOptimiser),
  rates: () => adam(rate, options).rates(1e6),
})

/** Divides by 1 + the sum of all squares, over all leaves. */
const byNorm: AnyOptimiser = {
  name: 'byNorm',
  init: () => ({}),
  rates: () => ({}),
  update: (g, s) => {
    const sum = tree
      .tensors(g)
      .reduce((total, x) => total + toValues(op.sum()(op.mul(x as Tensor, x as Tensor)))[0]!, 0)
    return [smooth.scaleCotangent(-1 / (1 + sum))(g), s]
  },
}

const decaying: AnyOptimiser = {
  ...(sgd(0.1) as AnyOptimiser),
  name: 'decaying',
  update: (g, s, p, r) => [
    smooth.addCotangents(sgd(0.1).update(g, s, p, r)[0], smooth.scaleCotangent(-0.01)(p)),
    s,
  ],
}

let hidden = 0

const optimisers: readonly Mutant[] = [
  {
    name: 'gradient ascent',
    mutant: sgdLaws(rate => chain(negating, sgd(rate))),
    twin: sgdLaws(),
    killedBy: ['39b', '43a'],
  },
  {
    name: 'momentum applied twice',
    mutant: momentumLaws((rate, decay) => chain(addMomentum(decay), addMomentum(decay), descend(rate))),
    twin: momentumLaws(),
    killedBy: ['39c', '39d'],
  },
  {
    name: 'momentum without a memory',
    mutant: momentumLaws(rate => sgd(rate)),
    twin: momentumLaws(),
    killedBy: ['39c', '39d'],
  },
  {
    name: 'momentum with dampening',
    mutant: momentumLaws((rate, decay) => chain(addMomentum(decay), descend(rate * (1 - decay)))),
    twin: momentumLaws(),
    killedBy: ['39c', '39d'],
  },
  {
    name: "Nesterov's momentum that does not look ahead",
    mutant: nesterovLaws((rate, decay) => momentum(rate, decay)),
    twin: nesterovLaws(),
    killedBy: ['39e'],
  },
  {
    name: 'Adam without bias correction',
    mutant: adamLaws(uncorrected),
    twin: adamLaws(),
    killedBy: ['40c', '40d'],
  },
  {
    name: 'Adam with bias corrections of the step before',
    mutant: adamLaws((rate, options) => ({
      ...(adam(rate, options) as AnyOptimiser),
      rates: step => adam(rate, options).rates(step + 1),
    })),
    twin: adamLaws(),
    killedBy: ['40c', '40d'],
  },
  {
    name: 'Adam with its betas swapped',
    mutant: adamLaws((rate, { beta1 = 0.9, beta2 = 0.999, ...options } = {}) =>
      adam(rate, { ...options, beta1: beta2, beta2: beta1 }),
    ),
    twin: adamLaws(),
    killedBy: ['40c'],
  },
  {
    name: 'Adam that forgets more slowly by default',
    mutant: adamLaws((rate, options) => adam(rate, { beta1: 0.95, ...options })),
    twin: adamLaws(),
    killedBy: ['40f'],
  },
  {
    name: 'an optimiser that divides by the norm of all gradients, not declared',
    mutant: optimiserLaws(byNorm),
    twin: optimiserLaws(byNorm, { coupled: true }),
    killedBy: ['41a'],
  },
  {
    name: 'an optimiser that decays weights, not declared',
    mutant: optimiserLaws(decaying),
    twin: optimiserLaws(decaying, { decays: true }),
    killedBy: ['39a'],
  },
  {
    name: 'an optimiser with memory outside of its state',
    mutant: optimiserLaws({
      ...(sgd(0.1) as AnyOptimiser),
      update: (g, s) => {
        hidden += 1
        return [smooth.scaleCotangent(-1 / hidden)(g), s]
      },
    }),
    twin: optimiserLaws(sgd(0.1)),
    killedBy: ['42c', '42d'],
  },
  {
    name: 'updates in f64 whatever the parameters are',
    mutant: optimiserLaws(
      chain(sgd(0.1), {
        ...transformations.identity,
        update: (updates, s) => [
          tree.map((u: tree.Leaf) => (tree.isFloat(u) ? (op.convert('f64')(u) as Tensor) : u))(updates),
          s,
        ],
      }),
    ),
    twin: optimiserLaws(sgd(0.1)),
    killedBy: ['23'],
  },
  {
    name: 'a state that grows from step to step',
    mutant: optimiserLaws({
      ...(sgd(0.1) as AnyOptimiser),
      init: () => [],
      update: (g, s, p, r) => [sgd(0.1).update(g, {}, p, r)[0], [...s, scalar(1, 'f64')]],
    } as AnyOptimiser),
    twin: optimiserLaws(sgd(0.1)),
    killedBy: ['42b'],
  },
]

describe('optimisers', () => testMutants(optimisers))
