/**
 * Matrix products as instructions, made for one shape and one set of addresses.
 *
 * @module
 */
import { aligned } from '../../plan/cacheLine.ts'
import { type Features, lanesOf } from '../../plan/lanes.ts'
import { type MatmulPlan, type MatmulShape, planMatmul } from '../../plan/matmul.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { address, at, type Cursor, inPieces, moved, past } from './cursor.ts'
import { deepScratchBytes, emitDeep } from './deep.ts'
import { emitTranspose } from './pack.ts'
import { emitWide, wideScratchBytes } from './wide.ts'

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

/** Where one product of matrices finds its operands and leaves its result, as `emitPlan` moves along a batch. */
export interface ProductPlaces {
  readonly a: Cursor
  readonly b: Cursor
  readonly c: Cursor
  readonly scratch: Cursor
}

/** Computes one product in a given way, whatever the batch of its shape. */
export const emitProduct = (
  f: FunctionBuilder,
  plan: MatmulPlan,
  { a, b, c, scratch }: ProductPlaces,
  features: Features,
): void => {
  const { shape, exchanged, turned } = plan
  const size = sizeOf(shape)
  const [left, right] = exchanged ? [b, a] : [a, b]
  const result = turned ? scratch : c
  const places = { left, right, result, scratch: past(scratch, turnedBytes(plan)) }
  if (plan.form === 'deep') emitDeep(f, plan, places, features)
  else emitWide(f, plan, places, features)
  if (!turned) return
  const [from, to] = [
    { from: result, stride: shape.n * size },
    { from: c, stride: shape.m * size },
  ]
  emitTranspose(f, shape.dtype, from, to, shape.m, shape.n)
}

/** Computes a product in a given way. */
export const emitPlan = (
  f: FunctionBuilder,
  spec: MatmulSpec,
  plan: MatmulPlan,
  features: Features,
): void => {
  const size = sizeOf(spec)
  const { m, n, k } = spec
  const scratch = moved(spec.scratch, spec.moved?.scratch)
  const steps = [m * k * size, k * n * size, m * n * size] as const
  const from = [
    moved(spec.a, spec.moved?.a),
    moved(spec.b, spec.moved?.b),
    moved(spec.c, spec.moved?.c),
  ] as const
  inPieces(
    f,
    spec.batch,
    1,
    from,
    steps,
    () => (a, b, c) => emitProduct(f, plan, { a, b, c, scratch }, features),
  )
}

/** Computes `c = op(a) op(b)` for every matrix of the batch, overwriting `c`. */
export const emitMatmul = (f: FunctionBuilder, spec: MatmulSpec, features: Features): FunctionBuilder => {
  if (!isEmpty(spec)) emitPlan(f, spec, planMatmul(spec, features), features)
  else if (spec.batch * spec.m * spec.n > 0)
    address(f, at(spec.c))
      .address(spec.c)
      .op('address.add')
      .i32(0)
      .address(spec.batch * spec.m * spec.n * sizeOf(spec))
      .fill()
  return f
}
