/**
 * Code for the sums and maxima that a fused loop finds on its way.
 *
 * @module
 */

import type { Ending, FusedStep, Fusion, Step } from '../../plan/fusion.ts'
import { type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { type Lowering, loweringOf } from '../../plan/lowering.ts'
import { type Equation, firstResult, type Program, type Ref } from '../../primitive/core/program.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { splat, vectorOp } from '../math/math.ts'
import {
  addToWide,
  blockLength,
  clearWide,
  demoteHalves,
  promoteHalf,
  releaseWide,
  rowBlock,
  takeWide,
  wideNumber,
} from '../math/wideTotal.ts'
import { storeLanes } from '../matmul/tile.ts'
import { acrossLanes } from './reduce.ts'

/** The places where a loop says how far it is. */
export interface Endings {
  /** Before the whole loop, or before each row. */
  readonly begin: (of: 'all' | 'row') => void
  /** Takes in a vector of which so many lanes count; `column` is its byte offset in the row. */
  readonly take: (vectorOf: (ref: Ref) => Local, column: Local, active: number) => void
  /** Whether a row is so long that its sums are to be widened after each block of vectors. */
  readonly inBlocks: boolean
  /** Takes the sums of a block into wider ones. */
  readonly widen: () => void
  /** After the whole loop, or after each row; `perRow` is the byte offset of what the row gives. */
  readonly finish: (of: 'all' | 'row', perRow?: Local) => void
  readonly release: () => void
}

type Reduction = Extract<Lowering, { readonly by: 'reduction' }>

const reductionOf = (equation: Equation): Reduction['of'] => (loweringOf(equation) as Reduction).of

/** Whether each column of a loop has so many rows that its sum is kept in f64: in scratch memory, as there is no room elsewhere. */
const isWideColumn = (name: Reduction['of'], dtype: string, rows: number): boolean =>
  name === 'sum' && dtype === 'f32' && rows > rowBlock

const wideColumnBytes = (columns: number): number => Math.ceil(columns / 4) * 32

/** The bytes of scratch memory that the sums of a loop's columns need. */
export const endingScratchBytes = (program: Program, step: Step): number => {
  if (step._tag === 'single') return 0
  const size = sizeOf((program.equations[step.equations[0] as number] as Equation).shape)
  return step.endings
    .filter(({ of }) => of === 'column')
    .map(({ equation }) => program.equations[equation] as Equation)
    .filter(equation => isWideColumn(reductionOf(equation), equation.dtype, size / step.columns))
    .reduce(bytes => bytes + wideColumnBytes(step.columns), 0)
}

/** The endings of a loop with so many columns; if it has one row, that row is all. */
export const endingsOf = (
  f: FunctionBuilder,
  program: Program,
  fusion: Fusion,
  layout: Layout,
  step: FusedStep,
  dtype: Lanes,
  columns: number,
  rows: number,
): Endings => {
  const [lanes, width] = [lanesOf(dtype), dtype === 'f32' ? 4 : 8]
  const vectors = Math.ceil(columns / lanes)
  let scratch = layout.scratch
  const endings = step.endings.map(({ equation, of: asked }) => {
    const it = program.equations[equation] as Equation
    const name = reductionOf(it)
    const of: Ending['of'] = asked === 'row' && rows === 1 ? 'all' : asked
    const isLong = name === 'sum' && dtype === 'f32' && (of === 'all' ? rows : 1) * vectors > blockLength
    const isWide = of === 'column' ? isWideColumn(name, dtype, rows) : isLong
    const buffer = scratch
    if (of === 'column' && isWide) scratch += wideColumnBytes(columns)
    return {
      of,
      name,
      wide: isWide && of !== 'column' ? takeWide(f) : null,
      /** Where the wider sums of columns lie. */
      buffer: isWide && of === 'column' ? buffer : null,
      join: vectorOp(dtype, name === 'sum' ? 'add' : 'max'),
      neutral: name === 'sum' ? 0 : Number.NEGATIVE_INFINITY,
      source: fusion.storageOf(it.operands[0] as Ref),
      to: layout.addressOf(firstResult(program) + equation),
      total: of === 'column' ? null : f.local('v128'),
      // The instruction that lets NaN through takes many steps on most processors, so it is watched for apart.
      unordered: of === 'column' || name === 'sum' ? null : f.local('v128'),
    }
  })
  const clearColumns = (neutral: number, to: number): void => {
    const [value, at] = [f.local('v128'), f.local('address')] as const
    splat(f, dtype, neutral).set(value)
    const whole = Math.floor(columns / lanes) * 16
    f.for(at, 0, whole, 16, () => {
      f.get(at).get(value).memory('v128.store', to)
    })
    if (columns % lanes > 0) storeLanes(f, dtype, value, { offset: to + whole }, columns % lanes)
    f.release(value, at)
  }
  const clear = (total: Local): void => {
    splat(f, dtype, 0).set(total)
  }
  const widen = (of?: 'all' | 'row'): void => {
    for (const { total, wide, ...ending } of endings)
      if (wide !== null && total !== null && (of === undefined || ending.of === of)) {
        addToWide(f, wide, total)
        clear(total)
      }
  }
  /** Visits the vectors of a row: leaves the offset of each in one local, and that of its wider sums in another. */
  const alongColumns = (visit: (at: Local, wideAt: Local, active: number) => void): void => {
    const [at, wideAt] = [f.local('address'), f.local('address')] as const
    const next = (active: number): void => {
      f.get(at).address(1).op('address.shl').set(wideAt)
      visit(at, wideAt, active)
    }
    const whole = Math.floor(columns / lanes) * 16
    f.for(at, 0, whole, 16, () => next(lanes))
    if (columns % lanes > 0) {
      f.address(whole).set(at)
      next(columns % lanes)
    }
    f.release(at, wideAt)
  }
  /** Takes the sums of the last rows into those in f64. */
  const widenColumns = (to: number, buffer: number): void => {
    const [sum, zero] = [f.local('v128'), f.local('v128')] as const
    clear(zero)
    alongColumns((at, wideAt, active) => {
      f.get(at).memory('v128.load', to).set(sum)
      for (const half of ['low', 'high'] as const) {
        const offset = buffer + (half === 'low' ? 0 : 16)
        f.get(wideAt).get(wideAt).memory('v128.load', offset)
        promoteHalf(f, sum, half)
        f.op('f64x2.add').memory('v128.store', offset)
      }
      storeLanes(f, dtype, zero, { moving: at, offset: to }, active)
    })
    f.release(sum, zero)
  }
  const finishColumns = (to: number, buffer: number): void => {
    const sum = f.local('v128')
    widenColumns(to, buffer)
    alongColumns((at, wideAt, active) => {
      const half = (offset: number) => () => f.get(wideAt).memory('v128.load', offset)
      demoteHalves(f, half(buffer), half(buffer + 16))
      f.set(sum)
      storeLanes(f, dtype, sum, { moving: at, offset: to }, active)
    })
    f.release(sum)
  }
  return {
    inBlocks: vectors > blockLength && endings.some(({ wide }) => wide !== null),
    widen,
    begin: of => {
      for (const { neutral, total, unordered, to, wide, buffer, ...ending } of endings) {
        if (of === 'all' && ending.of === 'column') clearColumns(neutral, to)
        if (of === 'all' && buffer !== null) f.address(buffer).i32(0).address(wideColumnBytes(columns)).fill()
        if (ending.of === of && wide !== null) clearWide(f, wide)
        if (ending.of === of && total !== null) splat(f, dtype, neutral).set(total)
        if (ending.of === of && unordered !== null) splat(f, dtype, 0).set(unordered)
      }
    },
    take: (vectorOf, column, active) => {
      for (const { join, neutral, source, to, total, unordered } of endings) {
        const value = vectorOf(source)
        if (total === null) {
          const sum = f.local('v128')
          f.get(column).memory('v128.load', to).get(value).op(join).set(sum)
          storeLanes(f, dtype, sum, { moving: column, offset: to }, active)
          f.release(sum)
          continue
        }
        // Lanes behind the row count as neutral.
        const counted = active < lanes ? f.local('v128') : value
        if (counted !== value) {
          const bytes = Array.from({ length: 16 }, (_, i) => (i < active * width ? 255 : 0))
          f.get(value)
          splat(f, dtype, neutral).v128(bytes).op('v128.bitselect').set(counted)
        }
        if (unordered === null) f.get(total).get(counted).op(join).set(total)
        else {
          f.get(total).get(counted).op(vectorOp(dtype, 'pmax')).set(total)
          f.get(counted).get(counted).op(vectorOp(dtype, 'ne')).get(unordered).op('v128.or').set(unordered)
        }
        if (counted !== value) f.release(counted)
      }
    },
    finish: (of, perRow) => {
      // After a block of rows; the offset of what a row gives tells how many there have been.
      const every = (rowBlock - 1) * width
      if (of === 'row' && perRow !== undefined) {
        if (endings.some(({ buffer }) => buffer !== null))
          f.get(perRow)
            .address(every)
            .op('address.and')
            .address(every)
            .op('address.eq')
            .if(() => {
              for (const { to, buffer } of endings) if (buffer !== null) widenColumns(to, buffer)
            })
        widen('all')
      }
      for (const { name, total, unordered, to, wide, buffer, ...ending } of endings) {
        if (of === 'all' && buffer !== null) finishColumns(to, buffer)
        if (ending.of !== of || total === null) continue
        if (unordered !== null) f.get(total).get(unordered).op('v128.or').set(total)
        if (perRow === undefined) f.address(0)
        else f.get(perRow)
        if (wide === null) acrossLanes(f, dtype, name, total)
        else {
          addToWide(f, wide, total)
          wideNumber(f, wide)
        }
        f.memory(dtype === 'f32' ? 'f32.store' : 'f64.store', to)
      }
    },
    release: () => {
      for (const { total, unordered, wide } of endings) {
        f.release(...[total, unordered].filter(local => local !== null))
        if (wide !== null) releaseWide(f, wide)
      }
    },
  }
}
