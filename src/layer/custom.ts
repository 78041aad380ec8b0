/**
 * Layers of one's own: from a smooth map, or from a run function with parameters; how to say what the function that
 * makes it takes; and the types that layers are described by.
 *
 * @module
 */

export { needs, takes } from '../tensor/contract/index.ts'
export { elementwise, fromSmooth } from './fromSmooth.ts'
export { parametric } from './parametric.ts'
export { positionwise } from './positionwise.ts'
export { stateful } from './stateful.ts'
export type * from './types.ts'
