/**
 * The instructions of WebAssembly that generated code uses, by their textual names.
 *
 * @see WebAssembly Core Specification 3.0, chapter 5 (binary format)
 * @module
 */

/** The types of values. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

/** The bytes that stand for types. */
export const typeCodes: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b }

/** The types of addresses, and of numbers of bytes: which one is a property of a module's memory. */
export type AddressType = 'i32' | 'i64'

/** Instructions without immediates, by their textual names. */
export const plain = {
  unreachable: [0x00],
  else: [0x05],
  end: [0x0b],
  return: [0x0f],
  drop: [0x1a],
  select: [0x1b],
  'i32.eqz': [0x45],
  'i32.eq': [0x46],
  'i32.ne': [0x47],
  'i32.lt_s': [0x48],
  'i32.lt_u': [0x49],
  'i32.gt_s': [0x4a],
  'i32.le_s': [0x4c],
  'i32.ge_s': [0x4e],
  'i32.ge_u': [0x4f],
  'i64.eq': [0x51],
  'i64.lt_s': [0x53],
  'f32.eq': [0x5b],
  'f32.gt': [0x5e],
  'f32.le': [0x5f],
  'f32.ge': [0x60],
  'f64.eq': [0x61],
  'f64.gt': [0x64],
  'f64.le': [0x65],
  'f64.ge': [0x66],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.div_u': [0x6e],
  'i32.rem_u': [0x70],
  'i32.and': [0x71],
  'i32.or': [0x72],
  'i32.xor': [0x73],
  'i32.shl': [0x74],
  'i32.shr_u': [0x76],
  'i32.rotl': [0x77],
  'i64.add': [0x7c],
  'i64.sub': [0x7d],
  'i64.mul': [0x7e],
  'i64.div_u': [0x80],
  'i64.rem_u': [0x82],
  'i64.and': [0x83],
  'i64.shl': [0x86],
  'i64.shr_u': [0x88],
  'f32.add': [0x92],
  'f32.sub': [0x93],
  'f32.mul': [0x94],
  'f32.div': [0x95],
  'f32.max': [0x97],
  'f64.add': [0xa0],
  'f64.sub': [0xa1],
  'f64.mul': [0xa2],
  'f64.div': [0xa3],
  'f64.max': [0xa5],
  'i64.extend_i32_u': [0xad],
  'f32.convert_i32_s': [0xb2],
  'f32.convert_i32_u': [0xb3],
  'f32.demote_f64': [0xb6],
  'f64.convert_i32_s': [0xb7],
  'f64.convert_i32_u': [0xb8],
  'f64.promote_f32': [0xbb],
  'i32.trunc_sat_f32_s': [0xfc, 0],
  'i32.trunc_sat_f64_s': [0xfc, 2],
} as const

