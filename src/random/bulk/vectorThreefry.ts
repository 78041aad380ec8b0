/**
 * Threefry-2x32 on 128-bit vectors, and what samplers make of its words: a loop over counters, of which each vector has four.
 *
 * A block is a chain of instructions of which each waits for the one before. So eight vectors go side by side, and what they lack
 * in registers costs less than waiting.
 *
 * @see `threefry2x32`, which says what is computed.
 * @module
 */
import { parity, rotations } from '../../primitive/random/threefry.ts'
import {
  type Code,
  constant,
  type Definition,
  every,
  get,
  i32,
  inTurn,
  repeated,
  set,
  shuffle,
  shuffleWords,
  store,
  vectors,
  word,
} from './vectorCode.ts'

const { add, less, shl, shrU, splat, sub } = vectors.i32

/** The two words of four blocks. */
interface Chain {
  readonly a: number
  readonly b: number
}

const parameters = { to: 0, end: 1, k0: 2, k1: 3, domain: 4, first: 5, upper: 6, lower: 7 } as const
const { to, end, k0, k1, domain, first, upper, lower } = parameters
const [schedule, injected] = [
  [8, 9, 10],
  [11, 12, 13, 14, 15],
] as const
const [counter, turned, spare] = [16, 17, 18] as const

/** Samples that are made at a time. */
const groupSize = 32

const chains: readonly Chain[] = Array.from({ length: groupSize / 4 }, (_, i) => ({
  a: 19 + 2 * i,
  b: 20 + 2 * i,
}))
const each = (code: (chain: Chain, i: number) => Code): Code => inTurn(chains.map(code))

/** A rotation, by whole bytes as a move of bytes. */
const rotated = (from: number, bits: number): Code =>
  bits % 8 === 0
    ? [
        ...[...get(from), ...get(from)],
        ...shuffle(Array.from({ length: 16 }, (_, byte) => (byte & ~3) + ((byte + 4 - bits / 8) & 3))),
      ]
    : [...get(from), ...i32(bits), ...shl, ...get(from), ...i32(32 - bits), ...shrU, ...vectors.or]

const prepared = (): Code => [
  ...[...get(k0), ...splat, ...set(schedule[0])],
  ...[...get(k1), ...splat, ...set(schedule[1])],
  ...[...i32(parity), ...get(k0), ...word.xor, ...get(k1), ...word.xor, ...splat, ...set(schedule[2])],
  ...injected.flatMap((local, i) => [
    ...[...get(schedule[(i + 2) % 3]!), ...every.i32(i + 1), ...add, ...set(local)],
  ]),
  // The second word starts the same in all blocks, and so what the first round makes of it alone is, too.
  ...[...get(domain), ...get(k1), ...word.add, ...splat, ...set(spare), ...rotated(spare, rotations[0])],
  ...set(turned),
  ...[...get(first), ...get(k0), ...word.add, ...splat, ...constant(Int32Array.of(0, 1, 2, 3)), ...add],
  ...[...get(spare), ...add, ...set(counter)],
]

const inject = (i: number): readonly Code[] => [
  each(({ a }) => [...get(a), ...get(schedule[i % 3]!), ...add, ...set(a)]),
  each(({ b }) => [...get(b), ...get(injected[i - 1]!), ...add, ...set(b)]),
]

const mixed = (bits: number): readonly Code[] => [
  each(({ a, b }) => [...get(a), ...get(b), ...add, ...set(a)]),
  each(({ a, b }) => [...rotated(b, bits), ...get(a), ...vectors.xor, ...set(b)]),
]

/** The words of the next blocks. */
const words = (): Code =>
  inTurn([
    each(({ a }, i) => [...get(counter), ...every.i32(4 * i), ...add, ...set(a)]),
    [...get(counter), ...every.i32(groupSize), ...add, ...set(counter)],
    each(({ a, b }) => [...get(turned), ...get(a), ...vectors.xor, ...set(b)]),
    ...Array.from({ length: 20 }, (_, i) => [
      ...(i === 0 ? [] : mixed(rotations[i % 8]!)),
      ...(i % 4 === 3 ? inject((i + 1) / 4) : []),
    ]).flat(),
  ])

