/**
 * Uniform samples of [0, 1) by WebAssembly's 128-bit vectors: Threefry-2x32 on four counters at a time. A module of two small
 * functions over a memory of its own, made when many samples are first asked for.
 *
 * The room of engines has an assembler, but engines stand above samplers, and what is needed here is a handful of instructions.
 *
 * @see `threefry2x32`, which says what is computed; WebAssembly Core Specification 3.0, chapter 5 (binary format)
 * @module
 */
import { parity, rotations } from '../primitive/threefry.ts'
import type { FloatDType } from '../tensor/dtype.ts'

/** Writes the samples with numbers from `first` on into bytes `to` up to `end`, eight at a time. */
export type Draw = (to: number, end: number, k0: number, k1: number, domain: number, first: number) => void

/** The functions, and where they write. */
export interface VectorUnits {
  readonly memory: ArrayBuffer
  readonly draw: Readonly<Record<FloatDType, Draw>>
}

/** What is needed of a host's WebAssembly. */
interface Host {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> }
}

declare const WebAssembly: Host | undefined

// -------------------------------------------------------------------------------------
// instructions
// -------------------------------------------------------------------------------------

type Code = readonly number[]

/** An unsigned number below 2¹⁴, seven bits a byte. */
const number = (n: number): Code => (n < 128 ? [n] : [(n & 127) | 128, n >> 7])

/** A signed number from -64 to 63 in one byte, or a 32-bit one in five. */
const i32 = (n: number): Code =>
  n >= -64 && n < 64
    ? [0x41, n & 127]
    : [0x41, ...[0, 7, 14, 21].map(bits => ((n >> bits) & 127) | 128), (n >> 28) & 127]

const get = (local: number): Code => [0x20, local]
const set = (local: number): Code => [0x21, local]
const vector = (instruction: number): Code => [0xfd, ...number(instruction)]
const [store, constant, shuffle, splat] = [vector(11), vector(12), vector(13), vector(17)]
const [or, xor, shl, shrU, add] = [vector(80), vector(81), vector(171), vector(173), vector(174)]
const [convert32, mul32] = [vector(250), vector(230)]
const [convert64, mul64, add64] = [vector(254), vector(242), vector(240)]
const [addI32, xorI32, lessI32] = [[0x6a], [0x73], [0x48]]

const bytesOf = (numbers: Int32Array | Float32Array | Float64Array): Code => [
  ...constant,
  ...new Uint8Array(numbers.buffer),
]
const float = (dtype: FloatDType, x: number): Code =>
  bytesOf(dtype === 'f32' ? new Float32Array(4).fill(x) : new Float64Array(2).fill(x))

// -------------------------------------------------------------------------------------
// functions
// -------------------------------------------------------------------------------------

const parameters = { to: 0, end: 1, k0: 2, k1: 3, domain: 4, first: 5 }
const { to, end, k0, k1, domain, first } = parameters
/** The schedule of keys, and what is added to the second word at each injection. */
const [schedule, injected] = [
  [6, 7, 8],
  [9, 10, 11, 12, 13],
] as const
const [start, counter, turned] = [14, 15, 16] as const
/** The two words of four blocks, twice: a chain waits for itself, and another one beside it does not. */
const chains = [
  { a: 17, b: 18 },
  { a: 19, b: 20 },
] as const
const vectors = 20 - first

type Chain = (typeof chains)[number]
const each = (code: (chain: Chain) => Code): Code => chains.flatMap(code)

const inject = (i: number): Code => [
  ...each(({ a }) => [...get(a), ...get(schedule[i % 3]!), ...add, ...set(a)]),
  ...each(({ b }) => [...get(b), ...get(injected[i - 1]!), ...add, ...set(b)]),
]

const round = (i: number): Code => {
  const bits = rotations[i % 8] as number
  return [
    ...each(({ a, b }) => [...get(a), ...get(b), ...add, ...set(a)]),
    ...each(({ a, b }) => [...rotated(b, bits), ...get(a), ...xor, ...set(b)]),
    ...(i % 4 === 3 ? inject((i + 1) / 4) : []),
  ]
}

/** A rotation, by whole bytes as a move of bytes. */
const rotated = (word: number, bits: number): Code =>
  bits % 8 === 0
    ? [
        ...[...get(word), ...get(word), ...shuffle],
        ...Array.from({ length: 16 }, (_, byte) => (byte & ~3) + ((byte + 4 - bits / 8) & 3)),
      ]
    : [...get(word), ...i32(bits), ...shl, ...get(word), ...i32(32 - bits), ...shrU, ...or]

