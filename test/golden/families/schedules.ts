import { schedule } from '../../../src/index.ts'
import { plain, unknown } from '../family.ts'
import { type Case, expectNear, type Stored } from '../golden.ts'

interface ScheduleCase {
  readonly name: string
  readonly config: Case['config']
  readonly values: Stored
}

const {
  cosine,
  cosineRestarts,
  exponential,
  join,
  linear,
  milestones,
  oneCycle,
  piecewise,
  polynomial,
  step,
} = schedule

const schedules: { readonly [name: string]: (config: Case['config']) => schedule.Schedule } = {
  step_decay: c => step(c.base_lr, { every: c.step_size, factor: c.gamma }),
  exponential: c => exponential(c.base_lr, { factor: c.gamma }),
  cosine_annealing: c => cosine(c.base_lr, { steps: c.t_max, to: c.eta_min }),
  cosine_warm_restarts: c => cosineRestarts(c.base_lr, { steps: c.t_0, growth: c.t_mult, to: c.eta_min }),
  warmup_cosine: c => {
    const { base_lr: value, warmup_steps: steps } = c
    const falling = cosine(value, { steps: c.total_steps - steps, to: c.eta_min })
    return join({ at: [steps] })([linear({ from: value * c.start_factor, to: value, steps }), falling])
  },
  one_cycle: c =>
    oneCycle(c.max_lr, {
      steps: c.total_steps,
      rise: c.pct_start,
      divisor: c.div_factor,
      lastDivisor: c.final_div_factor,
      along:
        c.anneal_strategy === 'cos'
          ? 'cosine'
          : c.anneal_strategy === 'linear'
            ? 'line'
            : unknown('strategy', c.anneal_strategy),
    }),
  polynomial: c => polynomial(c.base_lr, { steps: c.total_steps, power: c.power }),
  multi_step: c => milestones(c.base_lr, { at: c.milestones, factor: c.gamma }),
  piecewise_constant: c => piecewise(c.values, { at: c.boundaries }),
}

const scheduleOf = (config: Case['config']): schedule.Schedule =>
  Object.hasOwn(schedules, config.schedule)
    ? schedules[config.schedule]!(config)
    : unknown('schedule', config.schedule)

export const scheduleFamily = plain<ScheduleCase>(({ config, values }) => {
  const rate = scheduleOf(config)
  expectNear(
    values.data.map((_, t) => rate(t)),
    values.data,
    'the rates',
  )
})
