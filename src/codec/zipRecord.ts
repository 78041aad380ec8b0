/**
 * The records of a zip archive (PKWARE: "APPNOTE.TXT", 6.3.10): what stands where, and how names are spelt.
 *
 * @module
 */
import { textIn } from './utf8.ts'

/** A file in an archive, as the archive's directory has it. */
export interface ZipEntry {
  readonly name: string
  /** 0 for bytes as they are, 8 for deflate. */
  readonly method: number
  readonly crc: number
  /** The bytes that it takes in the archive. */
  readonly compressed: number
  /** The bytes that it has. */
  readonly size: number
  /** Where its local header begins. */
  readonly at: number
  /** Whether sizes stand behind the data, too. */
  readonly described: boolean
}

export const signatures = {
  local: 0x04034b50,
  directory: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const

/** The bytes of the fixed part of each record. */
export const lengths = { local: 30, directory: 46, end: 22, end64: 56, locator64: 20 } as const

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

/** What stands for "see the 64-bit field". */
export const [most16, most32] = [0xffff, 0xffffffff]

/** Why a name cannot be that of a file in an archive; `null` if it can. */
export const isPathOut = (name: string): boolean =>
  /^(|\/.*|[A-Za-z]:.*)$|\\|(^|\/)\.\.(\/|$)|\p{Cc}/u.test(name)

/** The fields behind a name: a number, a length and as many bytes, each. `null` if they do not come out even. */
const extraField = (extra: Uint8Array, wanted: number): DataView | null => {
  const view = viewOf(extra)
  for (let place = 0; place + 4 <= extra.length; ) {
    const end = place + 4 + view.getUint16(place + 2, true)
    if (end > extra.length) return null
    if (view.getUint16(place, true) === wanted) return viewOf(extra.subarray(place + 4, end))
    place = end
  }
  return null
}

/** Numbers of which those that do not fit 32 bits stand in the zip64 field, one after the other. `null` if one is missing. */
const widened = (extra: Uint8Array, numbers: readonly number[]): readonly number[] | null => {
  if (!numbers.includes(most32)) return numbers
  const field = extraField(extra, 1)
  let place = 0
  const wide = numbers.map(number => {
    if (number !== most32) return number
    if (field === null || place + 8 > field.byteLength) return Number.NaN
    place += 8
    return Number(field.getBigUint64(place - 8, true))
  })
  return wide.every(Number.isSafeInteger) ? wide : null
}

/** The entry at a place of a directory, and where the next begins; or what is wrong with it. */
export const entryAt = (directory: Uint8Array, place: number): readonly [ZipEntry, next: number] | string => {
  const view = viewOf(directory)
  if (place + lengths.directory > directory.length || view.getUint32(place, true) !== signatures.directory)
    return 'its directory is not one of files'
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map(at =>
    view.getUint16(place + at, true),
  ) as [number, number, number]
  const from = place + lengths.directory
  const next = from + nameLength + extraLength + commentLength
  if (next > directory.length) return 'its directory ends within a name'
  const name = textIn(directory.subarray(from, from + nameLength))
  if (name === null) return 'a name in it is not UTF-8'
  const flags = view.getUint16(place + 8, true)
  if (flags & 0x2041) return `${name} in it is encrypted`
  const extra = directory.subarray(from + nameLength, from + nameLength + extraLength)
  const numbers = widened(
    extra,
    [24, 20, 42].map(at => view.getUint32(place + at, true)),
  )
  if (numbers === null) return `the 64-bit sizes of ${name} in it are missing`
  const [size, compressed, at] = numbers as [number, number, number]
  const [method, crc] = [view.getUint16(place + 10, true), view.getUint32(place + 16, true)]
  return [{ name, method, crc, size, compressed, at, described: (flags & 8) !== 0 }, next]
}
