/**
 * The cost of a program, before it is run.
 *
 * @module
 */

import { bodiesOf, type ControlName, controlOf, type controls } from '../primitive/control/controls.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import { bytesOf } from '../primitive/core/primitive.ts'
import {
  abstractOf,
  type CondOptions,
  type Equation,
  firstResult,
  type LoopOptions,
  type Program,
  type Ref,
  type WhileOptions,
} from '../primitive/core/program.ts'
import { isResult } from '../primitive/core/result.ts'
import { prefixSizesOf } from '../primitive/product/prefixAttention.ts'
import type { PrimitiveName } from '../primitive/table.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { sizeOf } from '../tensor/shape.ts'
import { requireWellFormed } from './wellFormed.ts'

/**
 * Counts of a whole program.
 *
 * @category Programs
 * @since 0.1.0
 */
export interface Cost {
  /** Floating-point operations; an elementary function counts as one. */
  readonly flops: number
  /** Bytes read and written, if every equation goes through memory. */
  readonly bytes: number
  /** The most bytes of results that are needed at one time, without inputs and constants. */
  readonly peakBytes: number
}

type Flops = (output: Abstract, inputs: readonly Abstract[], options: unknown) => number

const none: Flops = () => 0
const one: Flops = output => sizeOf(output.shape)
const perInput: Flops = (_, inputs) => sizeOf((inputs[0] as Abstract).shape)

/** A product of m by k and k by n takes m n k multiplications and as many additions. */
const multiplyAdd: Flops = (output, [a, b]) => {
  const [x, y] = [a as Abstract, b as Abstract]
  const size = sizeOf(output.shape)
  return size === 0 ? 0 : 2 * Math.sqrt((size * sizeOf(x.shape) * sizeOf(y.shape)) / batchOf(output))
}

const batchOf = ({ shape }: Abstract): number => sizeOf(shape.slice(0, -2))

/** Each element of the output y of a convolution by the kernel w takes as many as there are elements for one of its channels. */
const convolving = (y: Abstract, w: Abstract): number =>
  (2 * sizeOf(y.shape) * sizeOf(w.shape)) / Math.max(w.shape[0] as number, 1)

/** So many times the cube of the rows, for each matrix of the first input. */
const perMatrix =
  (times: number): Flops =>
  (_, [a]) =>
    times * sizeOf((a as Abstract).shape) * ((a as Abstract).shape.at(-1) as number)

/** The same, and so many times the square of the rows for each column that is solved for. */
const solving =
  (times: number, perColumn: number): Flops =>
  (x, [a]) => {
    const { shape } = a as Abstract
    return (times * sizeOf(shape) + perColumn * sizeOf(x.shape)) * (shape.at(-1) as number)
  }

/** Reflections of m by n matrices take 2 m n² less 2/3 n³, and their product as many. */
const reflecting: Flops = (_, [a]) => {
  const [m, n] = (a as Abstract).shape.slice(-2) as [number, number]
  return 4 * sizeOf((a as Abstract).shape.slice(0, -2)) * n * n * (m - n / 3)
}

/** About 5 n log n for each sequence of n pairs. */
const fourier: Flops = y => 2.5 * sizeOf(y.shape) * Math.log2(Math.max(2, y.shape.at(-1) as number))

/**
 * What an operation with bodies takes: a loop so many times what its body does, a choice what the dearer of its branches does, and
 * one that goes on while something holds, whose count is not known, what it does once.
 */
const ofBodies: {
  readonly [N in ControlName]: (
    options: Parameters<(typeof controls)[N]['bodies']>[0],
    of: (body: Program) => number,
  ) => number
} = {
  loop: ({ body, count }, of) => count * of(body),
  cond: ({ onTrue, onFalse }, of) => Math.max(of(onTrue), of(onFalse)),
  while: ({ predicate, body }, of) => of(predicate) + of(body),
}

