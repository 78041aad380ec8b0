/**
 * The method of Box and Muller on 128-bit vectors: `√(-2 log(1 - u)) cos(2πv)` of uniform samples, four at a time.
 *
 * The logarithm and the cosine are those of `logarithm.ts` and `cosine.ts`, operation by operation, so that the bits are the same.
 * Where those branch, for one sample in some ten thousand, a number for four samples is put on a list and left to them.
 *
 * @module
 */
import type { FloatDType } from '../tensor/dtype.ts'
import { chunk } from './chunk.ts'
import { cosine } from './cosine.ts'
import { logarithm } from './logarithm.ts'
import {
  type Code,
  type Definition,
  every,
  get,
  i32,
  load,
  repeated,
  set,
  shuffleWords,
  store,
  storeWord,
  vectors,
  whenever,
  word,
} from './vectorCode.ts'

// Terms: code that leaves a vector.
const op =
  (instruction: Code) =>
  (x: Code, y: Code): Code => [...x, ...y, ...instruction]
const { and, or, xor } = vectors
const [plus, minus] = [op(vectors.f64.add), op(vectors.f64.sub)]
const [times, over] = [op(vectors.f64.mul), op(vectors.f64.div)]
const abs = (x: Code): Code => [...x, ...vectors.f64.abs]
const [isLess, isMore] = [op(vectors.f64.less), op(vectors.f64.more)]
const either = op(or)
const select = (condition: Code, yes: Code, no: Code): Code => [
  ...yes,
  ...no,
  ...condition,
  ...vectors.select,
]
const bitsOf = (x: number): bigint => new BigInt64Array(Float64Array.of(x).buffer)[0]!

/** The same number, or the same 64 bits, in both lanes. */
interface Constants {
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

/** Bytes of an f64. */
const widest = 8

/** Locals: two vectors of samples and of angles, what branches, and what a computation keeps. */
const [at, end, mean, deviation] = [0, 1, 2, 3] as const
const [radii, angles, rare, spread, centre] = [[4, 5], [6, 7], 8, 9, 10] as const
const [kept0, kept1, kept2, kept3, kept4, kept5] = [11, 12, 13, 14, 15, 16] as const

/** Turns samples u into `-log(1 - u)`. */
const emitLogarithm = (constants: Constants, u: number): Code => {
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
const emitCosine = (constants: Constants, angle: number): Code => {
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

/**
 * Where a chunk's samples for radii and angles are, the normal ones made of them, and the list of those that branch, in bytes.
 */
export const places = {
  ...{ radii: 0, angles: chunk * widest },
  ...{ normal: 2 * chunk * widest, list: 3 * chunk * widest },
} as const

const twice = (code: (i: 0 | 1) => Code): Code => [...code(0), ...code(1)]
const { fromF32, fromF64 } = { fromF32: vectors.f64.fromF32, fromF64: vectors.f32.fromF64 }

/** The lower or upper two of four f32, as doubles. */
const half = (i: 0 | 1, four: Code): Code =>
  i === 0 ? [...four, ...fromF32] : [...four, ...four, ...shuffleWords([2, 3, 2, 3]), ...fromF32]

/** Two vectors of doubles, rounded to one. */
const joined = ([x, y]: readonly [number, number]): Code => [
  ...[...get(x), ...fromF64, ...get(y), ...fromF64],
  ...shuffleWords([0, 1, 4, 5]),
]

const loaded = (offset: number): Code => [...get(at), ...load(offset)]
const times32 = op(vectors.f32.mul)

/** What each element type reads, and what it writes: each operation is rounded to it. */
const ends: Readonly<
  Record<FloatDType, (constants: Constants) => { readonly read: Code; readonly write: Code }>
> = {
  f64: ({ all }) => ({
    read: twice(i => [
      ...[...loaded(places.radii + 16 * i), ...set(radii[i])],
      ...[...times(loaded(places.angles + 16 * i), all(2 * Math.PI)), ...set(angles[i])],
    ]),
    write: twice(i => {
      const radius = [...times(all(2), get(radii[i])), ...vectors.f64.sqrt]
      const sample = plus(times(times(radius, get(angles[i])), get(spread)), get(centre))
      return [...get(at), ...sample, ...store(places.normal + 16 * i)]
    }),
  }),
  f32: ({ all }) => ({
    read: [
      ...twice(i => [
        ...[...half(i, loaded(places.radii)), ...set(radii[i])],
        ...[...times(half(i, loaded(places.angles)), all(2 * Math.PI)), ...set(angles[i])],
      ]),
      ...[...joined(angles), ...set(kept0), ...twice(i => [...half(i, get(kept0)), ...set(angles[i])])],
    ],
    write: [
      ...times32([...times32(every.f32(2), joined(radii)), ...vectors.f32.sqrt], joined(angles)),
      ...[...set(kept0), ...twice(i => [...times(half(i, get(kept0)), get(spread)), ...set(radii[i])])],
      ...[...joined(radii), ...set(kept0)],
      ...twice(i => [...plus(half(i, get(kept0)), get(centre)), ...set(radii[i])]),
      ...[...get(at), ...joined(radii), ...store(places.normal)],
    ],
  }),
}

/** A function of bytes `at` and `end` from each place on, of a mean and a deviation, which gives the end of the list. */
const definition = (dtype: FloatDType): Definition => {
  // Constants wait in locals, as engines make them anew wherever they stand.
  const pool: bigint[] = []
  const bits = (x: bigint): Code => {
    if (!pool.includes(x)) pool.push(x)
    return get(kept5 + 1 + pool.indexOf(x))
  }
  const constants = { bits, all: (x: number) => bits(bitsOf(x)) }
  const { read, write } = ends[dtype](constants)
  const turned: Code = [
    ...[...bits(0n), ...set(rare), ...read],
    ...twice(i => emitLogarithm(constants, radii[i])),
    ...[...twice(i => emitCosine(constants, angles[i])), ...write],
  ]
  const list = kept5 + 1 + pool.length
  return {
    parameters: ['i32', 'i32', 'f64', 'f64'],
    results: ['i32'],
    ...{ vectors: list - deviation - 1, words: 1 },
    body: [
      ...pool.flatMap((x, i) => [...every.i64(x), ...set(kept5 + 1 + i)]),
      ...[...get(mean), ...vectors.f64.splat, ...set(centre)],
      ...[...get(deviation), ...vectors.f64.splat, ...set(spread)],
      ...[...i32(places.list), ...set(list)],
      ...repeated(
        [
          ...turned,
          ...whenever(
            [...get(rare), ...vectors.anyTrue],
            [
              ...[...get(list), ...get(at), ...storeWord(0)],
              ...[...get(list), ...i32(4), ...word.add, ...set(list)],
            ],
          ),
          ...[...get(at), ...i32(dtype === 'f32' ? 16 : 32), ...word.add, ...set(at)],
        ],
        [...get(at), ...get(end), ...word.less],
      ),
      ...get(list),
    ],
  }
}

/** The functions that turn uniform samples into normal ones. */
export const turning = () => ({ normal32: definition('f32'), normal64: definition('f64') })
