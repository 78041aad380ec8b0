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
import { Uniform01 } from './uniform01.ts'

/** All primitives by name. */
export const primitives = {
  abs: Abs,
  add: Add,
  argmax: Argmax,
  argmaxWindows: ArgmaxWindows,
  bits: Bits,
  broadcast: Broadcast,
  concat: Concat,
  convert: Convert,
  convolve: Convolve,
  convolveKernel: ConvolveKernel,
  convolveTransposed: ConvolveTransposed,
  cos: Cos,
  div: Div,
  equal: Equal,
  erf: Erf,
  exp: Exp,
  expm1: Expm1,
  gammaQuantile: GammaQuantile,
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
  sqrt: Sqrt,
  sub: Sub,
  sum: Sum,
  tanh: Tanh,
  transpose: Transpose,
  truncatedNormalQuantile: TruncatedNormalQuantile,
  uniform01: Uniform01,
} as const

/** The name of a primitive. */
export type PrimitiveName = keyof typeof primitives
