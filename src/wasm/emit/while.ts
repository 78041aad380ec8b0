/**
 * Code for loops that go on while a predicate says so: it reads what is carried where the step puts it.
 *
 * @module
 */

import { While } from '../../primitive/control/while.ts'
import type { Ref, WhileOptions } from '../../primitive/core/program.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import {
  type BodySite,
  type ControlSite,
  emitCall,
  emitCarry,
  emitClear,
  emitFirstCarry,
  emitLastCarry,
  equationAt,
  startOf,
} from './site.ts'

/** Emits calls of a body as long as its predicate says so, up to the limit. */
export const emitWhile = (f: FunctionBuilder, site: ControlSite): void => {
  const { options } = equationAt(site)
  const { carries, limit } = options as WhileOptions
  const [own, predicate] = site.bodies as readonly [BodySite, BodySite]
  const results = While.results(options as WhileOptions)
  const addressOf = (i: number): number => startOf(site) + (results[i] as (typeof results)[number]).offset
  const [steps, goesOn] = [f.local('i32'), f.local('i32')] as const
  emitClear(f, site)
  emitFirstCarry(f, site, own, carries)
  f.i32(0).set(steps)
  f.block(() => {
    f.loop(() => {
      emitCall(f, predicate)
      f.address(0)
        .memory('i32.load8_u', predicate.layout.addressOf(predicate.body.outputs[0] as Ref))
        .tee(goesOn)
        .op('i32.eqz')
        .branchIf(1)
      f.get(steps).i32(limit).op('i32.ge_s').branchIf(1)
      emitCall(f, own)
      emitCarry(f, own)
      f.get(steps).i32(1).op('i32.add').set(steps).branch(0)
    })
  })
  emitLastCarry(f, own, carries, addressOf)
  f.address(0).get(steps).memory('i32.store', addressOf(carries))
  f.address(0)
    .get(goesOn)
    .op('i32.eqz')
    .memory('i32.store8', addressOf(carries + 1))
  f.release(steps, goesOn)
}
