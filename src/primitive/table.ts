/**
 * The table of primitives: everything that a program can be made of. Each later interpretation of programs (tangents, traces,
 * engines, printers) is a function of this table, and the laws run over it.
 *
 * @module
 */

import { DynamicSlice, DynamicUpdateSlice } from './block/dynamicSlice.ts'
import { Cond } from './control/cond.ts'
import { Loop } from './control/loop.ts'
import { While } from './control/while.ts'
import { Result } from './core/result.ts'
import { CumArgmax, CumProd, LogCumSumExp } from './cumulative/cumulative.ts'
import { CumSum, LinearRecurrence } from './cumulative/recurrence.ts'
import { Add, Div, Mul, Neg, Sub } from './elementwise/arithmetic.ts'
import { Acos, Asin, Atan, Tan } from './elementwise/circular.ts'
import { Equal, Greater, GreaterEqual, Maximum, Minimum, Select } from './elementwise/compare.ts'
import { Convert } from './elementwise/convert.ts'
import {
  Abs,
  Cos,
  Erf,
  Exp,
  Expm1,
  Log,
  Log1p,
  Sigmoid,
  Sign,
  Sin,
  Sqrt,
  Tanh,
} from './elementwise/elementary.ts'
import { Erfc, Erfinv } from './elementwise/errorFunction.ts'
import { Digamma, Lgamma, Polygamma } from './elementwise/gamma.ts'
import { Acosh, Asinh, Atanh, Cosh, Sinh } from './elementwise/hyperbolic.ts'
import { Log2, Log10, Logit } from './elementwise/logarithm.ts'
import { Atan2, Hypot } from './elementwise/plane.ts'
import { Pow } from './elementwise/pow.ts'
import { Remainder } from './elementwise/remainder.ts'
import { Ceil, Floor, Round, Trunc } from './elementwise/rounding.ts'
import { Scale, Shift } from './elementwise/scale.ts'
import { Softsign } from './elementwise/softsign.ts'
import { Fourier } from './fourier/fourier.ts'
import { Cholesky } from './linearAlgebra/cholesky.ts'
import { Determinant } from './linearAlgebra/determinant.ts'
import { DivideByGaps } from './linearAlgebra/divideByGaps.ts'
import { Qr } from './linearAlgebra/qr.ts'
import { Solve } from './linearAlgebra/solve.ts'
import { SymmetricEigen } from './linearAlgebra/symmetricEigen.ts'
import { TriangularSolve } from './linearAlgebra/triangularSolve.ts'
import { Concat } from './movement/concat.ts'
import { Gather, ScatterAdd } from './movement/gather.ts'
import { Pad, Slice } from './movement/pad.ts'
import { Reshape } from './movement/reshape.ts'
import { Transpose } from './movement/transpose.ts'
import { Argsort, Sort } from './order/sort.ts'
import { Matmul } from './product/matmul.ts'
import { PrefixAttention } from './product/prefixAttention.ts'
import { Bits } from './random/bits.ts'
import { GammaQuantile } from './random/gammaQuantile.ts'
import { PoissonQuantile } from './random/poissonQuantile.ts'
import { TruncatedNormalQuantile } from './random/truncatedNormalQuantile.ts'
import { Uniform01 } from './random/uniform01.ts'
import { Broadcast, Sum } from './reduction/broadcast.ts'
import { Argmax, Max } from './reduction/reduceMax.ts'
import { ArgmaxWindows } from './window/argmaxWindows.ts'
import { Convolve, ConvolveKernel, ConvolveTransposed } from './window/convolve.ts'

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
