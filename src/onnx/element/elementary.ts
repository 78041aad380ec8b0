/**
 * Functions of each element: elementary ones, rounding, signs.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import { convert, isFloat, throughFloats } from '../node/arrays.ts'
import { elementwise, exactly, ofFloats } from '../node/make.ts'
import type { Operator } from '../node/operator.ts'

const of = (f: Parameters<typeof throughFloats>[0], more: Partial<Operator> = {}): Operator =>
  ofFloats(() => f, more)

export const elementary: Readonly<Record<string, Operator>> = {
  Abs: elementwise(() => throughFloats(op.abs), { exact: () => exactly(x => (x! < 0n ? -x! : x!)) }),
  Neg: elementwise(() => op.neg, { exact: () => exactly(x => -x!) }),
  Sign: elementwise(() => throughFloats(op.sign), {
    since: 9,
    exact: () => exactly(x => (x! < 0n ? -1n : x! > 0n ? 1n : 0n)),
  }),
  Ceil: of(op.ceil),
  Floor: of(op.floor),
  Round: of(op.round, { since: 11 }),
  Exp: of(op.exp),
  Log: of(op.log),
  Sqrt: of(op.sqrt),
  Reciprocal: of(op.reciprocal),
  Sin: of(op.sin, { since: 7 }),
  Cos: of(op.cos, { since: 7 }),
  Tan: of(op.tan, { since: 7 }),
  Asin: of(op.asin, { since: 7 }),
  Acos: of(op.acos, { since: 7 }),
  Atan: of(op.atan, { since: 7 }),
  Sinh: of(op.sinh, { since: 9 }),
  Cosh: of(op.cosh, { since: 9 }),
  Tanh: of(op.tanh),
  Asinh: of(op.asinh, { since: 9 }),
  Acosh: of(op.acosh, { since: 9 }),
  Atanh: of(op.atanh, { since: 9 }),
  Erf: elementwise(() => x => (isFloat(x) ? op.erf(x) : convert(x.dtype, op.erf(convert('f64', x)))), {
    since: 9,
  }),
  Sigmoid: of(op.sigmoid),
  Softsign: of(op.softsign),
}
