/**
 * The beginning of a chunk's code, whatever the step is: how far its operands lie from those of the first chunk, and
 * whether it is one of the equal chunks or the rest.
 *
 * @module
 */

import type { Partition } from '../../plan/partition.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'

/** A local with `step` bytes for each chunk before the one whose number is `index`, plus what the word at an address says. */
export const chunkOffset = (f: FunctionBuilder, index: Local, step: number, word?: number): Local => {
  const local = f.local('address')
  f.get(index).op('address.extend_i32_u').address(step).op('address.mul')
  if (word !== undefined) f.address(0).memory('i32.load', word).op('address.extend_i32_u', 'address.add')
  f.set(local)
  return local
}

/** Locals that say from where to where a chunk of so many things goes, the last of which ends at the whole. */
export const chunkBounds = (
  f: FunctionBuilder,
  index: Local,
  size: number,
  whole: number,
): readonly [from: Local, to: Local] => {
  const [from, to] = [f.local('i32'), f.local('i32')] as const
  f.get(index).i32(size).op('i32.mul').tee(from).i32(size).op('i32.add').tee(to)
  f.i32(whole).get(to).i32(whole).op('i32.lt_s', 'select').set(to)
  return [from, to]
}

/** The same of bytes. */
export const chunkOfBytes = (
  f: FunctionBuilder,
  index: Local,
  bytes: number,
  whole: number,
): readonly [from: Local, to: Local] => {
  const [from, to] = [f.local('address'), f.local('address')] as const
  f.get(index).op('address.extend_i32_u').address(bytes).op('address.mul').tee(from)
  f.address(bytes).op('address.add').tee(to)
  f.address(whole).get(to).address(whole).op('address.lt_s', 'select').set(to)
  return [from, to]
}

/** Emits a chunk for its size, which differs for the last one if there is a rest. */
export const forEachSize = (
  f: FunctionBuilder,
  index: Local,
  { size, whole, rest }: Partition,
  emit: (size: number) => void,
): void => {
  if (rest === 0) {
    emit(size)
    return
  }
  f.get(index)
    .i32(whole)
    .op('i32.lt_s')
    .if(() => emit(size))
  f.get(index)
    .i32(whole)
    .op('i32.eq')
    .if(() => emit(rest))
}
