// One of each optimiser, with the settings of PyTorch where PyTorch has it: an export without one does not compile. Tests that try every
// optimiser read this table, and list themselves only what they try more of.
import {
  type AnyOptimiser,
  adabelief,
  adadelta,
  adagrad,
  adam,
  adamax,
  adamw,
  amsgrad,
  lamb,
  lars,
  lion,
  momentum,
  nadam,
  nesterov,
  radam,
  rmsprop,
  rprop,
  sgd,
} from '../src/index.ts'
import type * as exported from '../src/optimiser/index.ts'

/** The name of an optimiser. */
export type OptimiserName = keyof typeof exported

/** One of each, by name. */
export const optimisers: { readonly [Name in OptimiserName]: AnyOptimiser } = {
  adabelief: adabelief(0.1),
  adadelta: adadelta(1, { decay: 0.9 }),
  adagrad: adagrad(0.1),
  adam: adam(0.1),
  adamax: adamax(0.1),
  adamw: adamw(0.1, { weightDecay: 0.01 }),
  amsgrad: amsgrad(0.1),
  lamb: lamb(0.1),
  lars: lars(0.1),
  lion: lion(0.1),
  momentum: momentum(0.1, 0.9),
  nadam: nadam(0.1),
  nesterov: nesterov(0.1, 0.9),
  radam: radam(0.1),
  rmsprop: rmsprop(0.1, { decay: 0.99 }),
  rprop: rprop(0.1),
  sgd: sgd(0.1),
}