const stored = (offset: number, value: Code): Code => [...get(to), ...value, ...store(offset)]
const shifted = (from: number, bits: number): Code => [...get(from), ...i32(bits), ...shrU]

/** What is made of the words: bytes that a sample takes, and the code. */
interface Making {
  readonly bytes: number
  readonly code: () => Code
}

/** The upper 24 bits of the first word. */
const unit32: Making = {
  bytes: 4,
  code: () =>
    each(({ a }, i) =>
      stored(16 * i, [
        ...shifted(a, 8),
        ...vectors.f32.fromWords,
        ...every.f32(2 ** -24),
        ...vectors.f32.mul,
      ]),
    ),
}

/**
 * 27 bits of the first word and 26 of the second, each as the last bits of a double: 2²⁵ + x·2⁻²⁷ and ½ + y·2⁻⁵³. What is
 * taken off again leaves x·2⁻²⁷ - ½ exactly, and adding ½ + y·2⁻⁵³ is exact, too.
 */
const unit64: Making = {
  bytes: 8,
  code: () =>
    each(({ a, b }, i) => [
      ...[...shifted(a, 5), ...set(a), ...shifted(b, 6), ...set(b)],
      ...[
        [0, 4, 1, 5],
        [2, 6, 3, 7],
      ].flatMap((order, half) => [
        ...[...get(a), ...every.i32(0x41800000), ...shuffleWords(order)],
        ...[...every.f64(2 ** 25 + 0.5), ...vectors.f64.sub, ...set(spare)],
        ...stored(32 * i + 16 * half, [
          ...[...get(b), ...every.i32(0x3fe00000), ...shuffleWords(order), ...get(spare), ...vectors.f64.add],
        ]),
      ]),
    ]),
}

/** Whether the 53 bits are less than a number of which `upper` has the upper 28 bits and `lower` 26. */
const isFewer = ({ a, b }: Chain): Code => [
  // A smaller lower half lets the upper ones be equal.
  ...shifted(a, 5),
  ...[...get(upper), ...splat, ...shifted(b, 6), ...get(lower), ...splat, ...less, ...sub],
  ...less,
]

/** Ones where they are. */
const ones: Making = {
  bytes: 1,
  code: () =>
    [0, 4].flatMap((four, i) => {
      const [first, second, third, fourth] = chains.slice(four, four + 4).map(isFewer) as [
        Code,
        Code,
        Code,
        Code,
      ]
      return stored(16 * i, [
        ...[...first, ...second, ...vectors.narrow16, ...third, ...fourth, ...vectors.narrow16],
        ...[...vectors.narrow8, ...every.i32(0x01010101), ...vectors.and],
      ])
    }),
}

/**
 * The functions that draw: of bytes `to` and `end`, a key, its domain and the first counter, and what bits are compared to. They
 * write whole groups, up to `end` or over it.
 */
export const drawing = (): Readonly<Record<'unit32' | 'unit64' | 'ones', Definition>> => {
  const [before, drawn] = [prepared(), words()]
  const definition = ({ bytes, code }: Making): Definition => ({
    parameters: Object.values(parameters).map(() => 'i32' as const),
    results: [],
    ...{ vectors: 11 + 2 * chains.length, words: 0 },
    body: inTurn([
      before,
      repeated(inTurn([drawn, code(), [...get(to), ...i32(groupSize * bytes), ...word.add, ...set(to)]]), [
        ...get(to),
        ...get(end),
        ...word.less,
      ]),
    ]),
  })
  return { unit32: definition(unit32), unit64: definition(unit64), ones: definition(ones) }
}
