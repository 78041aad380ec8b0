/**
 * How to write a layer of one's own: from a smooth map, or from a run function with parameters; how to say what the function that
 * makes it takes; and the types that layers are described by.
 *
 * @module
 */

// -------------------------------------------------------------------------------------
// layers of one's own
// -------------------------------------------------------------------------------------

export { elementwise, fromSmooth } from './fromSmooth.ts'
export { parametric } from './parametric.ts'
export { stateful } from './stateful.ts'
export { needs, takes } from '../tensor/contract/index.ts'

// -------------------------------------------------------------------------------------
// what layers take and give, in types
// -------------------------------------------------------------------------------------

export type { Frozen } from './combinator/frozen.ts'
export type { Labelled } from './combinator/label.ts'
export type { Times } from './combinator/repeat.ts'
export type { Observer } from './combinator/tap.ts'
export type { Outcome } from './layer.ts'
export type { Examples } from './shape/exampleAxes.ts'
export type { Sides } from './shape/pad.ts'
export type { AxisRange } from './shape/slice.ts'
export type { Apply, LastAxis, Mismatch, Same, TypeFunction } from './type/typeFunction.ts'
export type {
  Images,
  PerChannel,
  Resized,
  Size,
  Spread,
  Upsampled,
  Windowed,
  WindowedSequence,
} from './window/windowed.ts'
