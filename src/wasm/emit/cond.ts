/**
 * Code for choices: one of two bodies runs, and what it gives is put where it belongs.
 *
 * @module
 */
import { Cond } from '../../primitive/control/cond.ts'
import type { CondOptions, Ref } from '../../primitive/core/program.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import {
  type BodySite,
  type ControlSite,
  emitCall,
  emitClear,
  emitMove,
  equationAt,
  fixed,
  sizeIn,
  startOf,
} from './site.ts'

/** Emits a choice between calls of its bodies. */
export const emitCond = (f: FunctionBuilder, site: ControlSite): void => {
  const { operands, options } = equationAt(site)
  const [onTrue, onFalse] = site.bodies as readonly [BodySite, BodySite]
  const results = Cond.results(options as CondOptions)
  const start = startOf(site)
  const predicate = f.local('i32')
  const run = (own: BodySite): void => {
    emitCall(f, own)
    own.body.outputs.forEach((ref, i) => {
      const { offset } = results[i] as (typeof results)[number]
      emitMove(f, fixed(f, start + offset), fixed(f, own.layout.addressOf(ref)), sizeIn(own.body, ref))
    })
  }
  emitClear(f, site)
  f.address(0)
    .memory('i32.load8_u', site.layout.addressOf(operands[0] as Ref))
    .set(predicate)
  f.get(predicate).if(() => {
    run(onTrue)
  })
  f.get(predicate)
    .op('i32.eqz')
    .if(() => {
      run(onFalse)
    })
  f.release(predicate)
}
