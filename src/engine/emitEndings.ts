/**
 * Code for the sums and maxima that a fused loop finds on its way.
 *
 * @module
 */
import { type Equation, firstResult, type Program, type Ref } from '../program/program.ts'
import type { FunctionBuilder, Local } from './assembler.ts'
import { acrossLanes } from './emitReduce.ts'
import type { Ending, FusedStep, Fusion } from './fusion.ts'
import type { Layout } from './layout.ts'
import { storeLanes } from './matmulTile.ts'
import { type Lanes, lanesOf, splat, vectorOp } from './vectorMath.ts'

/** The places where a loop says how far it is. */
export interface Endings {
  /** Before the whole loop, or before each row. */
  readonly begin: (of: 'all' | 'row') => void
  /** Takes in a vector of which so many lanes count; `column` is its byte offset in the row. */
  readonly take: (vectorOf: (ref: Ref) => Local, column: Local, active: number) => void
  /** After the whole loop, or after each row; `perRow` is the byte offset of what the row gives. */
  readonly finish: (of: 'all' | 'row', perRow?: Local) => void
  readonly release: () => void
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
  isOneRow: boolean,
): Endings => {
  const [lanes, width] = [lanesOf(dtype), dtype === 'f32' ? 4 : 8]
  const endings = step.endings.map(({ equation, of: asked }) => {
    const { primitive, operands } = program.equations[equation] as Equation
    const name = primitive.name as 'sum' | 'max'
    const of: Ending['of'] = asked === 'row' && isOneRow ? 'all' : asked
    return {
      of,
      name,
      join: vectorOp(dtype, name === 'sum' ? 'add' : 'max'),
      neutral: name === 'sum' ? 0 : Number.NEGATIVE_INFINITY,
      source: fusion.storageOf(operands[0] as Ref),
      to: layout.addressOf(firstResult(program) + equation),
      total: of === 'column' ? null : f.local('v128'),
      // The instruction that lets NaN through takes many steps on most processors, so it is watched for apart.
      unordered: of === 'column' || name === 'sum' ? null : f.local('v128'),
    }
  })
  const clearColumns = (neutral: number, to: number): void => {
    const [value, at] = [f.local('v128'), f.local('i32')] as const
    splat(f, dtype, neutral).set(value)
    const whole = Math.floor(columns / lanes) * 16
    f.for(at, 0, whole, 16, () => {
      f.get(at).get(value).memory('v128.store', to)
    })
    storeLanes(f, dtype, value, { offset: to + whole }, columns % lanes)
    f.release(value, at)
  }
  return {
    begin: of => {
      for (const { neutral, total, unordered, to, ...ending } of endings) {
        if (of === 'all' && ending.of === 'column') clearColumns(neutral, to)
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
      for (const { name, total, unordered, to, ...ending } of endings) {
        if (ending.of !== of || total === null) continue
        if (unordered !== null) f.get(total).get(unordered).op('v128.or').set(total)
        if (perRow === undefined) f.i32(0)
        else f.get(perRow)
        acrossLanes(f, dtype, name, total)
        f.memory(dtype === 'f32' ? 'f32.store' : 'f64.store', to)
      }
    },
    release: () => {
      for (const { total, unordered } of endings)
        f.release(...[total, unordered].filter(local => local !== null))
    },
  }
}
