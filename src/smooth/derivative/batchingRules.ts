/**
 * The batching rule of each primitive: operations on tensors with one axis more in front. No rule loops over
 * the examples but that of random bits, which have a key each.
 *
 * @module
 */

import type { DynamicSliceOptions } from '../../primitive/block/dynamicSlice.ts'
import { bind } from '../../primitive/core/bind.ts'
import type { Primitive } from '../../primitive/core/primitive.ts'
import { Concat } from '../../primitive/movement/concat.ts'
import type { Gather, GatherOptions } from '../../primitive/movement/gather.ts'
import type { PadOptions, SliceOptions } from '../../primitive/movement/pad.ts'
import { Slice } from '../../primitive/movement/pad.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { Transpose } from '../../primitive/movement/transpose.ts'
import { Matmul, type MatmulOptions } from '../../primitive/product/matmul.ts'
import type { BroadcastOptions } from '../../primitive/reduction/broadcast.ts'
import { type PrimitiveName, primitives } from '../../primitive/table.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { type BatchingRule, type Operand, spread } from '../body/batchingRule.ts'
import {
  argmaxWindowsRule,
  convolveKernelRule,
  convolveRule,
  convolveTransposedRule,
} from './batchingConvolutions.ts'

const reshaped = (shape: Shape, x: AnyTensor): AnyTensor => bind(Reshape, { shape }, [x])
const permuted = (axes: readonly number[], x: AnyTensor): AnyTensor => bind(Transpose, { axes }, [x])

/** All inputs with their examples in front, and options moved on by the axis in front. */
const shifted =
  <O>(primitive: Primitive<O>, moved: (options: O, size: number) => O): BatchingRule =>
  (operands, options, size) =>
    bind(
      primitive,
      moved(options, size),
      operands.map(operand => spread(operand, size)),
    )

/** For primitives that do not look at leading axes. */
const asItIs = <O>(primitive: Primitive<O>): BatchingRule => shifted(primitive, options => options)

const next = (axes: readonly number[]): readonly number[] => axes.map(axis => axis + 1)
const alongAxis = <O extends { readonly axis: number }>(primitive: Primitive<O>): BatchingRule =>
  shifted(primitive, options => ({ ...options, axis: options.axis + 1 }))
const overAxes = <O extends { readonly axes: readonly number[] }>(primitive: Primitive<O>): BatchingRule =>
  shifted(primitive, options => ({ ...options, axes: next(options.axes) }))

/** One example after the other. */
const oneByOne =
  <O>(primitive: Primitive<O>): BatchingRule =>
  (operands, options, size) => {
    const exampleOf = ({ tensor, batched }: Operand, i: number): AnyTensor => {
      if (!batched) return tensor
      const sizes = tensor.shape.with(0, 1)
      const start = sizes.map((_, axis) => (axis === 0 ? i : 0))
      return reshaped(tensor.shape.slice(1), bind(Slice, { start, sizes }, [tensor]))
    }
    const results = Array.from({ length: size }, (_, i): AnyTensor => {
      const y: AnyTensor = bind(
        primitive,
        options,
        operands.map(operand => exampleOf(operand, i)),
      )
      return reshaped([1, ...y.shape], y)
    })
    return bind(Concat, { axis: 0 }, results)
  }

const product = (a: AnyTensor, b: AnyTensor, options: MatmulOptions): AnyTensor =>
  bind(Matmul, options, [a, b])

/** Rows of all examples under each other, times one matrix: a single product. */
const manyByOne = (a: AnyTensor, b: AnyTensor, { transposeA, transposeB }: MatmulOptions): AnyTensor => {
  const rows = transposeA ? permuted([0, 2, 1], a) : a
  const [n, m, k] = rows.shape as readonly [number, number, number]
  const all = product(reshaped([n * m, k], rows), b, { transposeA: false, transposeB })
  return reshaped([n, m, all.shape[1] as number], all)
}

/** One matrix times the columns of all examples beside each other: a single product. */
const oneByMany = (a: AnyTensor, b: AnyTensor, { transposeA, transposeB }: MatmulOptions): AnyTensor => {
  const columns = permuted(transposeB ? [2, 0, 1] : [1, 0, 2], b)
  const [k, n, c] = columns.shape as readonly [number, number, number]
  const all = product(a, reshaped([k, n * c], columns), { transposeA, transposeB: false })
  return permuted([1, 0, 2], reshaped([all.shape[0] as number, n, c], all))
}

