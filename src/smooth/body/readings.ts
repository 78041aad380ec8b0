/**
 * The readings of each operation with bodies. One without does not compile.
 *
 * @module
 */

import type { ControlName, controls } from '../../primitive/control/controls.ts'
import type { Control } from '../../primitive/core/control.ts'
import { condReading } from './condReading.ts'
import { loopReading } from './loopReading.ts'
import type { Reading } from './reading.ts'
import { whileReading } from './whileReading.ts'

type OptionsOf<N extends ControlName> = Parameters<(typeof controls)[N]['bodies']>[0]

const readings: { readonly [N in ControlName]: Reading<OptionsOf<N>> } = {
  loop: loopReading,
  cond: condReading,
  while: whileReading,
}

/** The reading of an operation with bodies: the record holds each one's own options. */
export const readingOf = <O>({ name }: Control<O>): Reading<O> =>
  readings[name as ControlName] as Reading<never> as Reading<O>
