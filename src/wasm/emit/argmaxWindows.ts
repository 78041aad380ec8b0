/**
 * Code that finds the largest element of each window, without branches: for several windows of a row at once where they lie so
 * that vectors hold one element of each.
 *
 * @module
 */
import { type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { Pair } from '../../primitive/window/sliding.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { integerOp, splatBits, vectorOp } from '../math/vector.ts'
import { type Run, runsAlong, type WindowGeometry } from './windowRuns.ts'

/** Windows over `planes` images of one channel, and the byte addresses of images and positions. */
export interface ArgmaxWindowsSpec extends WindowGeometry {
  readonly dtype: Lanes
  readonly planes: number
  readonly from: number
  readonly to: number
}

/** Words of 4 bytes of two vectors, the second one's numbered from 4, as a shuffle. */
const words = (...order: readonly number[]): readonly number[] =>
  order.flatMap(word => [0, 1, 2, 3].map(byte => 4 * word + byte))

const everyOther = { f32: words(0, 2, 4, 6), f64: words(0, 1, 4, 5) } as const

const integers = (f: FunctionBuilder, dtype: Lanes, values: readonly number[]): FunctionBuilder =>
  f.constant([
    ...new Uint8Array(
      dtype === 'f32' ? Int32Array.from(values).buffer : BigInt64Array.from(values.map(BigInt)).buffer,
    ),
  ])

/** The distance of every tap of a window from the first, in elements. */
const distances = (image: Pair, size: Pair): readonly number[] =>
  Array.from(
    { length: size[0] * size[1] },
    (_, tap) => Math.floor(tap / size[1]) * image[1] + (tap % size[1]),
  )

/** Where a window begins: its address in bytes, and its position in the image. */
interface Start {
  readonly address: Local
  readonly position: Local
}

/** The positions for as many windows as a vector has lanes, of which the first `count` are stored. */
const emitVector = (
  f: FunctionBuilder,
  spec: ArgmaxWindowsSpec,
  size: Pair,
  start: Start,
  to: Local,
  count: number,
): void => {
  const { dtype, strides, from } = spec
  const [lanes, bytes] = [lanesOf(dtype), dtype === 'f32' ? 4 : 8]
  const [best, first, wins, value, largest] = [
    f.local('v128'),
    f.local('v128'),
    f.local('v128'),
    f.local('v128'),
    f.local('v128'),
  ] as const
  const load = (tap: number): void => {
    const offset = from + tap * bytes
    f.get(start.address).memory('v128.load', offset)
    if (strides[1] === 2)
      f.get(start.address)
        .memory('v128.load', offset + 16)
        .shuffle(everyOther[dtype])
  }
  f.get(start.position)
  if (dtype === 'f32') f.op('i32x4.splat')
  else f.op('i32x4.splat', 'i64x2.extend_low_i32x4_s')
  integers(
    f,
    dtype,
    Array.from({ length: lanes }, (_, i) => i * strides[1]),
  )
  f.op(integerOp(dtype, 'add')).tee(first).set(best)
  const [, ...others] = distances(spec.image, size)
  load(0)
  f.set(largest)
  for (const tap of others) {
    load(tap)
    f.set(value)
    // What is larger than the largest so far wins, and so does the first NaN.
    f.get(largest).get(largest).op(vectorOp(dtype, 'eq'))
    f.get(value).get(largest).op(vectorOp(dtype, 'le')).op('v128.andnot').set(wins)
    f.get(first)
    splatBits(f, dtype, BigInt(tap)).op(integerOp(dtype, 'add'))
    f.get(best).get(wins).op('v128.bitselect').set(best)
    f.get(value).get(largest).get(wins).op('v128.bitselect').set(largest)
  }
  if (dtype === 'f64')
    f.get(best)
      .get(best)
      .shuffle(words(0, 2, 0, 2))
      .set(best)
  if (count === 4) f.get(to).get(best).memory('v128.store', spec.to)
  else {
    if (count >= 2) f.get(to).get(best).storeLane('v128.store64_lane', 0, spec.to)
    if (count % 2 === 1)
      f.get(to)
        .get(best)
        .storeLane('v128.store32_lane', count - 1, spec.to + 4 * (count - 1))
  }
  f.release(best, first, wins, value, largest)
}

/** The position for one window. */
const emitScalar = (
  f: FunctionBuilder,
  spec: ArgmaxWindowsSpec,
  size: Pair,
  start: Start,
  to: Local,
): void => {
  const { dtype, from } = spec
  const [bytes, load] = [dtype === 'f32' ? 4 : 8, `${dtype}.load`] as const
  const [best, wins, value, largest] = [
    f.local('i32'),
    f.local('i32'),
    f.local(dtype),
    f.local(dtype),
  ] as const
  const [, ...others] = distances(spec.image, size)
  f.get(start.address).memory(load, from).set(largest).get(start.position).set(best)
  for (const tap of others) {
    f.get(start.address)
      .memory(load, from + tap * bytes)
      .set(value)
    f.get(start.position).i32(tap).op('i32.add').get(best)
    f.get(value).get(largest).op(`${dtype}.le`, 'i32.eqz')
    f.get(largest).get(largest).op(`${dtype}.eq`, 'i32.and').tee(wins).op('select').set(best)
    f.get(value).get(largest).get(wins).op('select').set(largest)
  }
  f.get(to).get(best).memory('i32.store', spec.to)
  f.release(best, wins, value, largest)
}

/** Emits the positions of the largest elements. */
export const emitArgmaxWindows = (f: FunctionBuilder, spec: ArgmaxWindowsSpec): void => {
  const { dtype, planes, image, strides } = spec
  const bytes = dtype === 'f32' ? 4 : 8
  const lanes = strides[1] <= 2 ? lanesOf(dtype) : 1
  const [plane, row, group] = [f.local('i32'), f.local('i32'), f.local('i32')] as const
  const target = f.local('address')
  const [inPlane, inRow, inGroup] = [
    { address: f.local('address'), position: f.local('i32') },
    { address: f.local('address'), position: f.local('i32') },
    { address: f.local('address'), position: f.local('i32') },
  ] as const
  const shift = (start: Start, elements: number): void => {
    f.advance(start.address, elements * bytes)
    f.get(start.position).i32(elements).op('i32.add').set(start.position)
  }
  const place = (start: Start, from: Start, elements: number): void => {
    f.get(from.address)
      .address(elements * bytes)
      .op('address.add')
      .set(start.address)
    f.get(from.position).i32(elements).op('i32.add').set(start.position)
  }
  const emitGroup = (size: Pair, count: number): void => {
    if (lanes === 1) emitScalar(f, spec, size, inGroup, target)
    else emitVector(f, spec, size, inGroup, target, count)
    shift(inGroup, count * strides[1])
    f.advance(target, 4 * count)
  }
  const emitRow = (rows: Run): void => {
    for (const { count, start, taps } of runsAlong(spec, 1)) {
      const size: Pair = [rows.taps, taps]
      place(inGroup, inRow, start)
      if (count === 1) {
        emitScalar(f, spec, size, inGroup, target)
        f.advance(target, 4)
      } else {
        f.for(group, 0, Math.floor(count / lanes), 1, () => emitGroup(size, lanes))
        if (count % lanes > 0) emitGroup(size, count % lanes)
      }
    }
    shift(inRow, strides[0] * image[1])
  }
  f.address(0).set(inPlane.address).i32(0).set(inPlane.position).address(0).set(target)
  f.for(plane, 0, planes, 1, () => {
    for (const rows of runsAlong(spec, 0)) {
      place(inRow, inPlane, rows.start * image[1])
      f.for(row, 0, rows.count, 1, () => emitRow(rows))
    }
    f.advance(inPlane.address, image[0] * image[1] * bytes)
  })
  f.release(plane, row, group, target, inPlane.address, inPlane.position)
  f.release(inRow.address, inRow.position, inGroup.address, inGroup.position)
}
