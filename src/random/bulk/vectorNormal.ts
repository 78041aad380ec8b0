/**
 * The method of Box and Muller on 128-bit vectors: `√(-2 log(1 - u)) cos(2πv)` of uniform samples, four at a time.
 *
 * Where the logarithm or the cosine branches, for one sample in some ten thousand, a number for four samples is put on a list and
 * left to what computes without vectors.
 *
 * @module
 */
import type { FloatDType } from '../../tensor/dtype.ts'
import { chunk } from './chunk.ts'
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
import {
  bitsOf,
  type Constants,
  emitCosine,
  emitLogarithm,
  kept0,
  kept5,
  op,
  plus,
  rare,
  times,
} from './vectorElementary.ts'

/** Bytes of an f64. */
const widest = 8

/** Locals: two vectors of samples and of angles; then come those of the computation, and these. */
const [at, end, mean, deviation] = [0, 1, 2, 3] as const
const [radii, angles] = [
  [4, 5],
  [6, 7],
] as const
const [spread, centre] = [kept5 + 1, kept5 + 2] as const

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
    return get(centre + 1 + pool.indexOf(x))
  }
  const constants = { bits, all: (x: number) => bits(bitsOf(x)) }
  const { read, write } = ends[dtype](constants)
  const turned: Code = [
    ...[...bits(0n), ...set(rare), ...read],
    ...twice(i => emitLogarithm(constants, radii[i])),
    ...[...twice(i => emitCosine(constants, angles[i])), ...write],
  ]
  const list = centre + 1 + pool.length
  return {
    parameters: ['i32', 'i32', 'f64', 'f64'],
    results: ['i32'],
    ...{ vectors: list - deviation - 1, words: 1 },
    body: [
      ...pool.flatMap((x, i) => [...every.i64(x), ...set(centre + 1 + i)]),
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