/** Vector instructions without immediates: the number that follows the prefix 0xfd. */
export const vector = {
  'i8x16.swizzle': 14,
  'i32x4.splat': 17,
  'i64x2.splat': 18,
  'f32x4.splat': 19,
  'f64x2.splat': 20,
  'i32x4.eq': 55,
  'i32x4.ne': 56,
  'i32x4.gt_s': 59,
  'i32x4.ge_s': 63,
  'f32x4.eq': 65,
  'f32x4.ne': 66,
  'f32x4.lt': 67,
  'f32x4.gt': 68,
  'f32x4.le': 69,
  'f32x4.ge': 70,
  'f64x2.eq': 71,
  'f64x2.ne': 72,
  'f64x2.lt': 73,
  'f64x2.gt': 74,
  'f64x2.le': 75,
  'f64x2.ge': 76,
  'v128.not': 77,
  'v128.and': 78,
  'v128.andnot': 79,
  'v128.or': 80,
  'v128.xor': 81,
  'v128.bitselect': 82,
  'v128.any_true': 83,
  'f32x4.demote_f64x2_zero': 94,
  'f64x2.promote_low_f32x4': 95,
  'f32x4.ceil': 103,
  'f32x4.floor': 104,
  'f32x4.trunc': 105,
  'f32x4.nearest': 106,
  'f64x2.ceil': 116,
  'f64x2.floor': 117,
  'f64x2.trunc': 122,
  'i16x8.extend_low_i8x16_u': 137,
  'f64x2.nearest': 148,
  'i32x4.neg': 161,
  'i32x4.extend_low_i16x8_u': 169,
  'i32x4.shl': 171,
  'i32x4.shr_s': 172,
  'i32x4.shr_u': 173,
  'i32x4.add': 174,
  'i32x4.sub': 177,
  'i32x4.mul': 181,
  'i64x2.neg': 193,
  'i64x2.extend_low_i32x4_s': 199,
  'i64x2.shl': 203,
  'i64x2.shr_u': 205,
  'i64x2.add': 206,
  'i64x2.sub': 209,
  'f32x4.abs': 224,
  'f32x4.neg': 225,
  'f32x4.sqrt': 227,
  'f32x4.add': 228,
  'f32x4.sub': 229,
  'f32x4.mul': 230,
  'f32x4.div': 231,
  'f32x4.min': 232,
  'f32x4.max': 233,
  'f32x4.pmin': 234,
  'f32x4.pmax': 235,
  'f64x2.abs': 236,
  'f64x2.neg': 237,
  'f64x2.sqrt': 239,
  'f64x2.add': 240,
  'f64x2.sub': 241,
  'f64x2.mul': 242,
  'f64x2.div': 243,
  'f64x2.min': 244,
  'f64x2.max': 245,
  'f64x2.pmin': 246,
  'f64x2.pmax': 247,
  'i32x4.trunc_sat_f32x4_s': 248,
  'f32x4.convert_i32x4_s': 250,
  'i32x4.trunc_sat_f64x2_s_zero': 252,
  'f64x2.convert_low_i32x4_s': 254,
  'f32x4.relaxed_madd': 0x105,
  'f32x4.relaxed_nmadd': 0x106,
  'f64x2.relaxed_madd': 0x107,
  'f64x2.relaxed_nmadd': 0x108,
  'i32x4.relaxed_laneselect': 0x10b,
  'i64x2.relaxed_laneselect': 0x10c,
} as const

/** Loads and stores: opcode bytes and the alignment hint (the logarithm of the natural alignment). */
export const memory = {
  'i32.load': [[0x28], 2],
  'f32.load': [[0x2a], 2],
  'f64.load': [[0x2b], 3],
  'i32.load8_u': [[0x2d], 0],
  'i32.store': [[0x36], 2],
  'f32.store': [[0x38], 2],
  'f64.store': [[0x39], 3],
  'i32.store8': [[0x3a], 0],
  'memory.atomic.notify': [[0xfe, 0x00], 2],
  'memory.atomic.wait32': [[0xfe, 0x01], 2],
  'i32.atomic.load': [[0xfe, 0x10], 2],
  'i32.atomic.store': [[0xfe, 0x17], 2],
  'i32.atomic.rmw.add': [[0xfe, 0x1e], 2],
  'v128.load': [[0xfd, 0], 4],
  'v128.load16_splat': [[0xfd, 8], 1],
  'v128.load32_splat': [[0xfd, 9], 2],
  'v128.load64_splat': [[0xfd, 10], 3],
  'v128.load32_zero': [[0xfd, 92], 2],
  'v128.load64_zero': [[0xfd, 93], 3],
  'v128.store': [[0xfd, 11], 4],
} as const

/** Loads and stores of one lane. */
export const laneMemory = {
  'v128.store8_lane': [88, 0],
  'v128.store16_lane': [89, 1],
  'v128.store32_lane': [90, 2],
  'v128.store64_lane': [91, 3],
} as const

/** Instructions that name a lane. */
export const lane = {
  'i32x4.extract_lane': 27,
  'f32x4.extract_lane': 31,
  'f32x4.replace_lane': 32,
  'f64x2.extract_lane': 33,
  'f64x2.replace_lane': 34,
} as const

/** Instructions on addresses, each the one on integers of the address's type. */
const onAddresses = ['add', 'sub', 'mul', 'div_u', 'rem_u', 'and', 'shl', 'shr_u', 'eq', 'lt_s'] as const

type OnAddresses = `address.${(typeof onAddresses)[number]}` | 'address.extend_i32_u'

/** What the instructions on addresses are where these have a given type. An integer of 32 bits may be an address already. */
export const addressing = (type: AddressType): readonly (readonly [OnAddresses, readonly number[]])[] => [
  ...onAddresses.map(name => [`address.${name}`, plain[`${type}.${name}`]] as const),
  ['address.extend_i32_u', type === 'i32' ? [] : plain['i64.extend_i32_u']],
]

/** The name of an instruction without immediates. */
export type Plain = keyof typeof plain | keyof typeof vector | OnAddresses

/** The name of an instruction that reads or writes memory. */
export type Memory = keyof typeof memory
