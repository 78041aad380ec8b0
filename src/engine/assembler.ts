/**
 * An assembler for WebAssembly modules: functions of numbers and vectors over one imported memory, as bytes.
 *
 * @see WebAssembly Core Specification 3.0, chapter 5 (binary format)
 * @module
 */

/** The types of WebAssembly values that generated code uses. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

const typeCodes: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b }

/** Instructions without immediates, by their textual names. */
const plain = {
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
  'f32.eq': [0x5b],
  'f32.gt': [0x5e],
  'f32.ge': [0x60],
  'f64.eq': [0x61],
  'f64.gt': [0x64],
  'f64.ge': [0x66],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.and': [0x71],
  'i32.or': [0x72],
  'i32.xor': [0x73],
  'i32.shl': [0x74],
  'i32.shr_u': [0x76],
  'i32.rotl': [0x77],
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
const vector = {
  'i8x16.swizzle': 14,
  'i32x4.splat': 17,
  'i64x2.splat': 18,
  'f32x4.splat': 19,
  'f64x2.splat': 20,
  'i32x4.eq': 55,
  'i32x4.gt_s': 59,
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
  'f32x4.nearest': 106,
  'f64x2.nearest': 148,
  'i32x4.neg': 161,
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
const memory = {
  'i32.load': [[0x28], 2],
  'f32.load': [[0x2a], 2],
  'f64.load': [[0x2b], 3],
  'i32.load8_u': [[0x2d], 0],
  'i32.store': [[0x36], 2],
  'f32.store': [[0x38], 2],
  'f64.store': [[0x39], 3],
  'i32.store8': [[0x3a], 0],
  'v128.load': [[0xfd, 0], 4],
  'v128.load32_splat': [[0xfd, 9], 2],
  'v128.load64_splat': [[0xfd, 10], 3],
  'v128.load32_zero': [[0xfd, 92], 2],
  'v128.load64_zero': [[0xfd, 93], 3],
  'v128.store': [[0xfd, 11], 4],
} as const

/** Loads and stores of one lane. */
const laneMemory = { 'v128.store32_lane': [90, 2], 'v128.store64_lane': [91, 3] } as const

/** Instructions that name a lane. */
const lane = {
  'i32x4.extract_lane': 27,
  'f32x4.extract_lane': 31,
  'f32x4.replace_lane': 32,
  'f64x2.extract_lane': 33,
  'f64x2.replace_lane': 34,
} as const

/** The name of an instruction without immediates. */
export type Plain = keyof typeof plain | keyof typeof vector

/** The name of an instruction that reads or writes memory. */
export type Memory = keyof typeof memory

/** An unsigned number in LEB128. */
export const unsigned = (n: number): readonly number[] => {
  const bytes: number[] = []
  let rest = n
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest === 0 ? byte : byte | 128)
  } while (rest !== 0)
  return bytes
}

/** A signed 32-bit number in LEB128. */
export const signed = (n: number): readonly number[] => {
  const bytes: number[] = []
  let rest = n | 0
  for (;;) {
    const byte = rest & 127
    rest >>= 7
    if ((rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0)) return [...bytes, byte]
    bytes.push(byte | 128)
  }
}

const bits = (dtype: 'f32' | 'f64', value: number): readonly number[] => [
  ...new Uint8Array((dtype === 'f32' ? Float32Array : Float64Array).of(value).buffer),
]

/** A local variable of a function. */
export interface Local {
  readonly index: number
  readonly type: ValueType
}

