/**
 * The logarithm and the cosine of normal samples on vectors of two doubles: those of `logarithm.ts` and `cosine.ts`, operation by
 * operation, so that the bits are the same. Where those branch, a vector says so.
 *
 * @module
 */
import { cosine } from './cosine.ts'
import { logarithm } from './logarithm.ts'
import { type Code, get, i32, set, shuffleWords, vectors } from './vectorCode.ts'

// Terms: code that leaves a vector.
export const op =
  (instruction: Code) =>
  (x: Code, y: Code): Code => [...x, ...y, ...instruction]
const { and, or, xor } = vectors
export const [plus, minus] = [op(vectors.f64.add), op(vectors.f64.sub)]
export const [times, over] = [op(vectors.f64.mul), op(vectors.f64.div)]
const abs = (x: Code): Code => [...x, ...vectors.f64.abs]
const [isLess, isMore] = [op(vectors.f64.less), op(vectors.f64.more)]
const either = op(or)
const select = (condition: Code, yes: Code, no: Code): Code => [
  ...yes,
  ...no,
  ...condition,
  ...vectors.select,
]
export const bitsOf = (x: number): bigint => new BigInt64Array(Float64Array.of(x).buffer)[0]!

/** The same number, or the same 64 bits, in both lanes. */
export interface Constants {
  readonly all: (x: number) => Code
  readonly bits: (x: bigint) => Code
}

/** By Horner's rule, from the constant up. */
const polynomial = ({ all }: Constants, z: Code, coefficients: readonly number[]): Code =>
  coefficients
    .slice(0, -1)
    .reduceRight<Code>((sum, each) => plus(all(each), times(z, sum)), all(coefficients.at(-1)!))

/** Adding this to a small number leaves that rounded to an integer, in the last bits. */
const rounder = 2 ** 52

/** A vector of what branches, and what a computation keeps. */
export const [rare, kept0, kept1, kept2, kept3, kept4, kept5] = [8, 9, 10, 11, 12, 13, 14] as const

/** Turns samples u into `-log(1 - u)`. */
export const emitLogarithm = (constants: Constants, u: number): Code => {
  const { all, bits } = constants
  const [above, k, f, halfSquare, s, z] = [kept0, kept1, kept2, kept3, kept4, kept5]
  const exponent: Code = [...get(above), ...bits(-(2n ** 52n)), ...and]
  const series = times(get(z), polynomial(constants, get(z), logarithm.series))
  return [
    ...[...minus(all(1), get(u)), ...set(u)],
    ...[...get(u), ...bits(bitsOf(logarithm.split)), ...vectors.i64.sub, ...set(above)],
    ...[...get(above), ...get(above), ...shuffleWords([1, 3, 1, 3]), ...i32(20), ...vectors.i32.shrS],
    ...[...vectors.f64.fromWords, ...set(k)],
    ...[...minus([...get(u), ...exponent, ...vectors.i64.sub], all(1)), ...set(f)],
    ...[...either(get(rare), isLess(abs(get(f)), all(logarithm.nearest))), ...set(rare)],
    ...[...times(times(all(0.5), get(f)), get(f)), ...set(halfSquare)],
    ...[...over(get(f), plus(all(2), get(f))), ...set(s)],
    ...[...times(get(s), get(s)), ...set(z)],
    ...minus(
      minus(
        minus(
          get(halfSquare),
          plus(times(get(s), plus(get(halfSquare), series)), times(get(k), all(logarithm.log2[1]))),
        ),
        get(f),
      ),
      times(get(k), all(logarithm.log2[0])),
    ),
    ...set(u),
  ]
}

/** Turns angles into their cosines. */
export const emitCosine = (constants: Constants, angle: number): Code => {
  const { all, bits } = constants
  const [n, x, y, z, first, cube] = [kept0, kept1, kept2, kept3, kept4, kept5]
  const [left, off] = [first, cube]
  const middle = Math.PI / 8
  const cosOfRest = minus(
    minus(all(1), get(first)),
    minus(
      minus(times(all(0.5), get(z)), get(first)),
      minus(
        times(get(z), times(get(z), polynomial(constants, get(z), cosine.cosine))),
        times(get(x), get(y)),
      ),
    ),
  )
  const [s1, ...series] = cosine.sine
  const sinOfRest = minus(
    get(x),
    minus(
      minus(
        times(
          get(z),
          minus(times(all(0.5), get(y)), times(get(cube), polynomial(constants, get(z), series))),
        ),
        get(y),
      ),
      times(get(cube), all(s1)),
    ),
  )
  const isOdd: Code = [...get(n), ...bits(1n), ...and, ...vectors.i64.neg]
  // The signs of 0 to 4 quarters are + - - + +.
  const sign: Code = [...get(n), ...bits(1n), ...vectors.i64.add, ...i32(62), ...vectors.i64.shl]
  return [
    ...[...plus(times(get(angle), all(cosine.quarters)), all(rounder)), ...set(n)],
    ...[...minus(get(n), all(rounder)), ...set(x)],
    ...[...minus(get(angle), times(get(x), all(cosine.parts[0]))), ...set(left)],
    ...[...times(get(x), all(cosine.rests[0])), ...set(off)],
    ...[...minus(get(left), get(off)), ...set(x)],
    ...[...minus(minus(get(left), get(x)), get(off)), ...set(y)],
    ...either(get(rare), isMore(abs(minus(abs(get(x)), all(middle))), all(middle - cosine.nearest))),
    ...set(rare),
    ...[...times(get(x), get(x)), ...set(z)],
    ...[...times(get(z), get(x)), ...set(cube)],
    ...[...get(x), ...bits(2n ** 63n - 2n ** 32n), ...and, ...set(first)],
    ...select(isMore(get(first), all(cosine.large)), all(cosine.most), times(get(first), all(0.25))),
    ...[...isLess(get(first), all(cosine.small)), ...vectors.andNot, ...set(first)],
    ...[...select(isOdd, sinOfRest, cosOfRest), ...sign, ...bits(-(2n ** 63n)), ...and, ...xor],
    ...set(angle),
  ]
}
