/**
 * Rates as functions of the step.
 *
 * @module
 */
export { constant } from './constant.ts'
export { type CosineOptions, type CosineRestartsOptions, cosine, cosineRestarts } from './cosine.ts'
export { exponential } from './exponential.ts'
export { join } from './join.ts'
export { type LinearOptions, linear } from './linear.ts'
export { type OneCycleOptions, oneCycle } from './oneCycle.ts'
export { milestones, piecewise } from './piecewise.ts'
export { type PolynomialOptions, polynomial } from './polynomial.ts'
export type { Rate, Schedule } from './schedule.ts'
export { step } from './step.ts'