/** A function in the making: its instructions are appended one after the other. */
export class FunctionBuilder {
  readonly #bytes: number[] = []
  readonly #locals: ValueType[] = []
  readonly #free = new Map<ValueType, Local[]>()
  readonly #constants = new Map<string, { readonly bytes: readonly number[]; readonly local: Local }>()
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]

  constructor(parameters: readonly ValueType[] = [], results: readonly ValueType[] = []) {
    this.parameters = parameters
    this.results = results
  }

  /** A parameter by position. */
  parameter(index: number): Local {
    return { index, type: this.parameters[index] as ValueType }
  }

  /** A local that nobody uses at present. */
  local(type: ValueType): Local {
    const free = this.#free.get(type)?.pop()
    return free ?? this.#newLocal(type)
  }

  #newLocal(type: ValueType): Local {
    this.#locals.push(type)
    return { index: this.parameters.length + this.#locals.length - 1, type }
  }

  /** Gives locals back for others to use. */
  release(...locals: readonly Local[]): void {
    for (const each of locals) this.#free.set(each.type, [...(this.#free.get(each.type) ?? []), each])
  }

  #push(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  /** Instructions without immediates. */
  op(...names: readonly Plain[]): this {
    for (const name of names) {
      if (name in plain) this.#push(...plain[name as keyof typeof plain])
      else this.#push(0xfd, ...unsigned(vector[name as keyof typeof vector]))
    }
    return this
  }

  i32(value: number): this {
    return this.#push(0x41, ...signed(value))
  }

  f32(value: number): this {
    return this.#push(0x43, ...bits('f32', value))
  }

  f64(value: number): this {
    return this.#push(0x44, ...bits('f64', value))
  }

  /** A vector of 16 bytes. */
  v128(bytes: readonly number[]): this {
    return this.#push(0xfd, 12, ...bytes)
  }

  /**
   * A vector of 16 bytes that the function makes once, at its beginning, for use in loops: compilers do not move constants
   * out of loops, and making one costs three instructions each time.
   */
  constant(bytes: readonly number[]): this {
    const key = bytes.join()
    const known = this.#constants.get(key)
    if (known !== undefined) return this.get(known.local)
    // A local that was used before would be overwritten before the constant is read.
    const local = this.#newLocal('v128')
    this.#constants.set(key, { bytes, local })
    return this.get(local)
  }

  get(local: Local): this {
    return this.#push(0x20, ...unsigned(local.index))
  }

  set(local: Local): this {
    return this.#push(0x21, ...unsigned(local.index))
  }

  tee(local: Local): this {
    return this.#push(0x22, ...unsigned(local.index))
  }

  /** A load or store at a constant offset from the address on the stack. */
  memory(name: Memory, offset = 0): this {
    const [opcode, align] = memory[name]
    return this.#push(...opcode, ...unsigned(align), ...unsigned(offset))
  }

  /** A store of one lane. */
  storeLane(name: keyof typeof laneMemory, index: number, offset = 0): this {
    const [opcode, align] = laneMemory[name]
    return this.#push(0xfd, opcode, ...unsigned(align), ...unsigned(offset), index)
  }

  /** An instruction on one lane. */
  lane(name: keyof typeof lane, index: number): this {
    return this.#push(0xfd, lane[name], index)
  }

  /** Bytes of two vectors in any order. */
  shuffle(order: readonly number[]): this {
    return this.#push(0xfd, 13, ...order)
  }

  /** Copies bytes: destination, source and count are on the stack. */
  copy(): this {
    return this.#push(0xfc, 10, 0, 0)
  }

  /** Fills bytes: destination, value and count are on the stack. */
  fill(): this {
    return this.#push(0xfc, 11, 0)
  }

  call(index: number): this {
    return this.#push(0x10, ...unsigned(index))
  }

  /** A block that `body` may leave by `branch(0)`. */
  block(body: () => void): this {
    this.#push(0x02, 0x40)
    body()
    return this.op('end')
  }

  /** A loop that `body` repeats by `branchIf(0)`. */
  loop(body: () => void): this {
    this.#push(0x03, 0x40)
    body()
    return this.op('end')
  }

  /** Runs `then` if the number on the stack is not 0. */
  if(then: () => void): this {
    this.#push(0x04, 0x40)
    then()
    return this.op('end')
  }

  branch(depth: number): this {
    return this.#push(0x0c, ...unsigned(depth))
  }

  branchIf(depth: number): this {
    return this.#push(0x0d, ...unsigned(depth))
  }

  /** Counts a local from `from` in steps up to, not including, `to`; the body runs at least once, if at all. */
  for(counter: Local, from: number, to: number, step: number, body: () => void): this {
    if (from >= to) return this
    this.i32(from).set(counter)
    return this.loop(() => {
      body()
      this.get(counter).i32(step).op('i32.add').tee(counter).i32(to).op('i32.lt_s').branchIf(0)
    })
  }

  /** The code entry of the function in a module. */
  encode(): readonly number[] {
    const locals = this.#locals.flatMap(type => [1, typeCodes[type]])
    const constants = Array.from(this.#constants.values(), ({ bytes, local }) => [
      ...[0xfd, 12, ...bytes],
      ...[0x21, ...unsigned(local.index)],
    ]).flat()
    const body = [...unsigned(this.#locals.length), ...locals, ...constants, ...this.#bytes, 0x0b]
    return [...unsigned(body.length), ...body]
  }
}
