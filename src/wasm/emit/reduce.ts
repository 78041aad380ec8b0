/**
 * Code for sums and maxima over axes that lie together.
 *
 * @module
 */

import { type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { ReduceExtents } from '../../plan/sizes.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { splat, vectorOp } from '../math/math.ts'
import {
  addToWide,
  blockLength,
  clearWide,
  releaseWide,
  rowBlock,
  takeWide,
  type WideTotal,
  wideLanes,
  wideNumber,
} from '../math/wideTotal.ts'
import { storeLanes } from '../matmul/tile.ts'

/** How many vectors of results are kept in registers at one time. */
const blocks = 8

/** Leaves the sum of `count` vectors that lie `stride` bytes apart from `from` on: of pairs, of pairs of pairs, and so on. */
const sumPairs = (
  f: FunctionBuilder,
  dtype: Lanes,
  at: Local,
  from: number,
  count: number,
  stride: number,
) => {
  if (count === 1) {
    f.get(at).memory('v128.load', from)
    return
  }
  const half = count >> 1
  sumPairs(f, dtype, at, from, half, stride)
  sumPairs(f, dtype, at, from + half * stride, count - half, stride)
  f.op(vectorOp(dtype, 'add'))
}

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
  const isWide = name === 'sum' && dtype === 'f32' && reduced > rowBlock
  const [start, target, counter, at, along] = [
    f.local('address'),
    f.local('address'),
    f.local('i32'),
    f.local('address'),
    f.local('i32'),
  ] as const
  f.address(0).set(start).address(0).set(target)
  f.for(counter, 0, outer, 1, () => {
    const group = (count: number, columns: number): void => {
      const totals = Array.from({ length: count }, () => f.local('v128'))
      const wides = isWide ? totals.map(() => takeWide(f)) : []
      const left = f.local('i32')
      for (const wide of wides) clearWide(f, wide)
      f.get(start).set(at)
      const clear = (): void => {
        for (const total of totals) splat(f, dtype, name === 'sum' ? 0 : Number.NEGATIVE_INFINITY).set(total)
      }
      const move = (rows: number): void => {
        f.advance(at, rows * inner * width)
      }
      const run = (rows: number): void => {
        clear()
        f.for(left, 0, rows, 1, () => {
          totals.forEach((total, v) => {
            f.get(total)
              .get(at)
              .memory('v128.load', from + v * 16)
            f.op(vectorOp(dtype, name === 'sum' ? 'add' : 'max')).set(total)
          })
          move(1)
        })
      }
      const widen = (): void =>
        wides.forEach((wide, v) => {
          addToWide(f, wide, totals[v] as Local)
        })
      if (isWide) {
        const block = f.local('i32')
        f.for(block, 0, Math.floor(reduced / rowBlock), 1, () => {
          // Few columns are a chain of additions that wait for each other, unless they are added in pairs.
          if (count <= 2) {
            totals.forEach((total, v) => {
              sumPairs(f, dtype, at, from + v * 16, rowBlock, inner * width)
              f.set(total)
            })
            move(rowBlock)
          } else run(rowBlock)
          widen()
        })
        f.release(block)
        if (reduced % rowBlock > 0) {
          run(reduced % rowBlock)
          widen()
        }
        wides.forEach((wide, v) => {
          wideLanes(f, wide)
          f.set(totals[v] as Local)
          releaseWide(f, wide)
        })
      } else run(reduced)
      totals.forEach((total, v) => {
        const active = Math.min(lanes, columns - v * lanes)
        storeLanes(f, dtype, total, { moving: target, offset: to + v * 16 }, active)
      })
      f.release(left, ...totals)
    }
    // Many columns are many times the same code.
    const groups = Math.floor(inner / (blocks * lanes))
    const advance = (): void => {
      for (const local of [start, target]) f.advance(local, 16 * blocks)
    }
    f.for(along, 0, groups, 1, () => {
      group(blocks, blocks * lanes)
      advance()
    })
    const [done, rest] = [groups * blocks * 16, inner - groups * blocks * lanes]
    if (rest > 0) group(Math.ceil(rest / lanes), rest)
    f.advance(start, reduced * inner * width - done)
    f.advance(target, inner * width - done)
  })
  f.release(start, target, counter, at, along)
}

/** Adds up, or takes the largest of, the lanes of a vector. */
export const acrossLanes = (f: FunctionBuilder, dtype: Lanes, name: 'sum' | 'max', vector: Local): void => {
  const extract = dtype === 'f32' ? 'f32x4.extract_lane' : 'f64x2.extract_lane'
  const join = `${dtype}.${name === 'sum' ? 'add' : 'max'}` as 'f32.add'
  f.get(vector).lane(extract, 0)
  for (let i = 1; i < lanesOf(dtype); i++) f.get(vector).lane(extract, i).op(join)
}

/** Reduces runs of neighbours: the rows of a matrix. */
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
    f.local('address'),
    f.local('address'),
    f.local('i32'),
    f.local('address'),
    f.local('v128'),
  ] as const
  f.address(0).set(target)
  const inPairs = name === 'sum' && vectors > blockLength
  const wide: WideTotal | null = inPairs && dtype === 'f32' ? takeWide(f) : null
  f.for(row, 0, outer * reduced * width, reduced * width, () => {
    splat(f, dtype, neutral).set(total)
    f.get(row).set(at)
    if (wide !== null) clearWide(f, wide)
    if (inPairs) {
      const block = wide === null ? total : f.local('v128')
      f.for(left, 0, Math.floor(vectors / blockLength), 1, () => {
        sumPairs(f, dtype, at, from, blockLength, 16)
        if (wide === null) f.get(total).op(join).set(total)
        else {
          f.set(block)
          addToWide(f, wide, block)
        }
        f.advance(at, 16 * blockLength)
      })
      if (wide !== null) f.release(block)
    }
    const rest = inPairs ? vectors % blockLength : vectors
    const next = (): void => {
      f.get(total).get(at).memory('v128.load', from).op(join).set(total)
      f.advance(at, 16)
    }
    if (rest <= 4) for (let v = 0; v < rest; v++) next()
    else f.for(left, 0, rest, 1, next)
    if (tail > 0) {
      // Lanes behind the row count as neutral.
      const bytes = Array.from({ length: 16 }, (_, i) => (i < tail * width ? 255 : 0))
      f.get(total).get(at).memory('v128.load', from)
      splat(f, dtype, neutral).v128(bytes).op('v128.bitselect', join).set(total)
    }
    f.get(target)
    if (wide === null) acrossLanes(f, dtype, name, total)
    else {
      addToWide(f, wide, total)
      wideNumber(f, wide)
    }
    f.memory(dtype === 'f32' ? 'f32.store' : 'f64.store', to)
    f.advance(target, width)
  })
  if (wide !== null) releaseWide(f, wide)
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
