/**
 * Rates as functions of the step.
 *
 * @module
 */
export { constant } from './constant.ts'
export type { Rate, Schedule } from './schedule.ts'
export { step } from './step.ts'
