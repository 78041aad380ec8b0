/**
 * Code that watches for NaN and infinities.
 *
 * @module
 */
import { type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { hasLanes } from '../../plan/sizes.ts'
import { abstractOf, type Program, type Ref } from '../../primitive/core/program.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { splat, vectorOp } from '../math/math.ts'

/** A local of flags, none of them set. */
export const clearFlags = (f: FunctionBuilder): Local => {
  const flags = f.local('v128')
  splat(f, 'f32', 0).set(flags)
  return flags
}

/**
 * Sets bits in `flags` if one of the first `count` lanes is not finite: `x - x` is zero for a finite `x` and NaN for others.
 */
export const watchLanes = (
  f: FunctionBuilder,
  dtype: Lanes,
  value: Local,
  flags: Local,
  count: number,
): void => {
  f.get(value).get(value).op(vectorOp(dtype, 'sub'))
  if (count < lanesOf(dtype)) {
    const bytes = count * (dtype === 'f32' ? 4 : 8)
    f.v128(Array.from({ length: 16 }, (_, i) => (i < bytes ? 255 : 0))).op('v128.and')
  }
  f.get(flags).op('v128.or').set(flags)
}

/** Looks for what is not finite in a stored value. */
export const emitScan = (
  f: FunctionBuilder,
  program: Program,
  layout: Layout,
  ref: Ref,
  flags: Local,
): void => {
  const { shape, dtype } = abstractOf(program, ref)
  if (!hasLanes(dtype)) return
  const [size, lanes] = [sizeOf(shape), lanesOf(dtype)]
  const [at, value] = [f.local('address'), f.local('v128')] as const
  const look = (count: number): void => {
    f.get(at).memory('v128.load', layout.addressOf(ref)).set(value)
    watchLanes(f, dtype, value, flags, count)
  }
  const whole = Math.floor(size / lanes) * 16
  f.for(at, 0, whole, 16, () => look(lanes))
  if (size % lanes > 0) {
    f.address(whole).set(at)
    look(size % lanes)
  }
  f.release(at, value)
}
