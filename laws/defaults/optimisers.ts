/**
 * Defaults of optimisers, with what is seen of them.
 *
 * @module
 */
import {
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  fromValues,
  l1Penalty,
  l2Penalty,
  lamb,
  lars,
  lion,
  momentum,
  nadam,
  nesterov,
  optimiser,
  radam,
  rmsprop,
  rprop,
  sgd,
  type Tensor,
} from '../../src/index.ts'
import { loosely } from '../oracle/loose.ts'
import { type Options, type Pinned, pinned } from './default.ts'
import { optimiserSeen } from './seen.ts'

const wide = fromValues([2, 3], [0.3, -3, 1.5, 0, 0.7, -0.2], 'f64') as Tensor
const labels = fromValues([2], [2, 1], 'i32')
const rated =
  (make: unknown) =>
  ({ rate, ...options }: Options) =>
    loosely(make)(rate, options)
const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const momentsAt = Object.fromEntries(
  Object.keys(moments).map(name => [name, 'optimiser/transformation/scaleByAdam.ts adamConstants']),
)
const adamLike = (
  name: string,
  make: unknown,
  rate: number,
  options: Options = {},
  at: Readonly<Record<string, string>> = {},
): Pinned =>
  pinned(
    name,
    rated(make),
    optimiserSeen,
    { rate, ...moments, ...options },
    { ...momentsAt, rate: `optimiser/alias/${name}.ts ${name}`, ...at },
  )

const ofPenalty = (name: string, penalty: typeof l1Penalty | typeof l2Penalty): Pinned =>
  pinned(
    name,
    ({ filter: among }: { filter?: never }) => penalty(0.1, among),
    made =>
      loosely<readonly unknown[]>(made)({
        w: wide,
        b: labels,
        v: fromValues([2], [1, 2], 'f64'),
      })[0],
    { filter: (path: readonly unknown[]) => path.at(-1) === 'w' },
    'loss/penalty.ts penaltyOf',
    { others: { filter: () => false } },
  )

/** Defaults of optimisers, with what is seen of them. */
export const optimiserDefaults: readonly Pinned[] = [
  adamLike('adam', adam, 0.001),
  adamLike('adamax', adamax, 0.002),
  adamLike('amsgrad', amsgrad, 0.001),
  adamLike('radam', radam, 0.001),
  adamLike(
    'nadam',
    nadam,
    0.002,
    { momentumDecay: 0.004 },
    { momentumDecay: 'optimiser/transformation/scaleByNadam.ts scaleByNadam' },
  ),
  adamLike('adamw', adamw, 0.001, { weightDecay: 0.01 }, { weightDecay: 'optimiser/alias/adamw.ts adamw' }),
  adamLike(
    'lamb',
    lamb,
    0.001,
    { epsilon: 1e-6, weightDecay: 0 },
    { weightDecay: 'optimiser/alias/lamb.ts lamb', epsilon: 'optimiser/alias/lamb.ts lamb' },
  ),
  adamLike(
    'adabelief',
    adabelief,
    0.001,
    { epsilon: 1e-16 },
    { epsilon: 'optimiser/transformation/scaleByAdabelief.ts scaleByAdabelief ε' },
  ),
  pinned(
    'adadelta',
    rated(adadelta),
    optimiserSeen,
    { rate: 1, decay: 0.9, epsilon: 1e-6 },
    {
      rate: 'optimiser/alias/adadelta.ts adadelta',
      decay: 'optimiser/transformation/scaleByAdadelta.ts scaleByAdadelta',
      epsilon: 'optimiser/transformation/scaleByAdadelta.ts scaleByAdadelta',
    },
  ),
  pinned(
    'adagrad',
    rated(adagrad),
    optimiserSeen,
    { rate: 0.01, initial: 0, epsilon: 1e-10 },
    {
      rate: 'optimiser/alias/adagrad.ts adagrad',
      initial: 'optimiser/transformation/scaleByAdagrad.ts scaleByAdagrad',
      epsilon: 'optimiser/transformation/scaleByAdagrad.ts scaleByAdagrad',
    },
  ),
  pinned(
    'rmsprop',
    rated(rmsprop),
    optimiserSeen,
    { rate: 0.01, decay: 0.99, epsilon: 1e-8, centred: false, momentum: 0 },
    {
      rate: 'optimiser/alias/rmsprop.ts rmsprop',
      centred: 'optimiser/alias/rmsprop.ts rmsprop',
      momentum: 'optimiser/alias/rmsprop.ts rmsprop',
      decay: 'optimiser/transformation/scaleByRms.ts rmsConstants',
      epsilon: 'optimiser/transformation/scaleByRms.ts rmsConstants',
    },
  ),
  pinned(
    'rprop',
    rated(rprop),
    optimiserSeen,
    { rate: 0.01, increase: 1.2, decrease: 0.5, smallest: 1e-6, largest: 50 },
    {
      rate: 'optimiser/alias/rprop.ts rprop',
      ...Object.fromEntries(
        ['increase', 'decrease', 'smallest', 'largest'].map(name => [
          name,
          'optimiser/transformation/scaleByRprop.ts scaleByRprop',
        ]),
      ),
    },
    { others: { increase: 1.5 } },
  ),
  pinned(
    'lion',
    rated(lion),
    optimiserSeen,
    { rate: 0.0001, weightDecay: 0, beta1: 0.9, beta2: 0.99 },
    {
      rate: 'optimiser/alias/lion.ts lion',
      weightDecay: 'optimiser/alias/lion.ts lion',
      beta1: 'optimiser/transformation/scaleByLion.ts scaleByLion',
      beta2: 'optimiser/transformation/scaleByLion.ts scaleByLion',
    },
  ),
  pinned(
    'lars',
    o => lars(0.1, o),
    optimiserSeen,
    { momentum: 0.9, trust: 0.001, weightDecay: 0 },
    {
      momentum: 'optimiser/alias/lars.ts lars',
      trust: 'optimiser/transformation/scaleByTrustRatio.ts scaleByLars',
      weightDecay: 'optimiser/transformation/scaleByTrustRatio.ts scaleByLars',
    },
  ),
  pinned(
    'momentum',
    ({ decay }: { decay?: number }) => momentum(0.1, decay),
    optimiserSeen,
    { decay: 0.9 },
    'optimiser/alias/momentum.ts momentum',
  ),
  pinned(
    'nesterov',
    ({ decay }: { decay?: number }) => nesterov(0.1, decay),
    optimiserSeen,
    { decay: 0.9 },
    'optimiser/alias/nesterov.ts nesterov',
  ),
  pinned(
    'optimiser.addMomentum',
    o => optimiser.addMomentum(0.9, o),
    optimiserSeen,
    { nesterov: false },
    'optimiser/transformation/addMomentum.ts addMomentum',
  ),
  pinned(
    'optimiser.lookahead',
    o => optimiser.lookahead(o)(sgd(0.1)),
    optimiserSeen,
    { every: 6, share: 0.5 },
    'optimiser/wrapper/lookahead.ts lookahead',
  ),
  pinned(
    'optimiser.addDecayedWeights',
    ({ filter: among }: { filter?: never }) => optimiser.addDecayedWeights(0.1, among),
    optimiserSeen,
    { filter: () => true },
    'optimiser/transformation/addDecayedWeights.ts addDecayedWeights',
    { others: { filter: () => false } },
  ),
  ofPenalty('l1Penalty', l1Penalty),
  ofPenalty('l2Penalty', l2Penalty),
]
