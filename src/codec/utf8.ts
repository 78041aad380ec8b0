/**
 * UTF-8 (RFC 3629), as bytes and as text, in any host.
 *
 * @module
 */

const isTail = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/**
 * How many bytes the character at a place takes; 0 if there is none: overlong forms, halves of characters and what is above U+10FFFF
 * are excluded by what the second byte may be.
 */
const lengthAt = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at]!
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const second = bytes[at + 1]
  if (second === undefined || !isTail(second)) return 0
  if (first < 0xe0) return 2
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return 0
  if (!isTail(bytes[at + 2])) return 0
  if (first < 0xf0) return 3
  if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return 0
  return isTail(bytes[at + 3]) ? 4 : 0
}

/** The place of the first byte that does not belong to a character; -1 if all do. */
export const firstInvalid = (bytes: Uint8Array): number => {
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at)
    if (length === 0) return at
    at += length
  }
  return -1
}

/** How many code units become a text at once. */
const piece = 4096

const isAscii = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! >= 0x80) return false
  return true
}

/** The text that bytes spell which are known to be UTF-8. */
export const textOfValid = (bytes: Uint8Array): string => {
  if (bytes.length <= piece && isAscii(bytes)) return String.fromCharCode(...bytes)
  let text = ''
  const units: number[] = []
  for (let at = 0; at < bytes.length; ) {
    // What is not UTF-8 after all does not end the loop: each step takes a byte.
    const length = Math.max(1, lengthAt(bytes, at))
    let code = bytes[at]! & (length === 1 ? 0x7f : 0xff >> (length + 1))
    for (let i = 1; i < length; i++) code = (code << 6) | (bytes[at + i]! & 0x3f)
    if (code < 0x10000) units.push(code)
    else units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff))
    at += length
    if (units.length >= piece) text += String.fromCharCode(...units.splice(0))
  }
  return text + String.fromCharCode(...units)
}

/** The text that bytes spell; `null` if they are not UTF-8. */
export const textIn = (bytes: Uint8Array): string | null =>
  firstInvalid(bytes) === -1 ? textOfValid(bytes) : null

/** The bytes that spell a text; `null` if it has half of a character. */
export const bytesOfText = (text: string): Uint8Array | null => {
  // A code unit takes up to three bytes; two that make one character take four.
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!
    if (code < 0x80) bytes[length++] = code
    else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6)
      bytes[length++] = 0x80 | (code & 0x3f)
    } else if (code < 0x10000) {
      if (code >= 0xd800 && code < 0xe000) return null
      bytes[length++] = 0xe0 | (code >> 12)
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f)
      bytes[length++] = 0x80 | (code & 0x3f)
    } else {
      bytes[length++] = 0xf0 | (code >> 18)
      bytes[length++] = 0x80 | ((code >> 12) & 0x3f)
      bytes[length++] = 0x80 | ((code >> 6) & 0x3f)
      bytes[length++] = 0x80 | (code & 0x3f)
      i++
    }
  }
  return bytes.slice(0, length)
}
