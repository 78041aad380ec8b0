/**
 * Programs: functions as graphs of primitives.
 *
 * @module
 */
export { type Cost, cost } from './cost.ts'
export { diagram } from './diagram.ts'
export { type Equation, type Program, type Ref, run } from './program.ts'
export { show } from './show.ts'
export { type Traced, trace, traced } from './trace.ts'