const matmulRule: BatchingRule = ([a, b], options: MatmulOptions, size) => {
  const [left, right] = [a as Operand, b as Operand]
  if (left.batched && !right.batched && right.tensor.shape.length === 2)
    return manyByOne(left.tensor, right.tensor, options)
  if (!left.batched && right.batched && left.tensor.shape.length === 2)
    return oneByMany(left.tensor, right.tensor, options)
  return product(spread(left, size), spread(right, size), options)
}

const gatherRule: BatchingRule = ([table, indices], options: GatherOptions, size) => {
  const [from, at] = [table as Operand, indices as Operand]
  // Rows of one table for all: the indices have one axis more, and that is all.
  if (!from.batched && options.batchDims === 0)
    return bind(primitives.gather as typeof Gather, options, [from.tensor, spread(at, size)])
  return bind(primitives.gather as typeof Gather, { ...options, batchDims: options.batchDims + 1 }, [
    spread(from, size),
    spread(at, size),
  ])
}

/** Where all examples have one start, their axis is one of the block's; else each has its own. */
const blockRule =
  <O extends { readonly batchDims: number }>(
    primitive: Primitive<O>,
    withExamples: (options: O, size: number) => O,
  ): BatchingRule =>
  (operands, options: O, size) => {
    const tensors = operands.slice(0, -1).map(operand => spread(operand, size))
    const start = operands.at(-1) as Operand
    if (start.batched || options.batchDims > 0)
      return bind(primitive, { ...options, batchDims: options.batchDims + 1 }, [
        ...tensors,
        spread(start, size),
      ])
    const first = full([1], 0, start.tensor.dtype) as AnyTensor
    return bind(primitive, withExamples(options, size), [
      ...tensors,
      bind(Concat, { axis: 0 }, [first, start.tensor]),
    ])
  }

/** Examples of one position are a larger batch. */
const prefixAttentionRule: BatchingRule = (operands, options, size) => {
  const position = operands[3] as Operand
  if (position.batched) return oneByOne(primitives.prefixAttention)(operands, options, size)
  const [q, k, v] = operands.slice(0, 3).map(operand => spread(operand, size)) as [
    AnyTensor,
    AnyTensor,
    AnyTensor,
  ]
  const folded = (x: AnyTensor): AnyTensor => {
    const [examples, batch, ...rest] = x.shape as readonly [number, number, ...number[]]
    return reshaped([examples * batch, ...rest], x)
  }
  return reshaped(
    q.shape,
    bind(primitives.prefixAttention, options, [folded(q), folded(k), folded(v), position.tensor]),
  )
}

const broadcastRule: BatchingRule = ([x], { shape, axes }: BroadcastOptions, size) =>
  bind(primitives.broadcast, { shape: [size, ...shape], axes: [0, ...next(axes)] }, [
    spread(x as Operand, size),
  ])

/**
 * What every primitive is for a batch; of one with bodies that is its bytes, and what its results are its tracer says. A primitive
 * without a rule does not compile.
 */