/** The counters of the next four blocks. */
const advance: Code = [...get(counter), ...i32(4), ...splat, ...add, ...set(counter)]

const prepare: Code = [
  ...[...get(k0), ...splat, ...set(schedule[0])],
  ...[...get(k1), ...splat, ...set(schedule[1])],
  ...[...i32(parity), ...get(k0), ...xorI32, ...get(k1), ...xorI32, ...splat, ...set(schedule[2])],
  ...injected.flatMap((local, i) => [
    ...[...get(schedule[(i + 2) % 3]!), ...i32(i + 1), ...splat, ...add, ...set(local)],
  ]),
  ...[...get(domain), ...splat, ...get(schedule[1]), ...add, ...set(start)],
  ...[...get(first), ...splat, ...bytesOf(Int32Array.of(0, 1, 2, 3)), ...add],
  ...[...get(schedule[0]), ...add, ...set(counter)],
]

const stored = (offset: number, value: Code): Code => [...get(to), ...value, ...store, 4, offset]

/** Two of four words, each shifted, as doubles. */
const doubles = (word: number, bits: number, half: number): Code => [
  ...[...get(word), ...i32(bits), ...shrU, ...set(turned)],
  ...[...get(turned), ...get(turned), ...shuffle],
  ...[...Array.from({ length: 16 }, (_, byte) => half * 8 + (byte % 8)), ...convert64],
]

/** The samples of four blocks, as `unit` has them. */
const units: Readonly<Record<FloatDType, (chain: Chain, offset: number) => Code>> = {
  f32: ({ a }, offset) =>
    stored(offset, [...get(a), ...i32(8), ...shrU, ...convert32, ...float('f32', 2 ** -24), ...mul32]),
  f64: ({ a, b }, offset) =>
    [0, 1].flatMap(half =>
      stored(2 * offset + 16 * half, [
        ...[...doubles(a, 5, half), ...float('f64', 2 ** 26), ...mul64, ...doubles(b, 6, half), ...add64],
        ...[...float('f64', 2 ** -53), ...mul64],
      ]),
    ),
}

const bodyOf = (dtype: FloatDType): Code => [
  ...[1, vectors, 0x7b],
  ...prepare,
  ...[0x03, 0x40],
  ...each(({ a, b }) => [...get(counter), ...set(a), ...get(start), ...set(b), ...advance]),
  ...Array.from({ length: 20 }, (_, i) => round(i)).flat(),
  ...chains.flatMap((chain, i) => units[dtype](chain, 16 * i)),
  ...[...get(to), ...i32(dtype === 'f32' ? 32 : 64), ...addI32, ...set(to)],
  ...[...get(to), ...get(end), ...lessI32, 0x0d, 0],
  ...[0x0b, 0x0b],
]

// -------------------------------------------------------------------------------------
// module
// -------------------------------------------------------------------------------------

const section = (id: number, content: Code): Code => [id, ...number(content.length), ...content]
const sized = (content: Code): Code => [...number(content.length), ...content]
const exported = (name: string, kind: number, index: number): Code => [
  ...sized(Array.from(name, letter => letter.charCodeAt(0))),
  ...[kind, index],
]

const encoded = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...sized(Object.keys(parameters).map(() => 0x7f)), 0]),
    ...section(3, [2, 0, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [3, ...exported('memory', 2, 0), ...exported('f32', 0, 0), ...exported('f64', 0, 1)]),
    ...section(10, [2, ...sized(bodyOf('f32')), ...sized(bodyOf('f64'))]),
  ])

/** The functions, in a host that has vectors and makes modules; else null, and samples are made without. */
export const vectorUnits = (
  host: Host | undefined = typeof WebAssembly === 'undefined' ? undefined : WebAssembly,
): VectorUnits | null => {
  if (host === undefined) return null
  try {
    const { memory, f32, f64 } = new host.Instance(new host.Module(encoded())).exports
    return {
      memory: (memory as { readonly buffer: ArrayBuffer }).buffer,
      draw: { f32: f32 as Draw, f64: f64 as Draw },
    }
  } catch {
    // Forbidden by the page, or older than vectors.
    return null
  }
}
