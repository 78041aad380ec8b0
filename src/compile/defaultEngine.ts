/**
 * The default engine.
 *
 * @module
 */

import type { Engine } from '../engine/engine.ts'
import { auto } from './auto.ts'

/** WebAssembly where the host has vectors, and the reference engine, which every host can run, where it has none. */
export const defaultEngine: Engine = {
  name: 'default',
  prepare: (program, preparation) => auto().engine.prepare(program, preparation),
}
