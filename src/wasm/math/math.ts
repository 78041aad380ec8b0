/**
 * Elementary functions on vectors, as instructions: each takes a vector of floats from the stack and leaves one there.
 *
 * Special values are JavaScript's `Math`: NaN, ±∞, ±0, overflow and results that are not normal numbers.
 *
 * @module
 */
export { type Features, type Lanes, lanesOf } from '../../plan/lanes.ts'

import type { Features, Lanes } from '../../plan/lanes.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { erf } from './erf.ts'
import { exp, expm1 } from './exp.ts'
import { log, log1p } from './log.ts'
import { sigmoid } from './sigmoid.ts'
import { tanh } from './tanh.ts'
import { type Elementary, emitElementary } from './terms.ts'
import { cos, sin } from './trig.ts'

export { splat, vectorOp } from './vector.ts'

const elementary = { exp, expm1, erf, log, log1p, sigmoid, tanh, sin, cos } satisfies Record<
  string,
  Elementary
>

/** The functions there is code for. */
export type ElementaryName = keyof typeof elementary

/** Emits a function of the vector on the stack. */
export type Emitter = (f: FunctionBuilder, dtype: Lanes, features: Features) => FunctionBuilder

/** How to emit each function. */
export const emitters = Object.fromEntries(
  Object.entries(elementary).map(([name, each]) => [name, emitElementary(each)]),
) as Readonly<Record<ElementaryName, Emitter>>

/**
 * The largest errors, in units of the last place of the exact result.
 */
export const errorBounds: Readonly<Record<ElementaryName, Readonly<Record<Lanes, number>>>> = {
  exp: { f32: 1, f64: 1.1 },
  expm1: { f32: 1.25, f64: 1.75 },
  erf: { f32: 1.5, f64: 4 },
  log: { f32: 1, f64: 1 },
  log1p: { f32: 1.5, f64: 1.5 },
  sigmoid: { f32: 2, f64: 2 },
  tanh: { f32: 1.5, f64: 1.5 },
  sin: { f32: 2, f64: 1.25 },
  cos: { f32: 2, f64: 1.25 },
}