export const batchingRules: { readonly [N in PrimitiveName]: BatchingRule } = {
  argsort: alongAxis(primitives.argsort),
  cumArgmax: alongAxis(primitives.cumArgmax),
  cumProd: alongAxis(primitives.cumProd),
  cumSum: alongAxis(primitives.cumSum),
  linearRecurrence: alongAxis(primitives.linearRecurrence),
  logCumSumExp: alongAxis(primitives.logCumSumExp),
  sort: alongAxis(primitives.sort),
  abs: asItIs(primitives.abs),
  acos: asItIs(primitives.acos),
  acosh: asItIs(primitives.acosh),
  add: asItIs(primitives.add),
  argmax: asItIs(primitives.argmax),
  argmaxWindows: argmaxWindowsRule,
  asin: asItIs(primitives.asin),
  asinh: asItIs(primitives.asinh),
  atan: asItIs(primitives.atan),
  atan2: asItIs(primitives.atan2),
  atanh: asItIs(primitives.atanh),
  bits: oneByOne(primitives.bits),
  broadcast: broadcastRule,
  cholesky: asItIs(primitives.cholesky),
  ceil: asItIs(primitives.ceil),
  concat: shifted(primitives.concat, ({ axis }) => ({ axis: axis + 1 })),
  cond: oneByOne(primitives.cond),
  convert: asItIs(primitives.convert),
  convolve: convolveRule,
  convolveKernel: convolveKernelRule,
  convolveTransposed: convolveTransposedRule,
  cos: asItIs(primitives.cos),
  determinant: asItIs(primitives.determinant),
  cosh: asItIs(primitives.cosh),
  digamma: asItIs(primitives.digamma),
  div: asItIs(primitives.div),
  divideByGaps: asItIs(primitives.divideByGaps),
  dynamicSlice: blockRule(primitives.dynamicSlice, (options: DynamicSliceOptions, size) => ({
    ...options,
    sizes: [size, ...options.sizes],
  })),
  dynamicUpdateSlice: blockRule(primitives.dynamicUpdateSlice, options => options),
  equal: asItIs(primitives.equal),
  erf: asItIs(primitives.erf),
  erfc: asItIs(primitives.erfc),
  erfinv: asItIs(primitives.erfinv),
  exp: asItIs(primitives.exp),
  expm1: asItIs(primitives.expm1),
  gammaQuantile: asItIs(primitives.gammaQuantile),
  fourier: asItIs(primitives.fourier),
  floor: asItIs(primitives.floor),
  gather: gatherRule,
  greater: asItIs(primitives.greater),
  greaterEqual: asItIs(primitives.greaterEqual),
  hypot: asItIs(primitives.hypot),
  lgamma: asItIs(primitives.lgamma),
  log: asItIs(primitives.log),
  log10: asItIs(primitives.log10),
  log1p: asItIs(primitives.log1p),
  log2: asItIs(primitives.log2),
  logit: asItIs(primitives.logit),
  loop: oneByOne(primitives.loop),
  matmul: matmulRule,
  max: overAxes(primitives.max),
  maximum: asItIs(primitives.maximum),
  minimum: asItIs(primitives.minimum),
  mul: asItIs(primitives.mul),
  neg: asItIs(primitives.neg),
  pad: shifted(primitives.pad, ({ before, after }: PadOptions) => ({
    before: [0, ...before],
    after: [0, ...after],
  })),
  poissonQuantile: asItIs(primitives.poissonQuantile),
  prefixAttention: prefixAttentionRule,
  qr: asItIs(primitives.qr),
  polygamma: asItIs(primitives.polygamma),
  pow: asItIs(primitives.pow),
  remainder: asItIs(primitives.remainder),
  reshape: shifted(primitives.reshape, (options, size) => ({ ...options, shape: [size, ...options.shape] })),
  result: oneByOne(primitives.result),
  round: asItIs(primitives.round),
  scale: asItIs(primitives.scale),
  scatterAdd: shifted(primitives.scatterAdd, options => ({ ...options, batchDims: options.batchDims + 1 })),
  select: asItIs(primitives.select),
  shift: asItIs(primitives.shift),
  sigmoid: asItIs(primitives.sigmoid),
  sign: asItIs(primitives.sign),
  sin: asItIs(primitives.sin),
  sinh: asItIs(primitives.sinh),
  slice: shifted(primitives.slice, ({ start, sizes }: SliceOptions, size) => ({
    start: [0, ...start],
    sizes: [size, ...sizes],
  })),
  solve: asItIs(primitives.solve),
  sqrt: asItIs(primitives.sqrt),
  sub: asItIs(primitives.sub),
  sum: overAxes(primitives.sum),
  symmetricEigen: asItIs(primitives.symmetricEigen),
  tanh: asItIs(primitives.tanh),
  transpose: shifted(primitives.transpose, ({ axes }) => ({ axes: [0, ...next(axes)] })),
  truncatedNormalQuantile: asItIs(primitives.truncatedNormalQuantile),
  triangularSolve: asItIs(primitives.triangularSolve),
  softsign: asItIs(primitives.softsign),
  tan: asItIs(primitives.tan),
  trunc: asItIs(primitives.trunc),
  uniform01: asItIs(primitives.uniform01),
  while: oneByOne(primitives.while),
}
