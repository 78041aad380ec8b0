/**
 * An assembler for WebAssembly modules: functions of numbers and vectors over one imported memory, as bytes.
 *
 * @see WebAssembly Core Specification 3.0, chapter 5 (binary format)
 * @module
 */

import { Bytes } from './bytes.ts'
import { type Encodings, encodings } from './encodings.ts'
import {
  type AddressType,
  lane,
  laneMemory,
  type Memory,
  memory,
  type Plain,
  typeCodes,
  type ValueType,
} from './instructions.ts'

export type { AddressType, Memory, Plain, ValueType } from './instructions.ts'

/** A vector that a function makes once, and where it keeps it. */
interface Constant {
  readonly bytes: Uint8Array
  readonly local: Local
}

const sameBytes = (xs: ArrayLike<number>, ys: ArrayLike<number>): boolean => {
  for (let i = 0; i < 16; i++) if (xs[i] !== ys[i]) return false
  return true
}

const hashOf = (bytes: ArrayLike<number>): number => {
  let hash = 0
  for (let i = 0; i < 16; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0
  return hash
}

/** A local variable of a function. */
export interface Local {
  readonly index: number
  readonly type: ValueType
}

/**
 * A function in the making: its instructions are appended one after the other.
 *
 * Addresses, and what is counted in bytes, have the type `address`: 32 bits, or 64 where the memory is larger. What is counted otherwise
 * has 32 bits in either.
 */
export class FunctionBuilder {
  readonly #code = new Bytes()
  readonly #locals: ValueType[] = []
  readonly #free = new Map<ValueType, Local[]>()
  readonly #constants: Constant[] = []
  /** The constants by their hashes. */
  readonly #known = new Map<number, Constant[]>()
  readonly parameters: readonly ValueType[]
  readonly results: readonly ValueType[]
  /** The type of addresses. */
  readonly addresses: AddressType
  readonly #encodings: Encodings

  constructor(
    parameters: readonly ValueType[] = [],
    results: readonly ValueType[] = [],
    addresses: AddressType = 'i32',
  ) {
    this.parameters = parameters
    this.results = results
    this.addresses = addresses
    this.#encodings = encodings[addresses]
  }

  /** The bytes of its instructions so far. */
  get length(): number {
    return this.#code.length
  }

  /** A parameter by position. */
  parameter(index: number): Local {
    return { index, type: this.parameters[index] as ValueType }
  }

  /** A local that is free at present. */
  local(type: ValueType | 'address'): Local {
    const own = type === 'address' ? this.addresses : type
    const free = this.#free.get(own)?.pop()
    return free ?? this.#newLocal(own)
  }

  #newLocal(type: ValueType): Local {
    this.#locals.push(type)
    return { index: this.parameters.length + this.#locals.length - 1, type }
  }

  /** Gives locals back for others to use. */
  release(...locals: readonly Local[]): void {
    for (const each of locals) {
      const free = this.#free.get(each.type)
      if (free === undefined) this.#free.set(each.type, [each])
      else free.push(each)
    }
  }

  /** Instructions without immediates. */
  op(...names: readonly Plain[]): this {
    for (let i = 0; i < names.length; i++)
      this.#code.all(this.#encodings.get(names[i] as Plain) as ArrayLike<number>)
    return this
  }

  i32(value: number): this {
    this.#code.byte(0x41).signed(value)
    return this
  }

  i64(value: number): this {
    this.#code.byte(0x42).signed64(value)
    return this
  }

  /** A constant address, or number of bytes. */
  address(value: number): this {
    return this.addresses === 'i32' ? this.i32(value) : this.i64(value)
  }

  f32(value: number): this {
    this.#code.byte(0x43).f32(value)
    return this
  }

  f64(value: number): this {
    this.#code.byte(0x44).f64(value)
    return this
  }

  /** A vector of 16 bytes. */
  v128(bytes: ArrayLike<number>): this {
    this.#code.byte(0xfd).byte(12).all(bytes)
    return this
  }

  /**
   * A vector of 16 bytes that the function makes once, at its beginning, for use in loops: compilers do not move constants
   * out of loops, and making one costs three instructions each time.
   */
  constant(bytes: ArrayLike<number>): this {
    const hash = hashOf(bytes)
    const alike = this.#known.get(hash)
    const known = alike?.find(constant => sameBytes(constant.bytes, bytes))
    if (known !== undefined) return this.get(known.local)
    // A local that was used before would be overwritten before the constant is read.
    const constant = { bytes: Uint8Array.from(bytes), local: this.#newLocal('v128') }
    this.#constants.push(constant)
    if (alike === undefined) this.#known.set(hash, [constant])
    else alike.push(constant)
    return this.get(constant.local)
  }

  get(local: Local): this {
    this.#code.byte(0x20).unsigned(local.index)
    return this
  }

  set(local: Local): this {
    this.#code.byte(0x21).unsigned(local.index)
    return this
  }

  tee(local: Local): this {
    this.#code.byte(0x22).unsigned(local.index)
    return this
  }

  /** Moves an address on by some bytes. */
  advance(address: Local, bytes: number): this {
    return this.get(address).address(bytes).op('address.add').set(address)
  }

  /** A load or store at a constant offset from the address on the stack. */
  memory(name: Memory, offset = 0): this {
    const known = memory[name]
    this.#code.all(known[0]).unsigned(known[1]).unsigned(offset)
    return this
  }

  /** A store of one lane. */
  storeLane(name: keyof typeof laneMemory, index: number, offset = 0): this {
    const known = laneMemory[name]
    this.#code.byte(0xfd).byte(known[0]).unsigned(known[1]).unsigned(offset).byte(index)
    return this
  }

  /** An instruction on one lane. */
  lane(name: keyof typeof lane, index: number): this {
    this.#code.byte(0xfd).byte(lane[name]).byte(index)
    return this
  }

  /** Bytes of two vectors in any order. */
  shuffle(order: ArrayLike<number>): this {
    this.#code.byte(0xfd).byte(13).all(order)
    return this
  }

  /** Copies bytes: destination, source and count, an address, are on the stack. */
  copy(): this {
    this.#code.byte(0xfc).byte(10).byte(0).byte(0)
    return this
  }

  /** Fills bytes: destination, value and count, an address, are on the stack. */
  fill(): this {
    this.#code.byte(0xfc).byte(11).byte(0)
    return this
  }

  call(index: number): this {
    this.#code.byte(0x10).unsigned(index)
    return this
  }

  /** Calls the function of the table whose number is on the stack, which has the type of the function `like`. */
  callIndirect(like: number): this {
    this.#code.byte(0x11).unsigned(like).byte(0)
    return this
  }

  /** A block that `body` may leave by `branch(0)`. */
  block(body: () => void): this {
    this.#code.byte(0x02).byte(0x40)
    body()
    return this.op('end')
  }

  /** A loop that `body` repeats by `branchIf(0)`. */
  loop(body: () => void): this {
    this.#code.byte(0x03).byte(0x40)
    body()
    return this.op('end')
  }

  /** Runs `then` if the number on the stack is not 0. */
  if(then: () => void): this {
    this.#code.byte(0x04).byte(0x40)
    then()
    return this.op('end')
  }

  branch(depth: number): this {
    this.#code.byte(0x0c).unsigned(depth)
    return this
  }

  branchIf(depth: number): this {
    this.#code.byte(0x0d).unsigned(depth)
    return this
  }

  /**
   * Counts a local from `from` in steps up to, not including, `to`. The body runs at least once, unless both are constants
   * that leave nothing to count.
   */
  for(counter: Local, from: number | Local, to: number | Local, step: number, body: () => void): this {
    if (typeof from === 'number' && typeof to === 'number' && from >= to) return this
    const type = counter.type as AddressType
    const push = (bound: number | Local): this =>
      typeof bound === 'number' ? this[type](bound) : this.get(bound)
    push(from).set(counter)
    return this.loop(() => {
      body()
      this.get(counter)[type](step).op(`${type}.add`).tee(counter)
      push(to).op(`${type}.lt_s`).branchIf(0)
    })
  }

  /** Writes the code entry of the function in a module. */
  encode(into: Bytes): void {
    const head = new Bytes().unsigned(this.#locals.length)
    for (const type of this.#locals) head.byte(1).byte(typeCodes[type])
    for (const { bytes, local } of this.#constants)
      head.byte(0xfd).byte(12).all(bytes).byte(0x21).unsigned(local.index)
    into
      .unsigned(head.length + this.#code.length + 1)
      .append(head)
      .append(this.#code)
      .byte(0x0b)
  }
}
