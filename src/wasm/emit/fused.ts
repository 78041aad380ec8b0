/**
 * Code for a fused loop: all its equations on one vector after the other, with what passes between them in registers.
 *
 * @module
 */

import { type Access, broadcastAccess } from '../../plan/access.ts'
import type { FusedStep, Fusion } from '../../plan/fusion.ts'
import { type Features, type Lanes, type LoopLanes, lanesOf } from '../../plan/lanes.ts'
import type { Layout } from '../../plan/layout.ts'
import { loopTypeOf } from '../../plan/loopType.ts'
import type { LoopPartition } from '../../plan/partition.ts'
import {
  abstractOf,
  type Equation,
  firstResult,
  type Program,
  type Ref,
} from '../../primitive/core/program.ts'
import type { DType } from '../../tensor/dtype.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { blockLength } from '../math/wideTotal.ts'
import { storeLanes } from '../matmul/tile.ts'
import { chunkOfBytes } from './chunk.ts'
import { emitElementwise } from './elementwise.ts'
import { endingsOf } from './endings.ts'
import { watchLanes } from './finite.ts'
import { loadConverted, loadMask, storeMask } from './mask.ts'

/** Up to this many vectors are written out one after the other instead of in a loop. */
const unrolled = 4

/** One chunk of a loop, by its number. */
export interface LoopChunk {
  readonly partition: LoopPartition
  readonly index: Local
}

