/**
 * Writing of zip archives.
 *
 * @module
 */
import { crc32 } from './crc32.ts'
import { bytesOfText } from './utf8.ts'
import { lengths, most16, most32, signatures, viewOf } from './zipRecord.ts'

/** A file to write, and what deflate makes of it; `null` to write it as it is. */
export interface FileToZip {
  readonly name: string
  readonly content: Uint8Array
  readonly deflated: Uint8Array | null
}

/** The first day that a zip archive can state, 1 January 1980: the same files give the same archive. */
const someDay = (1 << 5) | 1

const numbers = (...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array => {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0))
  const view = viewOf(bytes)
  let place = 0
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(place, value, true)
    else if (width === 4) view.setUint32(place, value, true)
    else view.setBigUint64(place, BigInt(value), true)
    place += width
  }
  return bytes
}

/** The zip64 field with those of some numbers that do not fit 32 bits. */
const wideField = (...values: readonly number[]): Uint8Array => {
  const wide = values.filter(value => value >= most32)
  return wide.length === 0
    ? new Uint8Array(0)
    : numbers([2, 1], [2, 8 * wide.length], ...wide.map(value => [8, value] as const))
}

const narrow = (value: number): readonly [4, number] => [4, Math.min(value, most32)]

/** Versions that a reader needs: 2.0 for deflate, 4.5 for 64-bit sizes. */
const versionFor = (extra: Uint8Array): number => (extra.length > 0 ? 45 : 20)

/** Names are UTF-8. */
const flags = 0x800

const endOf = (count: number, size: number, at: number): readonly Uint8Array[] => {
  const isWide = count >= most16 || size >= most32 || at >= most32
  const wide = isWide
    ? [
        numbers(
          ...([
            [4, signatures.end64],
            [8, lengths.end64 - 12],
            [2, 45],
            [2, 45],
            [4, 0],
            [4, 0],
          ] as const),
          ...([
            [8, count],
            [8, count],
            [8, size],
            [8, at],
          ] as const),
        ),
        numbers([4, signatures.locator64], [4, 0], [8, at + size], [4, 1]),
      ]
    : []
  const counted = Math.min(count, most16)
  return [
    ...wide,
    numbers(
      [4, signatures.end],
      [2, 0],
      [2, 0],
      [2, counted],
      [2, counted],
      narrow(size),
      narrow(at),
      [2, 0],
    ),
  ]
}

/** The bytes of an archive of some files, in pieces. Names are at most 65,535 bytes of UTF-8. */
export const zipOf = (files: Iterable<FileToZip>): readonly Uint8Array[] => {
  const [pieces, directory]: [Uint8Array[], Uint8Array[]] = [[], []]
  let [at, count] = [0, 0]
  for (const { name, content, deflated } of files) {
    const spelt = bytesOfText(name) as Uint8Array
    const data = deflated ?? content
    const sizes = [narrow(data.length), narrow(content.length)] as const
    const about = [
      [2, flags],
      [2, deflated === null ? 0 : 8],
      [2, 0],
      [2, someDay],
      [4, crc32(content)],
    ] as const
    const [own, extra] = [
      // A local header has both sizes in 64 bits, or none.
      Math.max(content.length, data.length) >= most32
        ? numbers([2, 1], [2, 16], [8, content.length], [8, data.length])
        : new Uint8Array(0),
      wideField(content.length, data.length, at),
    ]
    const ownSizes =
      own.length > 0
        ? ([
            [4, most32],
            [4, most32],
          ] as const)
        : sizes
    const header = numbers(
      ...([[4, signatures.local], [2, versionFor(own)], ...about, ...ownSizes] as const),
      ...([
        [2, spelt.length],
        [2, own.length],
      ] as const),
    )
    pieces.push(header, spelt, own, data)
    directory.push(
      numbers(
        ...([
          [4, signatures.directory],
          [2, versionFor(extra)],
          [2, versionFor(extra)],
          ...about,
          ...sizes,
        ] as const),
        ...([[2, spelt.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], narrow(at)] as const),
      ),
      spelt,
      extra,
    )
    at += header.length + spelt.length + own.length + data.length
    count += 1
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  return [...pieces, ...directory, ...endOf(count, size, at)]
}
