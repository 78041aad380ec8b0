/**
 * Every default of an option or a parameter: what an export makes without options, and what it makes with each of them.
 *
 * @module
 */
import type { Pinned } from '../defaults/default.ts'
import { layerDefaults } from '../defaults/layers.ts'
import { lossDefaults } from '../defaults/losses.ts'
import { optimiserDefaults } from '../defaults/optimisers.ts'
import { otherDefaults } from '../defaults/others.ts'
import { scheduleDefaults } from '../defaults/schedules.ts'

/** The defaults of all rooms that users meet. */
export const pinnedDefaults: readonly Pinned[] = [
  ...layerDefaults,
  ...lossDefaults,
  ...optimiserDefaults,
  ...scheduleDefaults,
  ...otherDefaults,
]
