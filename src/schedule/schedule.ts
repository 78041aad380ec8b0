/**
 * Numbers that change from step to step, such as learning rates.
 *
 * @module
 */

/**
 * A number for each step, counted from 0. Schedules are plain functions, so any function of the step is one.
 *
 * @category Schedules
 * @since 0.1.0
 */
export type Schedule = (step: number) => number

/**
 * What optimisers take for a rate: a number, which never changes, or a schedule.
 *
 * @category Schedules
 * @since 0.1.0
 */
export type Rate = number | Schedule

/** A rate as a schedule. */
export const scheduleOf = (rate: Rate): Schedule => (typeof rate === 'number' ? () => rate : rate)
