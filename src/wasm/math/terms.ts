/**
 * Terms: arithmetic on vectors, written as expressions rather than as a sequence of stack instructions.
 *
 * A term is code that leaves one vector on the stack. Where a value is used twice, `name` computes it once.
 *
 * @module
 */
import { type Features, type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { FunctionBuilder, Local, Plain } from '../binary/assembler.ts'
import { integerOp, splat, splatBits, vectorOp } from './vector.ts'

/** Code that leaves one vector on the stack. */
export type Term = () => void

/** What terms for one element type are made of. */
export interface Terms {
  readonly dtype: Lanes
  /** Terms for another element type in the same function. */
  readonly as: (dtype: Lanes) => Terms
  /** Every lane the same number. */
  readonly number: (value: number) => Term
  /** Every lane the same bits. */
  readonly bits: (value: bigint) => Term
  /** An instruction on floats, such as `add`. */
  readonly op: (name: string, a: Term, b?: Term, c?: Term) => Term
  /** An instruction on the lanes' bits as integers, such as `sub`. */
  readonly integer: (name: string, a: Term, b?: Term) => Term
  readonly and: (a: Term, b: Term) => Term
  readonly or: (a: Term, b: Term) => Term
  readonly xor: (a: Term, b: Term) => Term
  /** The bits as integers, shifted by a constant. */
  readonly shift: (name: 'shl' | 'shr_u', a: Term, by: number) => Term
  /** `a · b + c`, fused where the host can. */
  readonly madd: (a: Term, b: Term, c: Term) => Term
  /** `c − a · b`, fused where the host can. */
  readonly nmadd: (a: Term, b: Term, c: Term) => Term
  /** `a` where the mask is set, else `b`; each lane of the mask is all ones or all zeros. */
  readonly select: (mask: Term, a: Term, b: Term) => Term
  /** `value`, but in the lanes of the mask the imported function of `x`, which is not called where there are none. */
  readonly unlessHost: (mask: Term, imported: number, x: Term, value: Term) => Term
  /** `Σ coefficients[i] · xⁱ`; `x` must be cheap: it is emitted many times. */
  readonly polynomial: (x: Term, coefficients: readonly number[]) => Term
  /** Emits the term now, for cheap use later. */
  readonly name: (term: Term) => Term
  /** Any other instructions on operands. */
  readonly raw: (emit: (f: FunctionBuilder) => void, a?: Term, b?: Term, c?: Term) => Term
}

/** From this many coefficients on, even and odd powers are summed apart: the two sums run side by side. */
const longPolynomial = 8

const termsOn = (f: FunctionBuilder, dtype: Lanes, { relaxed }: Features, named: Local[]): Terms => {
  const raw: Terms['raw'] = (emit, a, b, c) => () => {
    a?.()
    b?.()
    c?.()
    emit(f)
  }
  const instruction =
    (name: Plain, a?: Term, b?: Term, c?: Term): Term =>
    () => {
      a?.()
      b?.()
      c?.()
      f.op(name)
    }
  const number: Terms['number'] = value => () => splat(f, dtype, value)
  const op: Terms['op'] = (name, a, b, c) => instruction(vectorOp(dtype, name), a, b, c)
  const madd: Terms['madd'] = (a, b, c) =>
    relaxed ? op('relaxed_madd', a, b, c) : op('add', op('mul', a, b), c)
  const name: Terms['name'] = term => {
    const local = f.local('v128')
    named.push(local)
    term()
    f.set(local)
    return () => f.get(local)
  }
  const horner = (x: Term, coefficients: readonly number[]): Term =>
    coefficients
      .slice(0, -1)
      .reduceRight<Term>(
        (sum, coefficient) => madd(sum, x, number(coefficient)),
        number(coefficients.at(-1) as number),
      )
  const polynomial: Terms['polynomial'] = (x, coefficients) => {
    if (coefficients.length < longPolynomial) return horner(x, coefficients)
    const square = name(op('mul', x, x))
    const every = (parity: number): Term =>
      horner(
        square,
        coefficients.filter((_, i) => i % 2 === parity),
      )
    return madd(every(1), x, every(0))
  }
  return {
    dtype,
    as: other => termsOn(f, other, { relaxed }, named),
    number,
    bits: value => () => splatBits(f, dtype, value),
    op,
    integer: (name, a, b) => instruction(integerOp(dtype, name), a, b),
    and: (a, b) => instruction('v128.and', a, b),
    or: (a, b) => instruction('v128.or', a, b),
    xor: (a, b) => instruction('v128.xor', a, b),
    shift: (name, a, by) => raw(g => g.i32(by).op(integerOp(dtype, name)), a),
    madd,
    nmadd: (a, b, c) => (relaxed ? op('relaxed_nmadd', a, b, c) : op('sub', c, op('mul', a, b))),
    select: (mask, a, b) =>
      instruction(relaxed ? integerOp(dtype, 'relaxed_laneselect') : 'v128.bitselect', a, b, mask),
    unlessHost: (mask, imported, x, value) => () => {
      const [result, exact] = [f.local('v128'), f.local('v128')] as const
      named.push(result, exact)
      value()
      f.set(result)
      mask()
      f.op('v128.any_true').if(() => {
        x()
        f.set(exact)
        for (let i = 0; i < lanesOf(dtype); i++) {
          f.get(exact)
          x()
          if (dtype === 'f32') f.lane('f32x4.extract_lane', i).op('f64.promote_f32')
          else f.lane('f64x2.extract_lane', i)
          f.call(imported)
          if (dtype === 'f32') f.op('f32.demote_f64').lane('f32x4.replace_lane', i)
          else f.lane('f64x2.replace_lane', i)
          f.set(exact)
        }
        f.get(exact).get(result)
        mask()
        f.op('v128.bitselect').set(result)
      })
      f.get(result)
    },
    polynomial,
    name,
    raw,
  }
}

/** A function of one vector as terms: the named argument to the result. */
export type Elementary = (v: Terms, x: Term) => Term

/** Emits a function: takes a vector from the stack and leaves one there. */
export const emitElementary =
  (elementary: Elementary) =>
  (f: FunctionBuilder, dtype: Lanes, features: Features): FunctionBuilder => {
    const named: Local[] = []
    const v = termsOn(f, dtype, features, named)
    // The argument is on the stack already.
    elementary(
      v,
      v.name(() => {}),
    )()
    f.release(...named)
    return f
  }
