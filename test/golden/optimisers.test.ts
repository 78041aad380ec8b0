import { expect, test } from 'vitest'
import {
  type AnyOptimiser,
  adam,
  everything,
  l2Penalty,
  momentum,
  nesterov,
  optimiser as transformations,
  scalar,
  schedule,
  sgd,
  smooth,
  type Tensor,
} from '../../src/index.ts'
import { type Arrays, type Case, expectNear, expectStored, floats, golden, type Stored } from './golden.ts'

interface OptimiserCase {
  readonly name: string
  readonly config: Case['config']
  readonly params: Arrays
  readonly gradients: readonly Arrays[]
  readonly trajectory: readonly Arrays[]
}

/** The optimiser of a case, if there is one here. */
const optimiserOf = ({ optimizer, lr, ...c }: Case['config']): AnyOptimiser | undefined => {
  if (optimizer === 'sgd')
    return c.momentum === 0 ? sgd(lr) : c.nesterov ? nesterov(lr, c.momentum) : momentum(lr, c.momentum)
  return optimizer === 'adam' && !c.amsgrad
    ? adam(lr, { beta1: c.betas[0], beta2: c.betas[1], epsilon: c.eps })
    : undefined
}

type Params = { readonly [name: string]: Tensor }

const tensorsIn = (arrays: Arrays): Params =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, floats(array)]))

golden<{ readonly cases: readonly OptimiserCase[] }>('optimisers', ({ cases }) => {
  const ours = cases.flatMap(one => {
    const optimiser = optimiserOf(one.config)
    return optimiser === undefined ? [] : [{ ...one, optimiser }]
  })

  test('the optimisers here have cases', () => {
    expect(ours.map(({ name }) => name)).toEqual([
      'sgd',
      'sgd_momentum',
      'sgd_nesterov',
      'sgd_weight_decay',
      'sgd_nesterov_weight_decay',
      'adam',
      'adam_large_eps',
      'adam_weight_decay',
    ])
  })

  test.each(ours)('$name', ({ config, optimiser, params, gradients, trajectory }) => {
    // Coupled weight decay is the gradient of a penalty on every parameter.
    const decay = l2Penalty(config.weight_decay, everything)
    let now = tensorsIn(params)
    let state = optimiser.init(now)
    gradients.forEach((stored, step) => {
      const penalty = decay(now)[1](scalar(1, 'f64') as never) as unknown as Params
      const gradient = smooth.addCotangents(tensorsIn(stored), penalty)
      const [updates, next] = optimiser.update(gradient, state, now, optimiser.rates(step))
      now = transformations.applyUpdates(now, updates)
      state = next
      for (const [name, want] of Object.entries(trajectory[step]!))
        expectStored(now[name], want, `${name} after step ${step}`)
    })
  })
})

interface ScheduleCase {
  readonly name: string
  readonly config: Case['config']
  readonly values: Stored
}

golden<{ readonly cases: readonly ScheduleCase[] }>('schedules', ({ cases }) => {
  test('schedule.step', () => {
    const { config, values } = cases.find(({ name }) => name === 'step_decay')!
    const rate = schedule.step(config.base_lr, { every: config.step_size, factor: config.gamma })
    expectNear(
      values.data.map((_, t) => rate(t)),
      values.data,
      'the rates',
    )
  })
})
