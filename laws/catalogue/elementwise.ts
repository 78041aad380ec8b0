/**
 * The operations of `op` on single elements, with their laws.
 *
 * @module
 */
import fc from 'fast-check'
import { type DType, op, program, scalar, type Tensor, tensor, zerosLike } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { law } from '../law.ts'
import { plainOf, tensorOf } from '../primitive/plain.ts'
import type { Entry } from './entry.ts'
import { applies, type Dual, own, waits } from './operation.ts'
import { anyTensor, binary, rightNearZero, roundsAtJumps, unary, zeroAndFlat } from './operationEntry.ts'

/** The operations of `op` on single elements. */
export const elementwiseCatalogue = {
  abs: unary('abs', op.abs),
  acos: unary('acos', op.acos),
  acosh: unary('acosh', op.acosh),
  add: binary('add', 'add', op.add),
  asin: unary('asin', op.asin),
  asinh: unary('asinh', op.asinh),
  atan: unary('atan', op.atan),
  atan2: binary('atan2', 'atan2', op.atan2),
  atanh: unary('atanh', op.atanh),
  barrier: own(
    'barrier',
    law('O3', 'op.barrier(x) is x, and computed apart from it in programs', [anyTensor], x => {
      const twice = (a: Tensor) => [op.exp(a), op.exp(op.barrier(a))] as const
      const { equations } = program.trace(twice)(x).program
      return every(
        exact(op.barrier(x), x),
        exact(equations.filter(({ primitive }) => primitive.name === 'exp').length, 2),
      )
    }),
  ),
  ceil: unary('ceil', op.ceil, roundsAtJumps('ceil', op.ceil, Math.ceil)),
  convert: own(
    'convert',
    applies('convert', 'convert', ([x], { dtype }) => op.convert(dtype)(x!)),
  ),
  cos: unary('cos', op.cos),
  cosh: unary('cosh', op.cosh),
  digamma: unary('digamma', op.digamma),
  div: binary('div', 'div', op.div),
  equal: binary('equal', 'equal', op.equal),
  erf: unary('erf', op.erf),
  erfc: unary('erfc', op.erfc),
  erfinv: unary('erfinv', op.erfinv),
  exp: unary('exp', op.exp),
  expm1: unary(
    'expm1',
    op.expm1,
    rightNearZero('expm1', op.expm1, v => v + (v * v) / 2),
  ),
  floor: unary('floor', op.floor, roundsAtJumps('floor', op.floor, Math.floor)),
  greater: binary('greater', 'greater', op.greater),
  greaterEqual: binary('greaterEqual', 'greaterEqual', op.greaterEqual),
  hypot: binary('hypot', 'hypot', op.hypot),
  lgamma: unary('lgamma', op.lgamma),
  log: unary('log', op.log),
  log10: unary('log10', op.log10),
  log1p: unary(
    'log1p',
    op.log1p,
    rightNearZero('log1p', op.log1p, v => v - (v * v) / 2),
  ),
  log2: unary('log2', op.log2),
  logit: unary('logit', op.logit),
  maximum: binary('maximum', 'maximum', op.maximum),
  minimum: binary('minimum', 'minimum', op.minimum),
  mul: binary('mul', 'mul', op.mul),
  neg: unary('neg', op.neg),
  polygamma: own(
    'polygamma',
    applies('polygamma', 'polygamma', ([x], { order }) => op.polygamma(order)(x!)),
  ),
  pow: binary('pow', 'pow', op.pow),
  remainder: binary('remainder', 'remainder', op.remainder),
  round: unary(
    'round',
    op.round,
    // Of a half the even one of both neighbours.
    roundsAtJumps('round', op.round, v => (Number.isInteger(v) ? v : 2 * Math.round(v / 2))),
  ),
  sinh: unary('sinh', op.sinh),
  softsign: unary('softsign', op.softsign),
  safeDiv: own(
    'safeDiv',
    law('O2', 'op.safeDiv divides by what is not 0', [anyTensor], x =>
      exact(op.safeDiv(x, op.shift(100)(x)), op.div(x, op.shift(100)(x))),
    ),
    zeroAndFlat('op.safeDiv', x => op.safeDiv(op.shift(1)(x), x)),
    waits(
      'safeDiv',
      op.safeDiv as Dual,
      anyTensor.map(x => [op.shift(1)(x), x]),
    ),
  ),
  safeLog: own(
    'safeLog',
    law('O2', 'op.safeLog is the logarithm of what is positive', [anyTensor], x =>
      exact(op.safeLog(op.exp(x)), op.log(op.exp(x))),
    ),
    zeroAndFlat('op.safeLog', op.safeLog),
  ),
  safeSqrt: own(
    'safeSqrt',
    law('O2', 'op.safeSqrt is the root of what is positive', [anyTensor], x =>
      exact(op.safeSqrt(op.exp(x)), op.sqrt(op.exp(x))),
    ),
    zeroAndFlat('op.safeSqrt', op.safeSqrt),
  ),
  scale: own(
    'scale',
    applies('scale', 'scale', ([x], { constant }) => op.scale(constant)(x!)),
  ),
  scaleBy: own(
    'scaleBy',
    law(
      'O2',
      'op.scaleBy(s)(x) multiplies every element by s, in the element type of x, whatever that of s',
      [
        fc
          .record({ mine: fc.constantFrom<DType>('f64', 'f32'), its: fc.constantFrom<DType>('f64', 'f32') })
          .chain(({ mine, its }) =>
            fc.tuple(tensors([], { dtype: its }), tensors([2, 3], { dtype: mine }), fc.constant(mine)),
          ),
      ],
      ([s, x, dtype]) =>
        exact(
          op.scaleBy(s)(x),
          tensorOf({ shape: [2, 3], dtype, at: index => plainOf(s).at([]) * plainOf(x).at(index) }),
        ),
    ),
    law('O3', 'op.scaleBy(s) rounds s to the element type of x alone', [fc.integer({ min: 1, max: 99 })], n =>
      every(
        exact(op.scaleBy(scalar(n / 7, 'f64'))(tensor([1, 3], 'f64')), tensor([n / 7, (n / 7) * 3], 'f64')),
        exact(op.scaleBy(scalar(n / 7, 'f64'))(tensor([1])), tensor([n / 7])),
      ),
    ),
  ),
  shift: own(
    'shift',
    applies('shift', 'shift', ([x], { constant }) => op.shift(constant)(x!)),
  ),
  sigmoid: unary('sigmoid', op.sigmoid),
  sign: unary(
    'sign',
    op.sign,
    law('O3', 'op.sign of 0 is 0', [anyTensor], x => exact(op.sign(zerosLike(x)), zerosLike(x))),
  ),
  sin: unary('sin', op.sin),
  sqrt: unary('sqrt', op.sqrt),
  sub: binary('sub', 'sub', op.sub),
  tan: unary('tan', op.tan),
  tanh: unary('tanh', op.tanh),
  trunc: unary('trunc', op.trunc, roundsAtJumps('trunc', op.trunc, Math.trunc)),
} as const satisfies Readonly<Record<string, Entry>>
