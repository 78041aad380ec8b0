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
import { Concat } from './concat.ts'
import { Convert } from './convert.ts'
import { Convolve, ConvolveKernel, ConvolveTransposed } from './convolve.ts'
import { Abs, Cos, Erf, Exp, Expm1, Log, Log1p, Sigmoid, Sign, Sin, Sqrt, Tanh } from './elementary.ts'
import { Argmax, Max } from './reduceMax.ts'
import { GammaQuantile } from './gammaQuantile.ts'
import { Gather, ScatterAdd } from './gather.ts'
import { Loop, Result } from './loop.ts'
import { Matmul } from './matmul.ts'
import { Pad, Slice } from './pad.ts'
import { PoissonQuantile } from './poissonQuantile.ts'
import { Reshape } from './reshape.ts'
import { Scale, Shift } from './scale.ts'
import { Transpose } from './transpose.ts'
import { TruncatedNormalQuantile } from './truncatedNormalQuantile.ts'
import { Cholesky } from './cholesky.ts'
import { Determinant } from './determinant.ts'
import { DivideByGaps } from './divideByGaps.ts'
import { Fourier } from './fourier.ts'
import { Qr } from './qr.ts'
import { Solve } from './solve.ts'
import { SymmetricEigen } from './symmetricEigen.ts'
import { TriangularSolve } from './triangularSolve.ts'
import { Uniform01 } from './uniform01.ts'

/** All primitives by name. */
export const primitives = {
  abs: Abs,
  add: Add,
  argmax: Argmax,
  argmaxWindows: ArgmaxWindows,
  bits: Bits,
  broadcast: Broadcast,
  cholesky: Cholesky,
  concat: Concat,
  convert: Convert,
  convolve: Convolve,
  convolveKernel: ConvolveKernel,
  convolveTransposed: ConvolveTransposed,
  cos: Cos,
  determinant: Determinant,
  div: Div,
  divideByGaps: DivideByGaps,
  equal: Equal,
  erf: Erf,
  exp: Exp,
  expm1: Expm1,
  gammaQuantile: GammaQuantile,
  fourier: Fourier,
  gather: Gather,
  greater: Greater,
  greaterEqual: GreaterEqual,
  log: Log,
  log1p: Log1p,
  loop: Loop,
  matmul: Matmul,
  max: Max,
  maximum: Maximum,
  minimum: Minimum,
  mul: Mul,
  neg: Neg,
  pad: Pad,
  poissonQuantile: PoissonQuantile,
  qr: Qr,
  reshape: Reshape,
  result: Result,
  scale: Scale,
  scatterAdd: ScatterAdd,
  select: Select,
  shift: Shift,
  sigmoid: Sigmoid,
  sign: Sign,
  sin: Sin,
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
  uniform01: Uniform01,
} as const

/** The name of a primitive. */
export type PrimitiveName = keyof typeof primitives
