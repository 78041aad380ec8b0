/**
 * Code for loops: what is carried and the slices of each time are put where the body reads them, and what it gives to where it
 * belongs.
 *
 * @module
 */
import { Loop } from '../../primitive/control/loop.ts'
import type { LoopOptions, Ref } from '../../primitive/core/program.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import {
  type Address,
  type BodySite,
  type ControlSite,
  emitCall,
  emitCarry,
  emitClear,
  emitFirstCarry,
  emitLastCarry,
  emitMove,
  equationAt,
  fixed,
  sizeIn,
  startOf,
} from './site.ts'

/** Emits a loop around calls of its body. */
export const emitLoop = (f: FunctionBuilder, site: ControlSite): void => {
  const { operands, options } = equationAt(site)
  const { count, carries, slices, reverse } = options as LoopOptions
  const [own] = site.bodies as readonly [BodySite]
  const { body, layout } = own
  const start = startOf(site)
  const results = Loop.results(options as LoopOptions)
  const operandAt = (i: number): number => site.layout.addressOf(operands[i] as Ref)
  const offsetOf = (i: number): number => start + (results[i] as (typeof results)[number]).offset
  const [time, at] = [f.local('i32'), f.local('i32')] as const
  /** The address of the slice of this time. */
  const sliced =
    (address: number, bytes: number): Address =>
    () => {
      f.get(at).op('address.extend_i32_u').address(bytes).op('address.mul')
      f.address(address).op('address.add')
    }
  emitClear(f, site)
  emitFirstCarry(f, site, own, carries)
  f.for(time, 0, count, 1, () => {
    if (reverse)
      f.i32(count - 1)
        .get(time)
        .op('i32.sub')
    else f.get(time)
    f.set(at)
    for (let i = carries; i < carries + slices; i++) {
      const bytes = sizeIn(body, i)
      emitMove(f, fixed(f, layout.addressOf(i)), sliced(operandAt(i), bytes), bytes)
    }
    emitCall(f, own)
    body.outputs.forEach((ref, i) => {
      const bytes = sizeIn(body, ref)
      if (i >= carries) emitMove(f, sliced(offsetOf(i), bytes), fixed(f, layout.addressOf(ref)), bytes)
    })
    emitCarry(f, own)
  })
  emitLastCarry(f, own, carries, offsetOf)
  f.release(time, at)
}