/** Emits a fused loop, or one chunk of it. */
export const emitFused = (
  f: FunctionBuilder,
  program: Program,
  fusion: Fusion,
  layout: Layout,
  step: FusedStep,
  features: Features,
  watch?: (ref: Ref) => Local | null,
  chunk?: LoopChunk,
): void => {
  const base = firstResult(program)
  const equationOf = (ref: Ref): Equation => program.equations[ref - base] as Equation
  const [seed] = step.equations.map(i => program.equations[i] as Equation) as [Equation]
  const { shape } = seed
  const type = loopTypeOf(program, seed) as LoopLanes
  /** What loops of integers do not ask for: they only compare. */
  const dtype = type as Lanes
  const typeOf = (ref: Ref): DType => abstractOf(program, ref).dtype
  const [size, lanes, width] = [sizeOf(shape), lanesOf(type), 16 / lanesOf(type)]
  const columns = step.columns === 0 ? size : step.columns
  const rows = size / columns
  const members = new Set(step.equations.map(i => base + i))

  const endings = endingsOf(f, program, fusion, layout, step, dtype, columns, rows)

  // Asked once, as the body is written out several times.
  const watched = new Map(
    step.equations.map(i => [base + i, typeOf(base + i) === type ? (watch?.(base + i) ?? null) : null]),
  )

  // Locals that count bytes: of the row's beginning, of the number that belongs to the row, and within the row.
  const [row, perRow, column, at] = [
    f.local('address'),
    f.local('address'),
    f.local('address'),
    f.local('address'),
  ] as const
  const hoisted = new Map<Ref, Local>()
  const byRow = new Map<Ref, Local>()

  const splatFrom = (address: () => void, offset: number): void => {
    address()
    f.memory(type === 'f64' ? 'v128.load64_splat' : 'v128.load32_splat', offset)
  }

  // What only has another shape is read as what it is made of: that may be a vector of this loop, not stored yet.
  const sourceOf = (ref: Ref): Ref => {
    if (!fusion.isVirtual(ref)) return fusion.storageOf(ref)
    const equation = equationOf(ref)
    return broadcastAccess(program, equation)?.kind === 'full' ? sourceOf(equation.operands[0] as Ref) : ref
  }

  /** The broadcasts that the loop reads, which are not stored, and how it reads them. */
  const broadcasts = new Map<Ref, Access>()
  const findBroadcasts = (ref: Ref): void => {
    if (members.has(ref) || !fusion.isVirtual(ref)) return
    const equation = equationOf(ref)
    const access = broadcastAccess(program, equation)
    if (access === null) equation.operands.forEach(findBroadcasts)
    else broadcasts.set(ref, access)
  }
  for (const i of step.equations) (program.equations[i] as Equation).operands.forEach(findBroadcasts)
  const operandOf = (ref: Ref): number => layout.addressOf(equationOf(ref).operands[0] as Ref)

  /** Loads that do not change along a row, or at all, are done before the inner or the outer loop. */
  const loadOnce = (into: Map<Ref, Local>, kind: 'one' | 'column'): void => {
    for (const [ref, access] of broadcasts) {
      if (access.kind !== kind) continue
      const local = f.local('v128')
      splatFrom(() => {
        if (kind === 'one') f.address(0)
        else if (access.columns === columns) f.get(perRow)
        else
          f.get(row)
            .address(access.columns * width)
            .op('address.div_u')
            .address(width)
            .op('address.mul')
      }, operandOf(ref))
      f.set(local)
      into.set(ref, local)
    }
  }

  /** Where in a row that repeats after more than one of the loop's rows the present one begins, by its columns. */
  const phases = new Map<number, Local>()
  const findPhases = (): void => {
    for (const { kind, columns: period } of broadcasts.values()) {
      if (kind !== 'row' || period === columns || phases.has(period)) continue
      const phase = f.local('address')
      f.get(row)
        .address(period * width)
        .op('address.rem_u')
        .set(phase)
      phases.set(period, phase)
    }
  }

  /** The vector at the present place: `at` is its byte offset in the whole, `column` in its row. */
  const body = (active: number): void => {
    const values = new Map<Ref, Local>()
    const vectorOf = (given: Ref): Local => {
      const ref = sourceOf(given)
      const known = values.get(ref) ?? hoisted.get(ref) ?? byRow.get(ref)
      if (known !== undefined) return known
      const local = f.local('v128')
      if (fusion.isVirtual(ref)) {
        const access = broadcasts.get(ref)
        if (access === undefined) compute(equationOf(ref))
        else {
          const phase = phases.get(access.columns)
          f.get(column)
          if (phase !== undefined) f.get(phase).op('address.add')
          f.memory('v128.load', operandOf(ref))
        }
      } else if (typeOf(ref) === 'u8') loadMask(f, type, at, layout.addressOf(ref))
      else f.get(at).memory('v128.load', layout.addressOf(ref))
      f.set(local)
      values.set(ref, local)
      return local
    }
    const compute = (equation: Equation): void => {
      const [operand] = equation.operands as readonly [Ref]
      const source = sourceOf(operand)
      // A mask that this loop makes is in a register; what lies in memory may be any integers.
      const isMask = members.has(source) || fusion.isVirtual(source)
      if (equation.primitive.name === 'convert' && !isMask)
        loadConverted(f, dtype, typeOf(source) as 'u8' | 'i32', at, layout.addressOf(source))
      else emitElementwise(f, equation, type, equation.operands.map(vectorOf), features)
    }
    for (const i of step.equations) {
      const equation = program.equations[i] as Equation
      compute(equation)
      const local = f.local('v128')
      f.set(local)
      values.set(base + i, local)
    }
    // All loads come before all stores: a result may lie where an operand lay.
    for (const i of step.equations)
      if (layout.isStored(base + i)) {
        if (typeOf(base + i) === 'u8') {
          storeMask(f, type, values.get(base + i) as Local, at, layout.addressOf(base + i), active)
          continue
        }
        const flags = watched.get(base + i) ?? null
        if (flags !== null) watchLanes(f, dtype, values.get(base + i) as Local, flags, active)
        storeLanes(
          f,
          dtype,
          values.get(base + i) as Local,
          { moving: at, offset: layout.addressOf(base + i) },
          active,
        )
      }
    endings.take(ref => values.get(ref) as Local, column, active)
    f.release(...values.values())
  }

  const along = (count: number): void => {
    const vectors = Math.floor(count / lanes)
    const tail = count % lanes
    if (vectors <= unrolled) {
      for (let v = 0; v < vectors; v++) {
        f.address(v * 16).set(column)
        f.get(row)
          .address(v * 16)
          .op('address.add')
          .set(at)
        body(lanes)
      }
    } else {
      const next = (): void => {
        f.get(row).get(column).op('address.add').set(at)
        body(lanes)
      }
      const whole = endings.inBlocks ? Math.floor(vectors / blockLength) * blockLength * 16 : 0
      const [start, end] = [f.local('address'), f.local('address')] as const
      f.for(start, 0, whole, blockLength * 16, () => {
        f.get(start)
          .address(blockLength * 16)
          .op('address.add')
          .set(end)
        f.for(column, start, end, 16, next)
        endings.widen()
      })
      f.release(start, end)
      f.for(column, whole, vectors * 16, 16, next)
    }
    if (tail > 0) {
      f.address(vectors * 16).set(column)
      f.get(row)
        .address(vectors * 16)
        .op('address.add')
        .set(at)
      body(tail)
    }
  }

  loadOnce(hoisted, 'one')
  /** From where to where a chunk goes, if one thing it counts has so many bytes. */
  const bounds = ({ partition, index }: LoopChunk, bytes: number, whole: number): readonly [Local, Local] =>
    chunkOfBytes(f, index, partition.size * bytes, whole)
  endings.begin('all')
  if (rows === 1 && chunk !== undefined) {
    const whole = Math.floor(size / lanes) * 16
    const [from, to] = bounds(chunk, 16, whole)
    f.address(0).set(row)
    f.for(column, from, to, 16, () => {
      f.get(column).set(at)
      body(lanes)
    })
    if (size % lanes > 0)
      f.get(to)
        .address(whole)
        .op('address.eq')
        .if(() => {
          f.address(whole).tee(column).set(at)
          body(size % lanes)
        })
    f.release(from, to)
  } else if (rows === 1) {
    f.address(0).set(row)
    along(size)
  } else {
    const [from, to] =
      chunk === undefined ? ([0, size * width] as const) : bounds(chunk, columns * width, size * width)
    if (typeof from === 'number') f.address(0).set(perRow)
    else f.get(from).address(columns).op('address.div_u').set(perRow)
    f.for(row, from, to, columns * width, () => {
      loadOnce(byRow, 'column')
      findPhases()
      endings.begin('row')
      along(columns)
      endings.finish('row', perRow)
      byRow.forEach(local => {
        f.release(local)
      })
      byRow.clear()
      f.release(...phases.values())
      phases.clear()
      f.advance(perRow, width)
    })
    if (typeof from !== 'number' && typeof to !== 'number') f.release(from, to)
  }
  endings.finish('all')
  endings.release()
  f.release(row, perRow, column, at, ...hoisted.values())
}
