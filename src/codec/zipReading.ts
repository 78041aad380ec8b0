/**
 * Reading of zip archives: a pure conversation that asks for bytes at places of the archive and for bytes to be inflated, so that
 * an archive in memory and one on a disk are read alike.
 *
 * Everything that an archive says twice has to agree, and every byte has to belong to something: otherwise files could be missing,
 * doubled or exchanged unnoticed.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { crc32 } from './crc32.ts'
import { textIn } from './utf8.ts'
import {
  entryAt,
  isPathOut,
  lengths,
  most16,
  most32,
  signatures,
  viewOf,
  type ZipEntry,
} from './zipRecord.ts'

/** What the reading needs next: bytes of the archive, or the `size` bytes that others inflate to (`null` if they do not). */
export type ZipRequest =
  | { readonly _tag: 'Read'; readonly from: number; readonly length: number }
  | { readonly _tag: 'Inflate'; readonly bytes: Uint8Array; readonly size: number }

/** A conversation that ends with a result or with what is wrong with the archive. */
export type ZipReading<A> = Generator<ZipRequest, Either<string, A>, Uint8Array | null>

function* read(from: number, length: number): Generator<ZipRequest, Uint8Array, Uint8Array | null> {
  return (yield { _tag: 'Read', from, length }) as Uint8Array
}

interface End {
  readonly count: number
  readonly size: number
  readonly at: number
  /** Where the directory has to end. */
  readonly until: number
}

/** The place of the last end record in the last bytes of an archive; -1 if there is none whose comment ends with the archive. */
const placeOfEnd = (tail: Uint8Array): number => {
  const view = viewOf(tail)
  for (let place = tail.length - lengths.end; place >= 0; place--)
    if (
      view.getUint32(place, true) === signatures.end &&
      place + lengths.end + view.getUint16(place + 20, true) === tail.length
    )
      return place
  return -1
}

/** The end record of an archive whose numbers do not fit 32 bits. */
function* wideEnd(until: number): ZipReading<End> {
  const missing = left('its 64-bit end record is missing')
  if (until < lengths.locator64 + lengths.end64) return missing
  const locator = viewOf(yield* read(until - lengths.locator64, lengths.locator64))
  if (locator.getUint32(0, true) !== signatures.locator64) return missing
  const at = Number(locator.getBigUint64(8, true))
  if (at !== until - lengths.locator64 - lengths.end64) return missing
  const record = viewOf(yield* read(at, lengths.end64))
  if (record.getUint32(0, true) !== signatures.end64) return missing
  const [onDisk, count, size, begin] = [24, 32, 40, 48].map(place => Number(record.getBigUint64(place, true)))
  if (onDisk !== count) return left('it has several parts')
  return right({ count: count!, size: size!, at: begin!, until: at })
}

function* endOf(length: number): ZipReading<End> {
  const from = Math.max(0, length - lengths.end - most16)
  const tail = yield* read(from, length - from)
  const place = placeOfEnd(tail)
  if (place === -1) return left('it does not end as one')
  const record = viewOf(tail.subarray(place))
  const [disk, first, onDisk, count] = [4, 6, 8, 10].map(at => record.getUint16(at, true))
  const [size, at] = [record.getUint32(12, true), record.getUint32(16, true)]
  const until = from + place
  if ([disk, first, onDisk, count].includes(most16) || size === most32 || at === most32)
    return yield* wideEnd(until)
  if (disk !== 0 || first !== 0 || onDisk !== count) return left('it has several parts')
  return right({ count: count!, size, at, until })
}

/** Whether a file's own header says what the directory says, and where its data begin. */
function* dataOf({ name, method, at, described, compressed }: ZipEntry, until: number): ZipReading<number> {
  const wrong = left(`${name} is not where its directory says`)
  if (at + lengths.local > until) return wrong
  const header = viewOf(yield* read(at, lengths.local))
  if (header.getUint32(0, true) !== signatures.local) return wrong
  const [nameLength, extraLength] = [header.getUint16(26, true), header.getUint16(28, true)]
  const from = at + lengths.local + nameLength + extraLength
  if (from + compressed > until) return left(`${name} ends too early`)
  const own = textIn(yield* read(at + lengths.local, nameLength))
  const flags = header.getUint16(6, true)
  if (own !== name || header.getUint16(8, true) !== method || (flags & 0x2041) !== 0) return wrong
  if (((flags & 8) !== 0) !== described) return wrong
  return right(from)
}

/** A file of the archive, and where its data are. */
export interface ZipFile extends ZipEntry {
  readonly from: number
}

/** The lengths of what may stand behind the data of a file whose sizes were not known before: with a signature or not, and wide or not. */
const descriptorLengths = [12, 16, 20, 24]

/** What is wrong if the files, in the order of their places, do not fill an archive up to its directory; `null` if they do. */
const misplacedIn = (files: readonly ZipFile[], directory: number): string | null => {
  if ((files[0]?.at ?? directory) !== 0) return 'its first bytes belong to no file'
  for (const [i, file] of files.entries()) {
    const gap = (files[i + 1]?.at ?? directory) - (file.from + file.compressed)
    if (gap < 0) return `${file.name} lies over another file`
    if (file.described ? !descriptorLengths.includes(gap) : gap > 0)
      return `bytes behind ${file.name} belong to no file`
  }
  return null
}

/** All files of an archive of `length` bytes, in the order of its directory. */
export function* filesOf(length: number): ZipReading<readonly ZipFile[]> {
  const end = yield* endOf(length)
  if (isLeft(end)) return end
  const { count, size, at, until } = end.right
  if (at + size !== until) return left('its directory is not where its end record says')
  const directory = yield* read(at, size)
  const files: ZipFile[] = []
  for (let place = 0; place < size; ) {
    const found = entryAt(directory, place)
    if (typeof found === 'string') return left(found)
    const [entry, next] = found
    const { name } = entry
    if (isPathOut(name)) return left(`'${name}' in it is not the name of a file in an archive`)
    const from = yield* dataOf(entry, at)
    if (isLeft(from)) return from
    files.push({ ...entry, from: from.right })
    place = next
  }
  if (files.length !== count)
    return left(`its end record counts ${count} files, but its directory has ${files.length}`)
  const names = new Set<string>()
  for (const { name } of files) {
    if (names.has(name)) return left(`it has ${name} twice`)
    names.add(name)
  }
  const inOrder = files.toSorted((a, b) => a.at - b.at)
  const misplaced = misplacedIn(inOrder, at)
  return misplaced === null ? right(files) : left(misplaced)
}

/** Deflate makes at most so many bytes of one. */
const largestRatio = 1032

/** What a file of an archive holds. */
export function* contentOf({ name, method, from, compressed, size, crc }: ZipFile): ZipReading<Uint8Array> {
  if (method !== 0 && method !== 8) return left(`${name} is compressed by method ${method}, not by deflate`)
  const wrong = left(`${name} has not the ${size} bytes that its directory says`)
  if (method === 0 ? size !== compressed : size > (compressed + 1) * largestRatio) return wrong
  const bytes = yield* read(from, compressed)
  const content = method === 0 ? bytes : yield { _tag: 'Inflate', bytes, size }
  if (content === null || content.length !== size) return wrong
  return crc32(content) === crc ? right(content) : left(`the checksum of ${name} is wrong`)
}
