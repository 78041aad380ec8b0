/**
 * Zip archives as PKWARE's document describes them, written in each of the ways that it allows.
 *
 * @module
 */
import { joined } from './samples.ts'

export type Field = readonly [bytes: 2 | 4 | 8, value: number]

export const fields = (...all: readonly Field[]): Uint8Array =>
  joined(
    ...all.map(([bytes, value]) =>
      Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256),
    ),
  )

/** CRC-32, bit by bit. */
export const checksum = (bytes: Uint8Array): number => {
  let rest = 0xffffffff
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = ((rest ^ (byte >> bit)) & 1) === 1
      rest = isOdd ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
    }
  return ~rest >>> 0
}

/** What deflate may make of bytes: one block that holds them as they are. */
const deflated = (bytes: Uint8Array): Uint8Array =>
  joined(
    fields([2, 1 + 256 * (bytes.length % 256)]),
    [bytes.length >> 8],
    fields([2, 0xffff - bytes.length]),
    bytes,
  )

/** How an archive is written. */
export interface Writing {
  readonly isDeflated: boolean
  /** Whether sizes stand in 64 bits, though they would fit 32. */
  readonly isWide: boolean
  /** How many bytes tell the sizes once more, behind the data: none, or those of four ways to do so. */
  readonly behind: 0 | 12 | 16 | 20 | 24
  /** Bytes of another extra field, before that of the sizes. */
  readonly extra: number
  readonly comment: number
  readonly ending: number
  readonly isWideEnd: boolean
}

export const plainly: Writing = {
  isDeflated: false,
  isWide: false,
  behind: 0,
  extra: 0,
  comment: 0,
  ending: 0,
  isWideEnd: false,
}

export const archive = (
  files: readonly (readonly [name: Uint8Array, content: Uint8Array])[],
  { isDeflated, isWide, behind, extra, comment, ending, isWideEnd }: Writing,
): Uint8Array => {
  let body: Uint8Array = new Uint8Array(0)
  let directory: Uint8Array = new Uint8Array(0)
  const other =
    extra === 0 ? new Uint8Array(0) : joined(fields([2, 0x7075], [2, extra]), new Uint8Array(extra).fill(1))
  for (const [name, content] of files) {
    const data = isDeflated ? deflated(content) : content
    const at = body.length
    const about: readonly Field[] = [
      [2, 0x800 + (behind > 0 ? 8 : 0)],
      [2, isDeflated ? 8 : 0],
      [4, 0x210000],
      [4, checksum(content)],
    ]
    const sizes = isWide
      ? joined(fields([2, 1], [2, 24]), fields([8, content.length], [8, data.length], [8, at]))
      : []
    const narrow = (n: number): Field => [4, isWide ? 0xffffffff : n]
    body = joined(
      body,
      fields([4, 0x04034b50], [2, 45], ...about, [4, data.length], [4, content.length]),
      fields([2, name.length], [2, other.length]),
      ...[name, other, data, new Uint8Array(behind).fill(7)],
    )
    directory = joined(
      directory,
      fields([4, 0x02014b50], [2, 45], [2, 45], ...about, narrow(data.length), narrow(content.length)),
      fields([2, name.length], [2, other.length + sizes.length], [2, comment], [4, 0], [4, 0], narrow(at)),
      ...[name, other, sizes, new Uint8Array(comment)],
    )
  }
  const [count, size, at] = [files.length, directory.length, body.length]
  const wideEnd = isWideEnd
    ? joined(
        fields([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]),
        fields([8, count], [8, count], [8, size], [8, at]),
        fields([4, 0x07064b50], [4, 0], [8, at + size], [4, 1]),
      )
    : []
  const [counted, sized, placed] = isWideEnd ? [0xffff, 0xffffffff, 0xffffffff] : [count, size, at]
  return joined(
    ...[body, directory, wideEnd],
    fields([4, 0x06054b50], [2, 0], [2, 0], [2, counted], [2, counted], [4, sized], [4, placed], [2, ending]),
    new Uint8Array(ending),
  )
}
