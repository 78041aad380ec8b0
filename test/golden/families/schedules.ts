import { schedule } from '../../../src/index.ts'
import { plain, unknown } from '../family.ts'
import { type Case, expectNear, type Stored } from '../golden.ts'

interface ScheduleCase {
  readonly name: string
  readonly config: Case['config']
  readonly values: Stored
}

const schedules: { readonly [name: string]: (config: Case['config']) => schedule.Schedule } = {
  step_decay: c => schedule.step(c.base_lr, { every: c.step_size, factor: c.gamma }),
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
