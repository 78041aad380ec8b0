/**
 * The cost of a program, before it is run.
 *
 * @module
 */
import type { Abstract } from '../primitive/primitive.ts'
import type { PrimitiveName } from '../primitive/table.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { sizeOf } from '../tensor/shape.ts'
import { abstractOf, firstResult, type Program, type Ref } from '../primitive/program.ts'
import { bytesOf } from './recorder.ts'
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

type Flops = (output: Abstract, inputs: readonly Abstract[]) => number

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

/** Floating-point operations of each primitive. */
const flopsOf: { readonly [N in PrimitiveName]: Flops } = {
  abs: one,
  add: one,
  argmax: perInput,
  argmaxWindows: perInput,
  bits: none,
  broadcast: none,
  concat: none,
  convert: none,
  convolve: (y, [, w]) => convolving(y, w as Abstract),
  convolveKernel: (w, [, y]) => convolving(y as Abstract, w),
  convolveTransposed: (_, [y, w]) => convolving(y as Abstract, w as Abstract),
  cos: one,
  div: one,
  equal: one,
  erf: one,
  exp: one,
  expm1: one,
  gather: none,
  greater: one,
  greaterEqual: one,
  log: one,
  log1p: one,
  matmul: multiplyAdd,
  max: perInput,
  maximum: one,
  minimum: one,
  mul: one,
  neg: one,
  pad: none,
  reshape: none,
  scale: one,
  scatterAdd: perInput,
  select: none,
  shift: one,
  sigmoid: one,
  sign: one,
  sin: one,
  slice: none,
  sqrt: one,
  sub: one,
  sum: perInput,
  tanh: one,
  transpose: none,
  uniform01: one,
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

/** The value whose storage a reshape shares: no engine copies for another shape. */
const storageOf = (program: Program, ref: Ref): Ref => {
  const base = firstResult(program)
  const equation = program.equations[ref - base]
  return ref >= base && equation?.primitive.name === 'reshape'
    ? storageOf(program, equation.operands[0] as Ref)
    : ref
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
    if (equation.primitive.name !== 'reshape') live += bytesOf(equation)
    peak = Math.max(peak, live)
    const read = [...equation.operands, base + i].map(ref => storageOf(program, ref))
    for (const ref of new Set(read))
      if (ref >= base && (uses.get(ref) ?? i) === i) live -= bytesOf(abstractOf(program, ref))
  })
  return peak
}

const flopsIn = (name: PrimitiveName): ((output: Abstract, inputs: readonly Abstract[]) => number) => {
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

const costUnchecked = (program: Program): Cost => {
  requireWellFormed(program)
  const sumOver = (
    f: (output: Abstract, inputs: readonly Abstract[], name: PrimitiveName) => number,
  ): number =>
    program.equations.reduce((total, equation) => {
      const inputs = equation.operands.map(ref => abstractOf(program, ref))
      return total + f(equation, inputs, equation.primitive.name as PrimitiveName)
    }, 0)
  return {
    flops: sumOver((output, inputs, name) => flopsIn(name)(output, inputs)),
    bytes: sumOver((output, inputs) => [...inputs, output].reduce((n, value) => n + bytesOf(value), 0)),
    peakBytes: peakBytesOf(program),
  }
}
