/**
 * An assembler for WebAssembly modules: functions of numbers and vectors over one imported memory, as bytes.
 *
 * @see WebAssembly Core Specification 3.0, chapter 5 (binary format)
 * @module
 */

import {
  lane,
  laneMemory,
  type Memory,
  memory,
  type Plain,
  plain,
  typeCodes,
  type ValueType,
  vector,
} from './instructions.ts'
import { signed, unsigned } from './leb128.ts'

export type { Memory, Plain, ValueType } from './instructions.ts'

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
  // Code is long, and made of single bytes: it is collected as such, and not as numbers.
  #bytes = new Uint8Array(256)
  #length = 0
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
    for (const each of locals) {
      const free = this.#free.get(each.type)
      if (free === undefined) this.#free.set(each.type, [each])
      else free.push(each)
    }
  }

  #byte(byte: number): this {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#length)
      longer.set(this.#bytes)
      this.#bytes = longer
    }
    this.#bytes[this.#length++] = byte
    return this
  }

  #push(bytes: readonly number[]): this {
    for (let i = 0; i < bytes.length; i++) this.#byte(bytes[i] as number)
    return this
  }

  #unsigned(n: number): this {
    return n < 128 ? this.#byte(n) : this.#push(unsigned(n))
  }

  /** Instructions without immediates. */
  op(...names: readonly Plain[]): this {
    for (const name of names) {
      if (name in plain) this.#push(plain[name as keyof typeof plain])
      else this.#byte(0xfd).#unsigned(vector[name as keyof typeof vector])
    }
    return this
  }

  i32(value: number): this {
    return this.#byte(0x41).#push(signed(value))
  }

  i64(value: number): this {
    return this.#byte(0x42).#push(signed(value))
  }

  f32(value: number): this {
    return this.#byte(0x43).#push(bits('f32', value))
  }

  f64(value: number): this {
    return this.#byte(0x44).#push(bits('f64', value))
  }

  /** A vector of 16 bytes. */
  v128(bytes: readonly number[]): this {
    return this.#byte(0xfd).#byte(12).#push(bytes)
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
    return this.#byte(0x20).#unsigned(local.index)
  }

  set(local: Local): this {
    return this.#byte(0x21).#unsigned(local.index)
  }

  tee(local: Local): this {
    return this.#byte(0x22).#unsigned(local.index)
  }

  /** A load or store at a constant offset from the address on the stack. */
  memory(name: Memory, offset = 0): this {
    const [opcode, align] = memory[name]
    return this.#push(opcode).#unsigned(align).#unsigned(offset)
  }

  /** A store of one lane. */
  storeLane(name: keyof typeof laneMemory, index: number, offset = 0): this {
    const [opcode, align] = laneMemory[name]
    return this.#push([0xfd, opcode]).#unsigned(align).#unsigned(offset).#byte(index)
  }

  /** An instruction on one lane. */
  lane(name: keyof typeof lane, index: number): this {
    return this.#push([0xfd, lane[name], index])
  }

  /** Bytes of two vectors in any order. */
  shuffle(order: readonly number[]): this {
    return this.#push([0xfd, 13]).#push(order)
  }

  /** Copies bytes: destination, source and count are on the stack. */
  copy(): this {
    return this.#push([0xfc, 10, 0, 0])
  }

  /** Fills bytes: destination, value and count are on the stack. */
  fill(): this {
    return this.#push([0xfc, 11, 0])
  }

  call(index: number): this {
    return this.#byte(0x10).#unsigned(index)
  }

  /** Calls the function of the table whose number is on the stack, which has the type of the function `like`. */
  callIndirect(like: number): this {
    return this.#byte(0x11).#unsigned(like).#byte(0)
  }

  /** A block that `body` may leave by `branch(0)`. */
  block(body: () => void): this {
    this.#byte(0x02).#byte(0x40)
    body()
    return this.op('end')
  }

  /** A loop that `body` repeats by `branchIf(0)`. */
  loop(body: () => void): this {
    this.#byte(0x03).#byte(0x40)
    body()
    return this.op('end')
  }

  /** Runs `then` if the number on the stack is not 0. */
  if(then: () => void): this {
    this.#byte(0x04).#byte(0x40)
    then()
    return this.op('end')
  }

  branch(depth: number): this {
    return this.#byte(0x0c).#unsigned(depth)
  }

  branchIf(depth: number): this {
    return this.#byte(0x0d).#unsigned(depth)
  }

  /**
   * Counts a local from `from` in steps up to, not including, `to`. The body runs at least once, unless both are constants
   * that leave nothing to count.
   */
  for(counter: Local, from: number | Local, to: number | Local, step: number, body: () => void): this {
    if (typeof from === 'number' && typeof to === 'number' && from >= to) return this
    const push = (bound: number | Local): this =>
      typeof bound === 'number' ? this.i32(bound) : this.get(bound)
    push(from).set(counter)
    return this.loop(() => {
      body()
      this.get(counter).i32(step).op('i32.add').tee(counter)
      push(to).op('i32.lt_s').branchIf(0)
    })
  }

  /** The code entry of the function in a module. */
  encode(): Uint8Array<ArrayBuffer> {
    const head = [...unsigned(this.#locals.length)]
    for (const type of this.#locals) head.push(1, typeCodes[type])
    for (const { bytes, local } of this.#constants.values())
      head.push(0xfd, 12, ...bytes, 0x21, ...unsigned(local.index))
    const size = head.length + this.#length + 1
    const length = unsigned(size)
    const entry = new Uint8Array(length.length + size)
    entry.set(length)
    entry.set(head, length.length)
    entry.set(this.#bytes.subarray(0, this.#length), length.length + head.length)
    entry[entry.length - 1] = 0x0b
    return entry
  }
}
