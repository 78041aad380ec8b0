/**
 * Code for taking rows by index and for adding rows up by index. An index out of range ends the run, and its number is
 * what the run returns.
 *
 * @module
 */
import type { Lanes } from '../../plan/lanes.ts'
import type { FunctionBuilder } from '../binary/assembler.ts'
import { rowBlock } from '../math/wideTotal.ts'

/** Sizes and addresses of a gather or scatter: `batches` of `perBatch` indices into `size` rows of `width` elements. */
export interface GatherSpec {
  readonly dtype: Lanes
  readonly batches: number
  readonly perBatch: number
  readonly size: number
  readonly width: number
  readonly indices: number
  readonly rows: number
  readonly taken: number
}

/** Visits each index: leaves in locals the byte offsets of the row that it names and of its place among the taken. */
const eachIndex = (
  f: FunctionBuilder,
  { dtype, batches, perBatch, size, width, indices }: GatherSpec,
  failure: number,
  visit: (row: ReturnType<FunctionBuilder['local']>, place: ReturnType<FunctionBuilder['local']>) => void,
): void => {
  const bytes = width * (dtype === 'f32' ? 4 : 8)
  const [batch, i, index, row, place, first] = [
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('address'),
    f.local('address'),
    f.local('address'),
  ] as const
  const position = f.local('address')
  f.address(0).set(place).address(0).set(first).address(0).set(position)
  f.for(batch, 0, batches, 1, () => {
    f.for(i, 0, perBatch, 1, () => {
      f.get(position).memory('i32.load', indices).tee(index).i32(size).op('i32.ge_u')
      f.if(() => {
        f.i32(failure).op('return')
      })
      f.get(index).op('address.extend_i32_u').address(bytes).op('address.mul')
      f.get(first).op('address.add').set(row)
      visit(row, place)
      f.advance(position, 4).advance(place, bytes)
    })
    f.advance(first, size * bytes)
  })
  f.release(batch, i, index, row, place, first, position)
}

/** Emits `taken[i] = rows[indices[i]]`. */
export const emitGather = (f: FunctionBuilder, spec: GatherSpec, failure: number): void => {
  const { dtype, width, rows, taken } = spec
  eachIndex(f, spec, failure, (row, place) => {
    if (width === 1)
      f.get(place)
        .get(row)
        .memory(dtype === 'f32' ? 'f32.load' : 'f64.load', rows)
        .memory(dtype === 'f32' ? 'f32.store' : 'f64.store', taken)
    else
      f.get(place)
        .address(taken)
        .op('address.add')
        .get(row)
        .address(rows)
        .op('address.add')
        .address(width * (dtype === 'f32' ? 4 : 8))
        .copy()
  })
}

/** The most elements of rows whose sums are kept in f64 while they are added up: 8 MiB. */
const mostWide = 2 ** 20

type ScatterSizes = Pick<GatherSpec, 'dtype' | 'batches' | 'perBatch' | 'size' | 'width'>

/** The bytes of scratch memory that adding up takes: for sums in f64 where many rows of f32 may meet in one. */
export const scatterScratchBytes = ({ dtype, batches, perBatch, size, width }: ScatterSizes): number => {
  const count = batches * size * width
  return dtype === 'f32' && perBatch > rowBlock && count <= mostWide ? 8 * count : 0
}

/** As below, by way of sums in f64. */
const emitWideScatterAdd = (
  f: FunctionBuilder,
  spec: GatherSpec,
  failure: number,
  scratch: number,
  bytes: number,
): void => {
  const { width, rows, taken } = spec
  const [from, to, end, total] = [
    f.local('address'),
    f.local('address'),
    f.local('i32'),
    f.local('address'),
  ] as const
  f.address(scratch).i32(0).address(bytes).fill()
  eachIndex(f, spec, failure, (row, place) => {
    f.get(place).set(from)
    f.get(row).address(1).op('address.shl').set(to)
    f.for(end, 0, width, 1, () => {
      f.get(to).get(to).memory('f64.load', scratch)
      f.get(from).memory('f32.load', taken).op('f64.promote_f32', 'f64.add').memory('f64.store', scratch)
      f.advance(from, 4).advance(to, 8)
    })
  })
  f.for(total, 0, bytes / 2, 4, () => {
    f.get(total).get(total).address(1).op('address.shl').memory('f64.load', scratch)
    f.op('f32.demote_f64').memory('f32.store', rows)
  })
  f.release(from, to, end, total)
}

/** Emits zeros in `rows`, and then `rows[indices[i]] += taken[i]`. */
export const emitScatterAdd = (
  f: FunctionBuilder,
  spec: GatherSpec,
  failure: number,
  scratch: number,
): void => {
  const { dtype, batches, size, width, rows, taken } = spec
  const wideBytes = scatterScratchBytes(spec)
  if (wideBytes > 0) {
    emitWideScatterAdd(f, spec, failure, scratch, wideBytes)
    return
  }
  const bytes = dtype === 'f32' ? 4 : 8
  f.address(rows)
    .i32(0)
    .address(batches * size * width * bytes)
    .fill()
  const load = dtype === 'f32' ? 'f32.load' : 'f64.load'
  eachIndex(f, spec, failure, (row, place) => {
    const addAt = (offset: number): void => {
      f.get(row)
        .get(row)
        .memory(load, rows + offset)
        .get(place)
        .memory(load, taken + offset)
      f.op(dtype === 'f32' ? 'f32.add' : 'f64.add').memory(
        dtype === 'f32' ? 'f32.store' : 'f64.store',
        rows + offset,
      )
    }
    if (width <= 4) for (let j = 0; j < width; j++) addAt(j * bytes)
    else {
      const end = f.local('i32')
      const [r, p] = [f.local('address'), f.local('address')] as const
      f.get(row).set(r).get(place).set(p)
      f.for(end, 0, width, 1, () => {
        f.get(r).get(r).memory(load, rows).get(p).memory(load, taken)
        f.op(dtype === 'f32' ? 'f32.add' : 'f64.add').memory(
          dtype === 'f32' ? 'f32.store' : 'f64.store',
          rows,
        )
        f.advance(r, bytes).advance(p, bytes)
      })
      f.release(end, r, p)
    }
  })
}
