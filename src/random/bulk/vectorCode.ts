/**
 * WebAssembly as bytes: the instructions on 128-bit vectors that samplers need, and the module around functions of them.
 *
 * The room of engines has an assembler, but engines stand above samplers, and what is needed here is a handful of instructions.
 *
 * @see WebAssembly Core Specification 3.0, chapter 5 (binary format)
 * @module
 */

/** Instructions and what they take, in bytes. */
export type Code = readonly number[]

/** One after the other: for long code, which spreading would copy number by number. */
export const inTurn = (parts: readonly Code[]): Code => ([] as number[]).concat(...parts)

/** An unsigned number, seven bits a byte. */
const number = (n: number): Code => (n < 128 ? [n] : [(n & 127) | 128, ...number(n >> 7)])

/** A signed number from -64 to 63 in one byte, or a 32-bit one in five. */
export const i32 = (n: number): Code =>
  n >= -64 && n < 64
    ? [0x41, n & 127]
    : [0x41, ...[0, 7, 14, 21].map(bits => ((n >> bits) & 127) | 128), (n >> 28) & 127]

export const get = (local: number): Code => [0x20, local]
export const set = (local: number): Code => [0x21, local]

const vector = (instruction: number): Code => [0xfd, ...number(instruction)]

/** Instructions on words, by what they do. */
export const word = { add: [0x6a], xor: [0x73], less: [0x48] } as const

/** Instructions on vectors, by what they do and the lanes they do it to. */
export const vectors = {
  ...{
    and: vector(78),
    andNot: vector(79),
    or: vector(80),
    xor: vector(81),
    select: vector(82),
    anyTrue: vector(83),
  },
  ...{ narrow8: vector(101), narrow16: vector(133) },
  i32: {
    ...{ splat: vector(17), less: vector(57), shl: vector(171), shrS: vector(172), shrU: vector(173) },
    ...{ add: vector(174), sub: vector(177) },
  },
  i64: { neg: vector(193), shl: vector(203), add: vector(206), sub: vector(209) },
  f32: { fromWords: vector(250), fromF64: vector(94), mul: vector(230), sqrt: vector(227) },
  f64: {
    ...{ splat: vector(20), fromWords: vector(254), fromF32: vector(95), less: vector(73), more: vector(74) },
    ...{ abs: vector(236), sqrt: vector(239) },
    ...{ add: vector(240), sub: vector(241), mul: vector(242), div: vector(243) },
  },
} as const

/** The bytes of two vectors that a vector is put together from. */
export const shuffle = (bytes: readonly number[]): Code => [...vector(13), ...bytes]

/** Four words of two vectors, which have numbers 0 to 3 and 4 to 7. */
export const shuffleWords = (words: readonly number[]): Code =>
  shuffle(words.flatMap(each => [0, 1, 2, 3].map(byte => 4 * each + byte)))

/** Loads and stores of vectors, a number of bytes from an address on the stack. */
export const load = (offset: number): Code => [...vector(0), 4, ...number(offset)]
export const store = (offset: number): Code => [...vector(11), 4, ...number(offset)]
export const storeWord = (offset: number): Code => [0x36, 2, ...number(offset)]

/** A constant vector of all of these bytes, or of the same number in every lane. */
export const constant = (numbers: Int32Array | Float32Array | Float64Array | BigInt64Array): Code => [
  ...vector(12),
  ...new Uint8Array(numbers.buffer),
]
export const every = {
  i32: (x: number): Code => constant(new Int32Array(4).fill(x)),
  i64: (x: bigint): Code => constant(new BigInt64Array(2).fill(x)),
  f32: (x: number): Code => constant(new Float32Array(4).fill(x)),
  f64: (x: number): Code => constant(new Float64Array(2).fill(x)),
}

/** A body that is gone through again as long as the condition after it holds. */
export const repeated = (body: Code, condition: Code): Code =>
  inTurn([[0x03, 0x40], body, condition, [0x0d, 0, 0x0b]])

/** A body for a condition. */
export const whenever = (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b]

const types = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const

/** A function whose locals are its parameters, vectors after them, and then words. */
export interface Definition {
  readonly parameters: readonly ('i32' | 'f64')[]
  readonly results: readonly 'i32'[]
  readonly vectors: number
  readonly words: number
  readonly body: Code
}

const sized = (content: Code): Code => inTurn([number(content.length), content])
const section = (id: number, content: Code): Code => inTurn([[id], sized(content)])
const list = (each: readonly Code[]): Code => inTurn([number(each.length), ...each])
const exported = (name: string, kind: number, index: number): Code => [
  ...sized(Array.from(name, letter => letter.charCodeAt(0))),
  ...[kind, index],
]

/** A module of functions by name over a memory of one page of 64 KiB. */
export const moduleOf = (functions: Readonly<Record<string, Definition>>): Uint8Array<ArrayBuffer> => {
  const [names, definitions] = [Object.keys(functions), Object.values(functions)]
  const typesOf = (those: readonly (keyof typeof types)[]): Code => sized(those.map(each => types[each]))
  const typeOf = ({ parameters, results }: Definition): Code => [
    ...[0x60, ...typesOf(parameters), ...typesOf(results)],
  ]
  const bodyOf = ({ vectors, words, body }: Definition): Code =>
    sized(inTurn([[2, ...number(vectors), types.v128, ...number(words), types.i32], body, [0x0b]]))
  return new Uint8Array(
    inTurn([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, list(definitions.map(typeOf))),
      section(3, list(definitions.map((_, i) => number(i)))),
      section(5, [1, 0, 1]),
      section(7, list([exported('memory', 2, 0), ...names.map((name, i) => exported(name, 0, i))])),
      section(10, list(definitions.map(bodyOf))),
    ]),
  )
}
