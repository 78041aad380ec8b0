/**
 * Matrix products as instructions, made for one shape and one set of addresses.
 *
 * @module
 */
import type { FunctionBuilder, Local } from './assembler.ts'
import { address, at, type Cursor, inPieces, moved, past } from './matmulCursor.ts'
import { deepScratchBytes, emitDeep } from './matmulDeep.ts'
import { emitTranspose } from './matmulPack.ts'
import { aligned } from './matmulPlaces.ts'
import { type MatmulPlan, type MatmulShape, planMatmul } from './matmulPlan.ts'
import { emitWide, wideScratchBytes } from './matmulWide.ts'
import { type Features, lanesOf } from './vectorLanes.ts'

/**
 * A product of matrices and the byte addresses, multiples of 16, of its operands, its result and scratch memory. All are stored
 * by rows: `a` is `[m, k]`, or `[k, m]` if transposed, `b` is `[k, n]` or `[n, k]`, `c` is `[m, n]`, `batch` times one after
 * the other. Up to 64 bytes behind each operand are read.
 */
export interface MatmulSpec extends MatmulShape {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly scratch: number
  /** What is added to addresses when the code runs. */
  readonly moved?: { readonly a: Local; readonly b: Local; readonly c: Local; readonly scratch: Local }
}

const sizeOf = (shape: MatmulShape): number => 16 / lanesOf(shape.dtype)

const turnedBytes = ({ turned, shape }: MatmulPlan): number =>
  turned ? aligned(shape.m * shape.n * sizeOf(shape)) + 64 : 0

const isEmpty = ({ batch, m, n, k }: MatmulShape): boolean => batch * m * n * k === 0

/** The bytes of scratch memory that a plan needs. */
export const planScratchBytes = (plan: MatmulPlan): number =>
  turnedBytes(plan) + (plan.form === 'deep' ? deepScratchBytes(plan) : wideScratchBytes(plan)) + 64

/** The bytes of scratch memory that a product needs, with or without fused multiply-add. */
export const matmulScratchBytes = (shape: MatmulShape): number =>
  isEmpty(shape)
    ? 0
    : Math.max(...[false, true].map(relaxed => planScratchBytes(planMatmul(shape, { relaxed }))))

/** Computes a product in a given way. */
export const emitPlan = (
  f: FunctionBuilder,
  spec: MatmulSpec,
  plan: MatmulPlan,
  features: Features,
): void => {
  const { shape, exchanged, turned } = plan
  const size = sizeOf(shape)
  const { m, n, k } = spec
  const emitOne = (a: Cursor, b: Cursor, c: Cursor): void => {
    const [left, right] = exchanged ? [b, a] : [a, b]
    const scratch = moved(spec.scratch, spec.moved?.scratch)
    const result = turned ? scratch : c
    const places = { left, right, result, scratch: past(scratch, turnedBytes(plan)) }
    if (plan.form === 'deep') emitDeep(f, plan, places, features)
    else emitWide(f, plan, places, features)
    if (!turned) return
    const [from, to] = [
      { from: result, stride: shape.n * size },
      { from: c, stride: shape.m * size },
    ]
    emitTranspose(f, spec.dtype, from, to, shape.m, shape.n)
  }
  const steps = [m * k * size, k * n * size, m * n * size] as const
  const from = [
    moved(spec.a, spec.moved?.a),
    moved(spec.b, spec.moved?.b),
    moved(spec.c, spec.moved?.c),
  ] as const
  inPieces(f, spec.batch, 1, from, steps, () => emitOne)
}

/** Computes `c = op(a) op(b)` for every matrix of the batch, overwriting `c`. */
export const emitMatmul = (f: FunctionBuilder, spec: MatmulSpec, features: Features): FunctionBuilder => {
  if (!isEmpty(spec)) emitPlan(f, spec, planMatmul(spec, features), features)
  else if (spec.batch * spec.m * spec.n > 0)
    address(f, at(spec.c))
      .i32(spec.c)
      .op('i32.add')
      .i32(0)
      .i32(spec.batch * spec.m * spec.n * sizeOf(spec))
      .fill()
  return f
}
