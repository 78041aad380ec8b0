/**
 * Bytes in the making: what WebAssembly's binary format is written to. Code is long, and made of single bytes, so that nothing is
 * allocated for one of them.
 *
 * @see WebAssembly Core Specification 3.0, chapter 5.2 (values)
 * @module
 */

const f32 = new Float32Array(1)
const f64 = new Float64Array(1)
const f32Bytes = new Uint8Array(f32.buffer)
const f64Bytes = new Uint8Array(f64.buffer)

/** Bytes that are appended one after the other. */
export class Bytes {
  #bytes: Uint8Array<ArrayBuffer>
  length = 0

  constructor(room = 256) {
    this.#bytes = new Uint8Array(room)
  }

  byte(byte: number): this {
    if (this.length === this.#bytes.length) this.#reserve(1)
    this.#bytes[this.length++] = byte
    return this
  }

  #reserve(count: number): void {
    const longer = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + count))
    longer.set(this.#bytes)
    this.#bytes = longer
  }

  /** Some bytes. */
  all(bytes: ArrayLike<number>): this {
    for (let i = 0; i < bytes.length; i++) this.byte(bytes[i] as number)
    return this
  }

  /** What was written elsewhere. */
  append({ bytes }: { readonly bytes: Uint8Array }): this {
    if (this.length + bytes.length > this.#bytes.length) this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.length)
    this.length += bytes.length
    return this
  }

  /** An unsigned number in LEB128: seven bits a byte, the lowest first. */
  unsigned(n: number): this {
    let rest = n
    while (rest >= 128) {
      this.byte((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    return this.byte(rest)
  }

  /** A signed 32-bit number in LEB128. */
  signed(n: number): this {
    let rest = n | 0
    while (rest < -64 || rest >= 64) {
      this.byte((rest & 127) | 128)
      rest >>= 7
    }
    return this.byte(rest & 127)
  }

  /** A signed number of up to 53 bits in LEB128. */
  signed64(n: number): this {
    let rest = n
    while (rest < -64 || rest >= 64) {
      const low = rest - 128 * Math.floor(rest / 128)
      this.byte(low | 128)
      rest = Math.floor(rest / 128)
    }
    return this.byte(rest & 127)
  }

  f32(value: number): this {
    f32[0] = value
    return this.all(f32Bytes)
  }

  f64(value: number): this {
    f64[0] = value
    return this.all(f64Bytes)
  }

  /** A name of ASCII characters, after its length. */
  text(s: string): this {
    this.unsigned(s.length)
    for (let i = 0; i < s.length; i++) this.byte(s.charCodeAt(i))
    return this
  }

  /** What was written, to be read before more is. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length)
  }
}
