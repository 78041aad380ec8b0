/**
 * Programs: functions as graphs of primitives.
 *
 * @module
 */

export type { Equation, Program, Ref } from '../primitive/core/program.ts'
export { type Cost, cost } from './cost.ts'
export { diagram } from './diagram.ts'
export { run } from './run.ts'
export { show } from './show.ts'
export { type Traced, trace, traced } from './trace.ts'
