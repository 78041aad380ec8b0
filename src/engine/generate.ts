/**
 * The code of a program: generated functions, with what has to run between them.
 *
 * @module
 */
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../program/program.ts'
import { sizeOf } from '../tensor/shape.ts'
import { FunctionBuilder, type Local } from './assembler.ts'
import { emitFused, watchLanes } from './emitFused.ts'
import { emitSingle, isEmpty, isFloat, matmulSizes } from './emitSingle.ts'
import { features } from './features.ts'
import type { Fusion, Step } from './fusion.ts'
import type { Layout } from './layout.ts'
import type { ModuleFunction } from './module.ts'
import type { Products } from './products.ts'
import { lanesOf, splat } from './vectorMath.ts'

/** Looks for what is not finite in a stored value. */
const emitScan = (f: FunctionBuilder, program: Program, layout: Layout, ref: Ref, flags: Local): void => {
  const { shape, dtype } = abstractOf(program, ref)
  if (!isFloat(dtype)) return
  const [size, lanes] = [sizeOf(shape), lanesOf(dtype)]
  const [at, value] = [f.local('i32'), f.local('v128')] as const
  const look = (count: number): void => {
    f.get(at).memory('v128.load', layout.addressOf(ref)).set(value)
    watchLanes(f, dtype, value, flags, count)
  }
  const whole = Math.floor(size / lanes) * 16
  f.for(at, 0, whole, 16, () => look(lanes))
  if (size % lanes > 0) {
    f.i32(whole).set(at)
    look(size % lanes)
  }
  f.release(at, value)
}

/** A stretch of the program: a generated function, a kernel, or a product that somebody else computes. */
export type Stretch = { readonly call: string } | { readonly kernel: number } | { readonly run: () => void }

/** The generated functions and what runs between them, in the order of the program's steps. */
export interface Code {
  readonly functions: readonly ModuleFunction[]
  readonly parts: readonly Stretch[]
}

/** Generates the code of a program: loops and products as functions, and kernels where there is no code. */
export const generate = (
  program: Program,
  fusion: Fusion,
  layout: Layout,
  watched: ReadonlySet<Ref>,
  memory: ArrayBuffer,
  products: Products,
): Code => {
  const scanned = new Set(watched)
  const functions: ModuleFunction[] = []
  const parts: Stretch[] = []
  let current: FunctionBuilder | null = null
  let flags: Local | null = null
  // A part returns 0, the equation that failed plus one, or -1 if what is watched is not finite.
  const close = (): void => {
    if (current === null) return
    if (flags === null) current.i32(0)
    else current.get(flags).op('v128.any_true').i32(-1).op('i32.mul')
    current = null
    flags = null
  }
  const watch = (ref: Ref): Local | null => (scanned.delete(ref) ? flags : null)
  const open = (): FunctionBuilder => {
    if (current === null) {
      current = new FunctionBuilder([], ['i32'])
      const name = `part${functions.length}`
      functions.push({ name, body: current })
      parts.push({ call: name })
      if (watched.size > 0) {
        flags = current.local('v128')
        splat(current, 'f32', 0).set(flags)
      }
    }
    return current
  }
  const emit = (step: Step): void => {
    if (step._tag === 'fused') {
      emitFused(open(), program, fusion, layout, step, features(), watch)
      return
    }
    const run = taken(step.equation)
    if (run !== null) {
      close()
      parts.push({ run })
    } else if (canEmit(program, step.equation)) emitSingle(open(), program, layout, step.equation)
    else {
      close()
      parts.push({ kernel: step.equation })
    }
  }
  const taken = (equation: number): (() => void) | null => {
    const it = program.equations[equation] as Equation
    if (it.primitive.name !== 'matmul' || isEmpty(program, it)) return null
    const [a, b, c] = [...it.operands, firstResult(program) + equation].map(layout.addressOf)
    return (
      products(matmulSizes(program, it))?.({ memory, a: a as number, b: b as number, c: c as number }) ?? null
    )
  }
  const canEmit = (p: Program, equation: number): boolean =>
    emitSingle(new FunctionBuilder([], ['i32']), p, layout, equation)
  fusion.steps.forEach(emit)
  for (const ref of scanned) {
    const f = open()
    if (flags !== null) emitScan(f, program, layout, ref, flags)
  }
  close()
  return { functions, parts }
}