/** Floating-point operations of each primitive. */
const flopsOf: { readonly [N in PrimitiveName]: Flops } = {
  argsort: perInput,
  cumArgmax: perInput,
  cumProd: perInput,
  cumSum: perInput,
  linearRecurrence: perInput,
  logCumSumExp: perInput,
  sort: perInput,
  abs: one,
  acos: one,
  acosh: one,
  add: one,
  argmax: perInput,
  argmaxWindows: perInput,
  asin: one,
  asinh: one,
  atan: one,
  atan2: one,
  atanh: one,
  bits: none,
  broadcast: none,
  cholesky: perMatrix(1 / 3),
  ceil: one,
  concat: none,
  cond: (_output, _inputs, options) => ofBodies.cond(options as CondOptions, flopsOfAll),
  convert: none,
  convolve: (y, [, w]) => convolving(y, w as Abstract),
  convolveKernel: (w, [, y]) => convolving(y as Abstract, w),
  convolveTransposed: (_, [y, w]) => convolving(y as Abstract, w as Abstract),
  cos: one,
  determinant: perMatrix(2 / 3),
  cosh: one,
  digamma: one,
  div: one,
  divideByGaps: one,
  dynamicSlice: none,
  dynamicUpdateSlice: none,
  equal: one,
  erf: one,
  erfc: one,
  erfinv: one,
  exp: one,
  expm1: one,
  gammaQuantile: one,
  fourier: fourier,
  floor: one,
  gather: none,
  greater: one,
  greaterEqual: one,
  hypot: one,
  lgamma: one,
  log: one,
  log10: one,
  log1p: one,
  log2: one,
  logit: one,
  loop: (_output, _inputs, options) => ofBodies.loop(options as LoopOptions, flopsOfAll),
  matmul: multiplyAdd,
  max: perInput,
  maximum: one,
  minimum: one,
  mul: one,
  neg: one,
  pad: none,
  poissonQuantile: one,
  prefixAttention: (q, [, k]) => {
    const { capacity } = prefixSizesOf(q.shape, (k as Abstract).shape)
    return 4 * sizeOf(q.shape) * capacity
  },
  qr: reflecting,
  polygamma: one,
  pow: one,
  remainder: one,
  reshape: none,
  result: none,
  round: one,
  scale: one,
  scatterAdd: perInput,
  select: none,
  shift: one,
  sigmoid: one,
  sign: one,
  sin: one,
  sinh: one,
  slice: none,
  solve: solving(2 / 3, 2),
  sqrt: one,
  sub: one,
  sum: perInput,
  symmetricEigen: perMatrix(9),
  tanh: one,
  transpose: none,
  truncatedNormalQuantile: one,
  triangularSolve: solving(0, 1),
  softsign: one,
  tan: one,
  trunc: one,
  uniform01: one,
  while: (_output, _inputs, options) => ofBodies.while(options as WhileOptions, flopsOfAll),
}

/** For each value the last equation that reads it; outputs are read after all. */
export const lastUses = (program: Program): ReadonlyMap<Ref, number> => {
  const uses = new Map<Ref, number>()
  program.equations.forEach(({ operands }, i) => {
    for (const ref of operands) uses.set(ref, i)
  })
  for (const ref of program.outputs) uses.set(ref, program.equations.length)
  return uses
}

/** Whether an equation gives what is there already. */
const isAlias = (equation: Equation): boolean => equation.primitive.name === 'reshape' || isResult(equation)

/** The value whose storage a reshape shares: no engine copies for another shape. */
const storageOf = (program: Program, ref: Ref): Ref => {
  const base = firstResult(program)
  const equation = program.equations[ref - base]
  return equation !== undefined && isAlias(equation) ? storageOf(program, equation.operands[0] as Ref) : ref
}

const peakBytesOf = (program: Program): number => {
  const base = firstResult(program)
  const uses = new Map<Ref, number>()
  for (const [ref, use] of lastUses(program)) {
    const storage = storageOf(program, ref)
    uses.set(storage, Math.max(use, uses.get(storage) ?? -1))
  }
  let [live, peak] = [0, 0]
  program.equations.forEach((equation, i) => {
    if (!isAlias(equation)) live += bytesOf(equation)
    const own = Math.max(0, ...Object.values(bodiesOf(equation)).map(peakBytesOf))
    peak = Math.max(peak, live + own)
    const read = [...equation.operands, base + i].map(ref => storageOf(program, ref))
    for (const ref of new Set(read))
      if (ref >= base && (uses.get(ref) ?? i) === i) live -= bytesOf(abstractOf(program, ref))
  })
  return peak
}

const flopsIn = (name: PrimitiveName): Flops => {
  if (!Object.hasOwn(flopsOf, name))
    throw new ArgumentError(`cost does not know the operation ${name}, which is not one of this library.`)
  return flopsOf[name]
}

/**
 * The floating-point operations, bytes moved and peak memory of a program.
 *
 * @example
 * import { op, program, zeros } from 'pullback'
 * const { flops } = program.cost(program.trace(op.matmul<[], 2, 3, 4>)(zeros([2, 3]), zeros([3, 4])).program) // 48
 *
 * @category Programs
 * @since 0.1.0
 */
export const cost = takes('cost', { program: needs.program }, () => costUnchecked)

/** The bytes that an equation moves: one with bodies those of its bodies each time. */
const movedBytes = (equation: Equation, inputs: readonly Abstract[]): number => {
  const control = controlOf(equation)
  if (control !== null) return ofBodies[control.name as 'loop'](equation.options as LoopOptions, bytesOfAll)
  // What a loop gives is where it is.
  if (isResult(equation)) return 0
  return [...inputs, equation].reduce((n, value) => n + bytesOf(value), 0)
}

const operandsOf = (program: Program, { operands }: Equation): readonly Abstract[] =>
  operands.map(ref => abstractOf(program, ref))

function flopsOfAll(program: Program): number {
  return program.equations.reduce(
    (total, equation) =>
      total +
      flopsIn(equation.primitive.name as PrimitiveName)(
        equation,
        operandsOf(program, equation),
        equation.options,
      ),
    0,
  )
}

function bytesOfAll(program: Program): number {
  return program.equations.reduce((n, equation) => n + movedBytes(equation, operandsOf(program, equation)), 0)
}

const costUnchecked = (program: Program): Cost => {
  requireWellFormed(program)
  return { flops: flopsOfAll(program), bytes: bytesOfAll(program), peakBytes: peakBytesOf(program) }
}
