/** Every family of reference values that is known, by the name that its file gives. */
import type { Family } from '../family.ts'
import { activations } from './activations.ts'
import { initialisers } from './initialisers.ts'
import { linear } from './linear.ts'
import { lossFamily } from './losses.ts'
import { numerics } from './numerics.ts'
import { optimisers } from './optimisers.ts'
import { scheduleFamily } from './schedules.ts'
import { secondOrder } from './secondOrder.ts'
import { training } from './training.ts'

export const families: { readonly [name: string]: Family } = {
  activations,
  initialisers,
  linear,
  losses: lossFamily,
  numerics,
  optimisers,
  schedules: scheduleFamily,
  second_order: secondOrder,
  training,
}
