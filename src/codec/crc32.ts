/**
 * The checksum of zip archives: CRC-32 with the polynomial 0xEDB88320 (ISO/IEC 8802-3, reflected).
 *
 * @module
 */

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** The CRC-32 of some bytes, from 0 to 2³² - 1. */
export const crc32 = (bytes: Uint8Array): number => {
  let rest = -1
  for (let i = 0; i < bytes.length; i++) rest = table[(rest ^ bytes[i]!) & 255]! ^ (rest >>> 8)
  return (rest ^ -1) >>> 0
}
