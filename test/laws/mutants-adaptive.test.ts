import { describe } from 'vitest'
import { adamaxLaws, adamwLaws, amsgradLaws, nadamLaws, radamLaws } from '../../laws/optimiser/adamFamily.ts'
import { adadeltaLaws, adagradLaws, rmspropLaws } from '../../laws/optimiser/adaptive.ts'
import {
  clipByGlobalNormLaws,
  clipByNormLaws,
  clipByValueLaws,
  decayLaws,
} from '../../laws/optimiser/clip.ts'
import { lambLaws, larsLaws, lionLaws, rpropLaws } from '../../laws/optimiser/signs.ts'
import {
  accumulateLaws,
  averageLaws,
  lookaheadLaws,
  partitionLaws,
  skipLaws,
} from '../../laws/optimiser/wrappers.ts'
import {
  type AnyOptimiser,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  lamb,
  lars,
  lion,
  nadam,
  radam,
  rmsprop,
  rprop,
  smooth,
  optimiser as transformations,
  tree,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

const { addDecayedWeights, chain, clipByGlobalNorm, clipByNorm, clipByValue, descend, addMomentum } =
  transformations

type Options = { readonly [name: string]: never }
const some = (o: object | undefined): Options => (o ?? {}) as Options

const rules: readonly Mutant[] = [
  {
    name: 'AdamW with the decay in the gradient',
    mutant: adamwLaws((rate, o) => chain(addDecayedWeights(some(o).weightDecay!), adam(rate, some(o)))),
    twin: adamwLaws(),
    killedBy: ['40g'],
  },
  {
    name: 'AdamW with decay that no learning rate scales',
    mutant: adamwLaws((rate, o) => chain(adam(rate, some(o)), addDecayedWeights(-some(o).weightDecay!))),
    twin: adamwLaws(),
    killedBy: ['40g'],
  },
  {
    name: 'AdamW that decays what was not chosen',
    mutant: adamwLaws((rate, o) => {
      const { decayed: _, ...others } = some(o)
      return adamw(rate, others)
    }),
    twin: adamwLaws(),
    killedBy: ['40i'],
    survives: ['40g', '40h'],
  },
  {
    name: 'AMSGrad that forgets its largest mean',
    mutant: amsgradLaws((rate, o) => adam(rate, some(o))),
    twin: amsgradLaws(),
    killedBy: ['40j'],
  },
  {
    name: 'Adamax with the betas of the other mean',
    mutant: adamaxLaws((rate, o) =>
      adamax(rate, { ...some(o), beta1: some(o).beta2!, beta2: some(o).beta1! }),
    ),
    twin: adamaxLaws(),
    killedBy: ['40k'],
  },
  {
    name: 'NAdam that does not look ahead',
    mutant: nadamLaws((rate, o) => adam(rate, some(o))),
    twin: nadamLaws(),
    killedBy: ['40l'],
  },
  {
    name: 'NAdam with a momentum of the step before',
    mutant: nadamLaws((rate, o) => ({
      ...(nadam(rate, some(o)) as AnyOptimiser),
      rates: t => nadam(rate, some(o)).rates(t + 1),
    })),
    twin: nadamLaws(),
    killedBy: ['40l'],
  },
  {
    name: 'rectified Adam that never waits',
    mutant: radamLaws((rate, o) => ({
      ...(radam(rate, some(o)) as AnyOptimiser),
      rates: t => {
        const [own, step] = radam(rate, some(o)).rates(t)
        return [{ ...own, adaptive: own.meanCorrection, plain: zeroOf(own.plain) }, step]
      },
    })),
    twin: radamLaws(),
    killedBy: ['40m'],
  },
  {
    name: 'RMSProp that is never centred',
    mutant: rmspropLaws((rate, o) => rmsprop(rate, { ...some(o), centred: false })),
    twin: rmspropLaws(),
    killedBy: ['40p'],
    survives: ['40o'],
  },
  {
    name: 'AdaGrad that forgets',
    mutant: adagradLaws((rate, o) => rmsprop(rate, { epsilon: some(o).epsilon!, decay: 0 })),
    twin: adagradLaws(),
    killedBy: ['40q'],
  },
  {
    name: 'AdaDelta with another decay',
    mutant: adadeltaLaws((rate, o) => adadelta(rate, { ...some(o), decay: 0.99 })),
    twin: adadeltaLaws(),
    killedBy: ['40r'],
  },
  {
    name: 'AdaGrad that begins at nothing whatever it is given',
    mutant: adagradLaws((rate, o) => adagrad(rate, { ...some(o), initial: 0 as never })),
    twin: adagradLaws(),
    killedBy: ['40q'],
  },
  {
    name: 'AMSGrad with its betas swapped',
    mutant: amsgradLaws((rate, o) =>
      amsgrad(rate, { ...some(o), beta1: some(o).beta2!, beta2: some(o).beta1! }),
    ),
    twin: amsgradLaws(),
    killedBy: ['40j'],
  },
  {
    name: 'Rprop with its factors swapped',
    mutant: rpropLaws((rate, o) => rprop(rate, { ...some(o), increase: 4 as never, decrease: 0.5 as never })),
    twin: rpropLaws(),
    killedBy: ['40s'],
  },
  {
    name: 'Lion with one beta for both',
    mutant: lionLaws((rate, o) => lion(rate, { ...some(o), beta2: some(o).beta1! })),
    twin: lionLaws(),
    killedBy: ['40t'],
  },
  {
    name: 'LAMB without the proportion of the parameters',
    mutant: lambLaws((rate, o) => adamw(rate, some(o))),
    twin: lambLaws(),
    killedBy: ['40u'],
  },
  {
    name: 'LAMB with the decay after the proportion',
    mutant: lambLaws((rate, o) => {
      const { weightDecay, ...others } = some(o)
      return chain(
        transformations.scaleByAdam(others),
        transformations.scaleByTrustRatio,
        addDecayedWeights(weightDecay!),
        descend(rate),
      )
    }),
    twin: lambLaws((rate, o) => lamb(rate, some(o))),
    killedBy: ['40u'],
  },
  {
    name: 'LARS with the rate outside of the momentum',
    mutant: larsLaws((rate, o) => {
      const { momentum, ...trust } = some(o)
      return chain(
        transformations.scaleByLars(trust),
        addMomentum(momentum!),
        descend(2 * rate),
        addMomentum(0),
      )
    }),
    twin: larsLaws((rate, o) => lars(rate, some(o))),
    killedBy: ['40v', '40w'],
  },
]

const zeroOf = <T>(x: T): T => smooth.scaleCotangent(0)(x as never) as T

type Wrapper = AnyOptimiser & { readonly update: (...xs: readonly unknown[]) => readonly [never, never] }

const wrappers: readonly Mutant[] = [
  {
    name: 'groups that see the gradients of all',
    mutant: partitionLaws(groupOf => groups => ({
      ...transformations.partition(groupOf)(groups),
      update: (g, states, p, rates) => {
        const done = Object.entries(groups).map(
          ([name, o]) => [name, o.update(g, states[name], p, rates[name])] as const,
        )
        const updates = done.reduce(
          (whole, [name, [its]]) =>
            tree.zipWith((x: tree.Leaf, y: tree.Leaf, path) => (groupOf(path) === name ? y : x))(whole, its),
          g,
        )
        return [updates, Object.fromEntries(done.map(([name, [, state]]) => [name, state]))]
      },
    })),
    twin: partitionLaws(),
    killedBy: ['42l'],
    survives: ['42n'],
  },
  {
    name: 'accumulation of the sum and not the average',
    mutant: accumulateLaws(
      every => o => transformations.accumulate(every)(chain(scaledBy(every), o) as AnyOptimiser),
    ),
    twin: accumulateLaws(),
    killedBy: ['43e'],
    survives: ['42o'],
  },
  {
    name: 'accumulation that moves at the first gradient',
    mutant: accumulateLaws(every => o => {
      const right = transformations.accumulate(every)(o) as AnyOptimiser
      return { ...right, rates: step => right.rates(step + every - 1) }
    }),
    twin: accumulateLaws(),
    killedBy: ['43e', '42p'],
  },
  {
    name: 'an average of the parameters before the step',
    mutant: averageLaws(decay => {
      const right = transformations.averageParameters(decay) as Wrapper
      return { ...right, update: (u, s, p, r) => [u, right.update(zeroOf(u), s, p, r)[1]] }
    }),
    twin: averageLaws(),
    killedBy: ['42r'],
    survives: ['42q'],
  },
  {
    name: 'a step left out that the momentum remembers',
    mutant: skipLaws(o => {
      const right = transformations.skipNonFinite(o) as Wrapper
      return {
        ...right,
        update: (g, s, p, r) => {
          const [u, next] = right.update(g, s, p, r) as readonly [never, object]
          return [u, { ...next, inner: o.update(g, (s as { inner: unknown }).inner, p, r)[1] }]
        },
      }
    }),
    twin: skipLaws(),
    killedBy: ['42t'],
    survives: ['42s'],
  },
  {
    name: 'slow parameters that never learn of the turn',
    mutant: lookaheadLaws(options => o => {
      const right = transformations.lookahead(options)(o) as Wrapper
      return {
        ...right,
        update: (g, s, p, r) => [
          right.update(g, s, p, r)[0],
          { ...(right.update(g, s, p, r)[1] as object), slow: (s as { slow: unknown }).slow },
        ],
      }
    }),
    twin: lookaheadLaws(),
    killedBy: ['42u'],
    survives: ['42v'],
  },
  {
    name: 'clipping of each tensor in place of the whole',
    mutant: clipByGlobalNormLaws(clipByNorm),
    twin: clipByGlobalNormLaws(),
    killedBy: ['43h'],
  },
  {
    name: 'clipping of the whole in place of each tensor',
    mutant: clipByNormLaws(clipByGlobalNorm),
    twin: clipByNormLaws(),
    killedBy: ['43g'],
  },
  {
    name: 'clipping that always scales',
    mutant: clipByValueLaws(clipByNorm),
    twin: clipByValueLaws(clipByValue),
    killedBy: ['43f'],
  },
  {
    name: 'weight decay that does not choose',
    mutant: decayLaws(strength => addDecayedWeights(strength)),
    twin: decayLaws(),
    killedBy: ['43k'],
    survives: ['43j'],
  },
]

const scaledBy = (factor: number): AnyOptimiser => ({
  ...transformations.identity,
  update: (g, s) => [smooth.scaleCotangent(factor)(g), s],
})

describe('rules', () => testMutants(rules))
describe('wrappers', () => testMutants(wrappers))
