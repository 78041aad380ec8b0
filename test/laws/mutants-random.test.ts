import { describe } from 'vitest'
import { choiceLaws } from '../../laws/random/choice.ts'
import { gammaCdf, gammaMoments } from '../../laws/random/distributions.ts'
import { samplerLaws } from '../../laws/random/random.ts'
import { type Key, random, type Shape, type Tensor } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

type Sampler = <S extends Shape>(shape: S) => (k: Key) => Tensor<S>

const gamma = (sampler: Sampler) =>
  samplerLaws('gamma', sampler, {
    ...{ ...gammaMoments(4, 1), within: Number.isFinite, dtype: 'f32', cdf: gammaCdf(4, 1) },
  })

const gammas: Sampler = shape => random.gamma(shape as never, 4) as never

const mutants: readonly Mutant[] = [
  {
    name: 'a normal distribution of the same mean and deviation',
    mutant: gamma(shape => random.normal(shape as never, 4, 2) as never),
    twin: gamma(gammas),
    killedBy: ['K18'],
  },
  {
    name: 'choices without replacement that are with it',
    mutant: choiceLaws(((shape: number[], population: number, options: object) =>
      random.choice(shape, population, { ...options, replace: true })) as never),
    twin: choiceLaws(),
    killedBy: ['K21'],
  },
  {
    name: 'choices without replacement that forget the probabilities',
    mutant: choiceLaws(((shape: number[], population: number) =>
      random.choice(shape, population, { replace: false })) as never),
    twin: choiceLaws(),
    killedBy: ['K22'],
  },
]

describe('random', () => testMutants(mutants))
