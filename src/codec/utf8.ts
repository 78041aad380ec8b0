/**
 * UTF-8, as bytes and as text, in any host.
 *
 * @module
 */

/** The text that bytes spell; `null` if they are not UTF-8. */
export const textIn = (bytes: Uint8Array): string | null => {
  try {
    return decodeURIComponent(Array.from(bytes, byte => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return null
  }
}

/** The bytes that spell a text; `null` if it has half of a character. */
export const bytesOfText = (text: string): Uint8Array | null => {
  try {
    const escaped = encodeURIComponent(text).match(/%..|./gs) ?? []
    return Uint8Array.from(escaped, piece =>
      piece.length === 3 ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0),
    )
  } catch {
    return null
  }
}
