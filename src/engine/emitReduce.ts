/**
 * Code for sums and maxima over axes that lie together.
 *
 * @module
 */
import type { Abstract } from '../primitive/primitive.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { FunctionBuilder, Local } from './assembler.ts'
import { storeLanes } from './matmulTile.ts'
import { type Lanes, lanesOf, splat, vectorOp } from './vectorMath.ts'

/** Sizes before, of and behind the axes that are reduced. */
export interface ReduceExtents {
  readonly outer: number
  readonly reduced: number
  readonly inner: number
}

/** The extents of a reduction; `null` if its axes do not lie together. */
export const reduceExtents = ({ shape }: Abstract, axes: readonly number[]): ReduceExtents | null => {
  const sorted = [...axes].sort((a, b) => a - b)
  const first = sorted[0] ?? shape.length
  if (!sorted.every((axis, i) => axis === first + i)) return null
  return {
    outer: sizeOf(shape.slice(0, first)),
    reduced: sizeOf(shape.slice(first, first + sorted.length)),
    inner: sizeOf(shape.slice(first + sorted.length)),
  }
}

/** How many vectors of results are kept in registers at one time. */
const blocks = 8

/** Reduces `reduced` vectors that lie a stride apart: the columns of a matrix. */
const emitColumns = (
  f: FunctionBuilder,
  dtype: Lanes,
  name: 'sum' | 'max',
  { outer, reduced, inner }: ReduceExtents,
  from: number,
  to: number,
): void => {
  const [lanes, width] = [lanesOf(dtype), dtype === 'f32' ? 4 : 8]
  const vectors = Math.ceil(inner / lanes)
  const [start, target, counter, at] = [
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
  ] as const
  f.i32(0).set(start).i32(0).set(target)
  f.for(counter, 0, outer, 1, () => {
    for (let first = 0; first < vectors; first += blocks) {
      const count = Math.min(blocks, vectors - first)
      const totals = Array.from({ length: count }, () => f.local('v128'))
      const left = f.local('i32')
      for (const total of totals) splat(f, dtype, name === 'sum' ? 0 : Number.NEGATIVE_INFINITY).set(total)
      f.get(start).set(at)
      f.for(left, 0, reduced, 1, () => {
        totals.forEach((total, v) => {
          f.get(total)
            .get(at)
            .memory('v128.load', from + (first + v) * 16)
          f.op(vectorOp(dtype, name === 'sum' ? 'add' : 'max')).set(total)
        })
        f.get(at)
          .i32(inner * width)
          .op('i32.add')
          .set(at)
      })
      totals.forEach((total, v) => {
        const active = Math.min(lanes, inner - (first + v) * lanes)
        storeLanes(f, dtype, total, { moving: target, offset: to + (first + v) * 16 }, active)
      })
      f.release(left, ...totals)
    }
    f.get(start)
      .i32(reduced * inner * width)
      .op('i32.add')
      .set(start)
    f.get(target)
      .i32(inner * width)
      .op('i32.add')
      .set(target)
  })
  f.release(start, target, counter, at)
}

/** Adds up, or takes the largest of, the lanes of a vector. */
export const acrossLanes = (f: FunctionBuilder, dtype: Lanes, name: 'sum' | 'max', vector: Local): void => {
  const extract = dtype === 'f32' ? 'f32x4.extract_lane' : 'f64x2.extract_lane'
  const join = `${dtype}.${name === 'sum' ? 'add' : 'max'}` as 'f32.add'
  f.get(vector).lane(extract, 0)
  for (let i = 1; i < lanesOf(dtype); i++) f.get(vector).lane(extract, i).op(join)
}

/** Reduces stretches of neighbours: the rows of a matrix. */
const emitRows = (
  f: FunctionBuilder,
  dtype: Lanes,
  name: 'sum' | 'max',
  { outer, reduced }: ReduceExtents,
  from: number,
  to: number,
): void => {
  const [lanes, width] = [lanesOf(dtype), dtype === 'f32' ? 4 : 8]
  const neutral = name === 'sum' ? 0 : Number.NEGATIVE_INFINITY
  const join = vectorOp(dtype, name === 'sum' ? 'add' : 'max')
  const [vectors, tail] = [Math.floor(reduced / lanes), reduced % lanes]
  const [row, target, left, at, total] = [
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('v128'),
  ] as const
  f.i32(0).set(target)
  f.for(row, 0, outer * reduced * width, reduced * width, () => {
    splat(f, dtype, neutral).set(total)
    f.get(row).set(at)
    const next = (): void => {
      f.get(total).get(at).memory('v128.load', from).op(join).set(total)
      f.get(at).i32(16).op('i32.add').set(at)
    }
    if (vectors <= 4) for (let v = 0; v < vectors; v++) next()
    else f.for(left, 0, vectors, 1, next)
    if (tail > 0) {
      // Lanes behind the row count as neutral.
      const bytes = Array.from({ length: 16 }, (_, i) => (i < tail * width ? 255 : 0))
      f.get(total).get(at).memory('v128.load', from)
      splat(f, dtype, neutral).v128(bytes).op('v128.bitselect', join).set(total)
    }
    f.get(target)
    acrossLanes(f, dtype, name, total)
    f.memory(dtype === 'f32' ? 'f32.store' : 'f64.store', to)
    f.get(target).i32(width).op('i32.add').set(target)
  })
  f.release(row, target, left, at, total)
}

/** Emits a sum or a maximum over axes that lie together. */
export const emitReduce = (
  f: FunctionBuilder,
  dtype: Lanes,
  name: 'sum' | 'max',
  extents: ReduceExtents,
  from: number,
  to: number,
): void => {
  if (extents.inner === 1) emitRows(f, dtype, name, extents, from, to)
  else emitColumns(f, dtype, name, extents, from, to)
}
