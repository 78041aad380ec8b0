/**
 * Numbers as words of bits whose order is that of the numbers: negative ones first, NaN last, and -0 equal to 0.
 *
 * @module
 */
import type { DType, Elements } from '../../tensor/dtype.ts'

/** A line of a tensor: where it begins, how far its elements are apart, and how many there are. */
export interface Line {
  readonly from: number
  readonly stride: number
  readonly length: number
}

const sign = 0x80000000
const last = 0xffffffff

/** The bits of a float in an order of unsigned numbers, if its highest word has a sign. */
const ordered = (high: number): number => (high & sign ? ~high : high | sign) >>> 0

const singleKeys = (xs: Elements, { from, stride, length }: Line): readonly Uint32Array[] => {
  const floats = new Float32Array(length)
  // Adding 0 makes 0 of -0.
  for (let i = 0, at = from; i < length; i++, at += stride) floats[i] = xs[at]! + 0
  const keys = new Uint32Array(floats.buffer)
  for (let i = 0; i < length; i++) keys[i] = Number.isNaN(floats[i]) ? last : ordered(keys[i]!)
  return [keys]
}

const doubleKeys = (xs: Elements, { from, stride, length }: Line): readonly Uint32Array[] => {
  const one = new Float64Array(1)
  const words = new Uint32Array(one.buffer)
  const [low, high] = [new Uint32Array(length), new Uint32Array(length)]
  for (let i = 0, at = from; i < length; i++, at += stride) {
    const x = xs[at]! + 0
    one[0] = x
    if (Number.isNaN(x)) low[i] = high[i] = last
    else {
      low[i] = x < 0 ? ~words[0]! : words[0]!
      high[i] = ordered(words[1]!)
    }
  }
  return [low, high]
}

const integerKeys = (xs: Elements, { from, stride, length }: Line): readonly Uint32Array[] => {
  const keys = new Uint32Array(length)
  for (let i = 0, at = from; i < length; i++, at += stride) keys[i] = xs[at]! ^ sign
  return [keys]
}

const inverted = (words: readonly Uint32Array[]): readonly Uint32Array[] => {
  for (const word of words) for (let i = 0; i < word.length; i++) word[i] = ~word[i]!
  return words
}

/** A line's numbers one after the other, as floats that are as exact. */
const inARow = (xs: Elements, { from, stride, length }: Line): Float64Array => {
  if (stride === 1 && xs instanceof Float64Array) return xs.subarray(from, from + length)
  const row = new Float64Array(length)
  for (let i = 0, at = from; i < length; i++, at += stride) row[i] = xs[at]!
  return row
}

const doubleHighKeys = (xs: Elements, line: Line): Uint32Array => {
  const row = inARow(xs, line)
  const words = new Uint32Array(row.buffer, row.byteOffset, 2 * line.length)
  const high = new Uint32Array(line.length)
  for (let i = 0; i < high.length; i++) {
    const x = row[i]!
    const word = words[2 * i + 1]!
    high[i] = x === 0 ? sign : Number.isNaN(x) ? last : word ^ ((word >> 31) | sign)
  }
  return high
}

/** The highest words of the keys of a line; inverted if the order is descending. */
export const highKeysOf = (xs: Elements, dtype: DType, line: Line, descending: boolean): Uint32Array => {
  if (dtype !== 'f64') return keysOf(xs, dtype, line, descending)[0]!
  const keys = doubleHighKeys(xs, line)
  return descending ? inverted([keys])[0]! : keys
}

/** The words of the keys of a line, the lowest in front; inverted if the order is descending. */
export const keysOf = (
  xs: Elements,
  dtype: DType,
  line: Line,
  descending: boolean,
): readonly Uint32Array[] => {
  const keys =
    dtype === 'f64' ? doubleKeys(xs, line) : dtype === 'f32' ? singleKeys(xs, line) : integerKeys(xs, line)
  return descending ? inverted(keys) : keys
}
