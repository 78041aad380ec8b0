/**
 * Code for one element-wise equation on vectors: operands are in locals, and the result is left on the stack.
 *
 * @module
 */
import type { Features, Lanes, LoopLanes } from '../../plan/lanes.ts'
import type { LoweredBy } from '../../plan/lowering.ts'
import type { Equation } from '../../primitive/core/program.ts'
import { softsignIsOne } from '../../primitive/elementwise/softsign.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { emitters, splat, vectorOp } from '../math/math.ts'
import { compareIntegers } from './mask.ts'

type Emit = (
  f: FunctionBuilder,
  dtype: Lanes,
  operands: readonly Local[],
  options: { readonly constant: number },
  features: Features,
) => void

const binary =
  (name: string): Emit =>
  (f, dtype, [x, y]) => {
    f.get(x as Local)
      .get(y as Local)
      .op(vectorOp(dtype, name))
  }

const unary =
  (name: string): Emit =>
  (f, dtype, [x]) => {
    f.get(x as Local).op(vectorOp(dtype, name))
  }

const elementary =
  (name: keyof typeof emitters): Emit =>
  (f, dtype, [x], _, features) => {
    f.get(x as Local)
    emitters[name](f, dtype, features)
  }

/** Code for every primitive that loops compute. One that is missing does not compile. */
const emits: { readonly [N in LoweredBy<'elementwise' | 'comparison'>]: Emit } = {
  add: binary('add'),
  ceil: unary('ceil'),
  floor: unary('floor'),
  round: unary('nearest'),
  // What is far out is brought nearer, where the value is ±1 already: a quotient of infinities would not be a number.
  softsign: (f, dtype, [x]) => {
    const near = f.local('v128')
    f.get(x as Local)
    splat(f, dtype, softsignIsOne).op(vectorOp(dtype, 'min'))
    splat(f, dtype, -softsignIsOne).op(vectorOp(dtype, 'max'))
    f.set(near).get(near).get(near).op(vectorOp(dtype, 'abs'))
    splat(f, dtype, 1).op(vectorOp(dtype, 'add')).op(vectorOp(dtype, 'div'))
    f.release(near)
  },
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div'),
  maximum: binary('max'),
  minimum: binary('min'),
  greater: binary('gt'),
  greaterEqual: binary('ge'),
  equal: binary('eq'),
  neg: unary('neg'),
  abs: unary('abs'),
  sqrt: unary('sqrt'),
  exp: elementary('exp'),
  expm1: elementary('expm1'),
  log: elementary('log'),
  log1p: elementary('log1p'),
  sin: elementary('sin'),
  cos: elementary('cos'),
  erf: elementary('erf'),
  tanh: elementary('tanh'),
  sigmoid: elementary('sigmoid'),
  scale: (f, dtype, [x], { constant }) => {
    f.get(x as Local)
    splat(f, dtype, constant).op(vectorOp(dtype, 'mul'))
  },
  shift: (f, dtype, [x], { constant }) => {
    f.get(x as Local)
    splat(f, dtype, constant).op(vectorOp(dtype, 'add'))
  },
  // 1 where x > 0 minus 1 where x < 0; NaN stays NaN through the added 0 · x.
  sign: (f, dtype, [x]) => {
    const one = (compare: string): void => {
      f.get(x as Local)
      splat(f, dtype, 0).op(vectorOp(dtype, compare))
      splat(f, dtype, 1).op('v128.and')
    }
    one('gt')
    one('lt')
    f.op(vectorOp(dtype, 'sub'))
    f.get(x as Local)
    f.get(x as Local)
      .get(x as Local)
      .op(vectorOp(dtype, 'eq'), 'v128.bitselect')
  },
  select: (f, _, [mask, x, y]) => {
    f.get(x as Local)
      .get(y as Local)
      .get(mask as Local)
      .op('v128.bitselect')
  },
  // Only of masks: every bit of a lane is set or none is.
  convert: (f, dtype, [mask]) => {
    f.get(mask as Local)
    splat(f, dtype, 1).op('v128.and')
  },
  trunc: unary('trunc'),
}

/** Emits an equation whose operands are in locals. A comparison leaves a mask of all ones or all zeros in each lane. */
export const emitElementwise = (
  f: FunctionBuilder,
  { primitive, options }: Equation,
  type: LoopLanes,
  operands: readonly Local[],
  features: Features,
): void => {
  if (type === 'i32') {
    compareIntegers(f, primitive.name as LoweredBy<'comparison'>, operands)
    return
  }
  emits[primitive.name as LoweredBy<'elementwise' | 'comparison'>](
    f,
    type,
    operands,
    options as { readonly constant: number },
    features,
  )
}
