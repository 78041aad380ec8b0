/**
 * Numbers as WebAssembly writes them: seven bits a byte, the lowest first.
 *
 * @module
 */

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
