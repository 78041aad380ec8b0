/**
 * The table of primitives: everything that a program can be made of. Each later reading of programs (tangents, traces,
 * engines, printers) is a function of this table, and the laws run over it.
 *
 * @module
 */
import { Add, Div, Mul, Neg, Sub } from './arithmetic.ts'
import { ArgmaxWindows } from './argmaxWindows.ts'
import { Bits } from './bits.ts'
import { Broadcast, Sum } from './broadcast.ts'
import { Equal, Greater, GreaterEqual, Maximum, Minimum, Select } from './compare.ts'
import { Acos, Asin, Atan, Tan } from './circular.ts'
import { Concat } from './concat.ts'
import { Cond } from './cond.ts'
import { Convert } from './convert.ts'
import { CumArgmax, CumProd, LogCumSumExp } from './cumulative.ts'
import { Convolve, ConvolveKernel, ConvolveTransposed } from './convolve.ts'
import { Abs, Cos, Erf, Exp, Expm1, Log, Log1p, Sigmoid, Sign, Sin, Sqrt, Tanh } from './elementary.ts'
import { Erfc, Erfinv } from './errorFunction.ts'
import { Digamma, Lgamma, Polygamma } from './gamma.ts'
import { Acosh, Asinh, Atanh, Cosh, Sinh } from './hyperbolic.ts'
import { Log10, Log2, Logit } from './logarithm.ts'
import { Atan2, Hypot } from './plane.ts'
import { Pow } from './pow.ts'
import { Argmax, Max } from './reduceMax.ts'
import { GammaQuantile } from './gammaQuantile.ts'
import { Gather, ScatterAdd } from './gather.ts'
import { Loop } from './loop.ts'
import { Matmul } from './matmul.ts'
import { Pad, Slice } from './pad.ts'
import { PrefixAttention } from './prefixAttention.ts'
import { PoissonQuantile } from './poissonQuantile.ts'
import { Remainder } from './remainder.ts'
import { CumSum, LinearRecurrence } from './recurrence.ts'
import { Reshape } from './reshape.ts'
import { Result } from './result.ts'
import { Ceil, Floor, Round, Trunc } from './rounding.ts'
import { Scale, Shift } from './scale.ts'
import { Softsign } from './softsign.ts'
import { Argsort, Sort } from './sort.ts'
import { Transpose } from './transpose.ts'
import { TruncatedNormalQuantile } from './truncatedNormalQuantile.ts'
import { Cholesky } from './cholesky.ts'
import { Determinant } from './determinant.ts'
import { DynamicSlice, DynamicUpdateSlice } from './dynamicSlice.ts'
import { DivideByGaps } from './divideByGaps.ts'
import { Fourier } from './fourier.ts'
import { Qr } from './qr.ts'
import { Solve } from './solve.ts'
import { SymmetricEigen } from './symmetricEigen.ts'
import { TriangularSolve } from './triangularSolve.ts'
import { Uniform01 } from './uniform01.ts'
import { While } from './while.ts'

/** All primitives by name. */
export const primitives = {
  argsort: Argsort,
  cumArgmax: CumArgmax,
  cumProd: CumProd,
  cumSum: CumSum,
  linearRecurrence: LinearRecurrence,
  logCumSumExp: LogCumSumExp,
  sort: Sort,
  abs: Abs,
  acos: Acos,
  acosh: Acosh,
  add: Add,
  argmax: Argmax,
  argmaxWindows: ArgmaxWindows,
  asin: Asin,
  asinh: Asinh,
  atan: Atan,
  atan2: Atan2,
  atanh: Atanh,
  bits: Bits,
  broadcast: Broadcast,
  cholesky: Cholesky,
  ceil: Ceil,
  concat: Concat,
  cond: Cond,
  convert: Convert,
  convolve: Convolve,
  convolveKernel: ConvolveKernel,
  convolveTransposed: ConvolveTransposed,
  cos: Cos,
  determinant: Determinant,
  cosh: Cosh,
  digamma: Digamma,
  div: Div,
  divideByGaps: DivideByGaps,
  dynamicSlice: DynamicSlice,
  dynamicUpdateSlice: DynamicUpdateSlice,
  equal: Equal,
  erf: Erf,
  erfc: Erfc,
  erfinv: Erfinv,
  exp: Exp,
  expm1: Expm1,
  gammaQuantile: GammaQuantile,
  fourier: Fourier,
  floor: Floor,
  gather: Gather,
  greater: Greater,
  greaterEqual: GreaterEqual,
  hypot: Hypot,
  lgamma: Lgamma,
  log: Log,
  log10: Log10,
  log1p: Log1p,
  log2: Log2,
  logit: Logit,
  loop: Loop,
  matmul: Matmul,
  max: Max,
  maximum: Maximum,
  minimum: Minimum,
  mul: Mul,
  neg: Neg,
  pad: Pad,
  poissonQuantile: PoissonQuantile,
  prefixAttention: PrefixAttention,
  qr: Qr,
  polygamma: Polygamma,
  pow: Pow,
  remainder: Remainder,
  reshape: Reshape,
  result: Result,
  round: Round,
  scale: Scale,
  scatterAdd: ScatterAdd,
  select: Select,
  shift: Shift,
  sigmoid: Sigmoid,
  sign: Sign,
  sin: Sin,
  sinh: Sinh,
  slice: Slice,
  solve: Solve,
  sqrt: Sqrt,
  sub: Sub,
  sum: Sum,
  symmetricEigen: SymmetricEigen,
  tanh: Tanh,
  transpose: Transpose,
  truncatedNormalQuantile: TruncatedNormalQuantile,
  triangularSolve: TriangularSolve,
  softsign: Softsign,
  tan: Tan,
  trunc: Trunc,
  uniform01: Uniform01,
  while: While,
} as const

/** The name of a primitive. */
export type PrimitiveName = keyof typeof primitives
