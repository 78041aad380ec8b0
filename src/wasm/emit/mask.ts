/**
 * Masks and integers in loops on vectors of other elements: in memory a mask is a byte for each element, in a register all bits
 * of a lane are set or none is.
 *
 * @module
 */
import { type Lanes, type LoopLanes, lanesOf } from '../../plan/lanes.ts'
import type { LoweredBy } from '../../plan/lowering.ts'
import type { FunctionBuilder, Local, Plain } from '../binary/assembler.ts'
import { splat } from '../math/vector.ts'

/** The address of the elements of so many bytes that belong to the vector at byte `at`, less a constant. */
const scaled = (f: FunctionBuilder, lanes: LoopLanes, at: Local, bytes: 1 | 4): FunctionBuilder => {
  const shift = (lanes === 'f64' ? 3 : 2) - (bytes === 4 ? 2 : 0)
  f.get(at)
  return shift === 0 ? f : f.address(shift).op('address.shr_u')
}

/** Leaves the bytes that belong to the vector at `at` as integers of 32 bits in the lower lanes. */
const loadBytes = (f: FunctionBuilder, lanes: LoopLanes, at: Local, address: number): FunctionBuilder =>
  scaled(f, lanes, at, 1)
    .memory(lanes === 'f64' ? 'v128.load16_splat' : 'v128.load32_zero', address)
    .op('i16x8.extend_low_i8x16_u', 'i32x4.extend_low_i16x8_u')

/** Leaves the mask of the vector at `at`, stored from `address` on. */
export const loadMask = (f: FunctionBuilder, lanes: LoopLanes, at: Local, address: number): void => {
  loadBytes(f, lanes, at, address)
  splat(f, 'f32', 0).op('i32x4.ne')
  if (lanes === 'f64') f.op('i64x2.extend_low_i32x4_s')
}

/** Stores the first `active` lanes of a mask as bytes of 0 or 1. */
export const storeMask = (
  f: FunctionBuilder,
  lanes: LoopLanes,
  mask: Local,
  at: Local,
  address: number,
  active: number,
): void => {
  const bytes = f.local('v128')
  const width = 16 / lanesOf(lanes)
  f.get(mask)
    .get(mask)
    .shuffle(Array.from({ length: 16 }, (_, i) => (i % active) * width))
    .constant(Array.from({ length: 16 }, () => 1))
    .op('v128.and')
    .set(bytes)
  const store = (
    name: 'v128.store8_lane' | 'v128.store16_lane' | 'v128.store32_lane',
    offset: number,
  ): void => {
    const size = name === 'v128.store8_lane' ? 1 : name === 'v128.store16_lane' ? 2 : 4
    scaled(f, lanes, at, 1)
      .get(bytes)
      .storeLane(name, offset / size, address + offset)
  }
  if (active === 4) store('v128.store32_lane', 0)
  else {
    if (active >= 2) store('v128.store16_lane', 0)
    if (active % 2 === 1) store('v128.store8_lane', active - 1)
  }
  f.release(bytes)
}

/** Leaves the integers of the vector at `at`, bytes or words stored from `address` on, as floats. */
export const loadConverted = (
  f: FunctionBuilder,
  lanes: Lanes,
  from: 'u8' | 'i32',
  at: Local,
  address: number,
): void => {
  if (from === 'u8') loadBytes(f, lanes, at, address)
  else scaled(f, lanes, at, 4).memory(lanes === 'f64' ? 'v128.load64_zero' : 'v128.load', address)
  f.op(lanes === 'f64' ? 'f64x2.convert_low_i32x4_s' : 'f32x4.convert_i32x4_s')
}

const integerComparisons: { readonly [N in LoweredBy<'comparison'>]: Plain } = {
  equal: 'i32x4.eq',
  greater: 'i32x4.gt_s',
  greaterEqual: 'i32x4.ge_s',
}

/** Leaves the comparison of two vectors of integers. */
export const compareIntegers = (
  f: FunctionBuilder,
  name: LoweredBy<'comparison'>,
  [x, y]: readonly Local[],
): void => {
  f.get(x as Local)
    .get(y as Local)
    .op(integerComparisons[name])
}
