/**
 * Bytes as a decoder takes them.
 *
 * @module
 */
import { ArgumentError } from '../tensor/error.ts'

/** Pieces as a whole. */
export const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let place = 0
  for (const piece of pieces) {
    whole.set(piece, place)
    place += piece.length
  }
  return whole
}

/** What a value is, in a word or two. */
const described = (x: unknown): string => {
  if (typeof x === 'string') return 'text'
  if (typeof x !== 'object' || x === null) return String(x)
  return Object.prototype.toString.call(x).slice(8, -1)
}

/**
 * The bytes that a decoder was given, also those of another frame or window.
 *
 * @throws ArgumentError unless they are a Uint8Array.
 */
export const requireBytes = (decoder: string, bytes: unknown): Uint8Array => {
  if (ArrayBuffer.isView(bytes) && Object.prototype.toString.call(bytes) === '[object Uint8Array]')
    return bytes as Uint8Array
  throw new ArgumentError(
    `${decoder} takes the bytes of a file as a Uint8Array, but was given ${described(bytes)}. Wrap an ArrayBuffer as ` +
      'new Uint8Array(buffer).',
  )
}
