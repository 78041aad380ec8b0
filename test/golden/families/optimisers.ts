import {
  type AnyOptimiser,
  adam,
  everything,
  l2Penalty,
  momentum,
  nesterov,
  optimiser as transformations,
  scalar,
  sgd,
  smooth,
  type Tensor,
} from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import { type Arrays, type Case, expectStored, floats } from '../golden.ts'

interface OptimiserCase {
  readonly name: string
  readonly config: Case['config']
  readonly params: Arrays
  readonly gradients: readonly Arrays[]
  readonly trajectory: readonly Arrays[]
}

const optimiserOf = ({ optimizer, lr, ...c }: Case['config']): AnyOptimiser => {
  if (optimizer === 'sgd')
    return c.momentum === 0 ? sgd(lr) : c.nesterov ? nesterov(lr, c.momentum) : momentum(lr, c.momentum)
  if (optimizer === 'adam') {
    only('amsgrad', c.amsgrad, false)
    return adam(lr, { beta1: c.betas[0], beta2: c.betas[1], epsilon: c.eps })
  }
  return unknown('optimiser', optimizer)
}

type Params = { readonly [name: string]: Tensor }

const tensorsIn = (arrays: Arrays): Params =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, floats(array)]))

export const optimisers = family<OptimiserCase>(({ config, params, gradients, trajectory }, run) => {
  const optimiser = optimiserOf(config)
  // Coupled weight decay is the gradient of a penalty on every parameter.
  const decay = l2Penalty(config.weight_decay, everything)
  const step = run((now: Params, state: unknown, given: Params, rates: unknown) => {
    const penalty = decay(now)[1](scalar(1, 'f64') as never) as unknown as Params
    const [updates, next] = optimiser.update(smooth.addCotangents(given, penalty), state, now, rates)
    return [transformations.applyUpdates(now, updates), next] as const
  })
  let now = tensorsIn(params)
  let state = optimiser.init(now)
  gradients.forEach((stored, at) => {
    ;[now, state] = step(now, state, tensorsIn(stored), optimiser.rates(at))
    for (const [name, want] of Object.entries(trajectory[at]!))
      expectStored(now[name], want, `${name} after step ${at}`)
  })
})
