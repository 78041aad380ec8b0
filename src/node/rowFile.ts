/**
 * Files of one array, read row by row: a row is what the first axis counts.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises'
import { isLeft } from 'fp-ts/lib/Either.js'
import { decodeElements } from '../codec/arrayData.ts'
import { type ArrayHeader, widthOf } from '../codec/arrayHeader.ts'
import { type ArrayPattern, misfit } from '../codec/arrayPattern.ts'
import type { FormatError } from '../codec/formatError.ts'
import { idxHeader } from '../codec/idx.ts'
import { npyHeader } from '../codec/npyHeader.ts'
import { sizeOf } from '../tensor/shape.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { inFile } from './arrayFile.ts'
import { bytesOf } from './byteFile.ts'
import { DataFailure } from './dataFailure.ts'
import { readFailure } from './storedBytes.ts'

/** A file that was looked into, and is closed again. */
export interface RowFile {
  readonly path: string
  readonly header: ArrayHeader
  readonly rows: number
  /** The bytes of one row. */
  readonly rowBytes: number
}

const isCompressed = (path: string): boolean => path.endsWith('.gz')

const isNpy = (path: string): boolean => /\.npy(\.gz)?$/.test(path)

const fail = (path: string, error: FormatError): never => {
  throw new DataFailure(inFile(path)(error))
}

const headerOf = async (path: string): Promise<ArrayHeader> => {
  const codec = isNpy(path) ? npyHeader : idxHeader
  let bytes = Buffer.alloc(0)
  for await (const chunk of bytesOf(path, { maxBytes: Number.POSITIVE_INFINITY })) {
    bytes = Buffer.concat([bytes, chunk])
    const found = codec.headerIn(bytes)
    if (found === null) continue
    return isLeft(found) ? fail(path, found.left) : found.right
  }
  const found = codec.decodeHeader(bytes)
  return isLeft(found) ? fail(path, found.left) : found.right
}

/** A file's handle for as long as it is used. */
const using = async <A>(path: string, use: (file: FileHandle) => Promise<A>): Promise<A> => {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (cause) {
    throw readFailure(path)(cause)
  }
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

/** Whether there are as many bytes as the header announces. How long a compressed file is shows at its end only. */
const requireLength = async (path: string, { format, bytes }: ArrayHeader): Promise<void> => {
  if (isCompressed(path)) return
  const { size } = await using(path, file => file.stat())
  if (size < bytes) fail(path, { _tag: 'Truncated', format, expected: bytes, found: size })
  if (size > bytes) fail(path, { _tag: 'TrailingBytes', format, expected: bytes })
}

/**
 * Looks into a file.
 *
 * @throws DataFailure if it cannot be read, does not fit the pattern, has another length than it announces, or no rows.
 */
export const openRows = async (path: string, pattern: ArrayPattern): Promise<RowFile> => {
  const header = await headerOf(path)
  const error = misfit(header, pattern)
  if (error !== null) fail(path, error)
  const { shape, fortran, format, storage } = header
  const [rows, ...rest] = shape
  if (rows === undefined || sizeOf(shape) === 0) throw new DataFailure({ _tag: 'FileEmpty', path })
  if (fortran && rest.length > 0)
    fail(path, {
      _tag: 'BadHeader',
      format,
      reason: 'the array is in Fortran order, in which rows do not lie together',
    })
  await requireLength(path, header)
  return { path, header, rows, rowBytes: sizeOf(rest) * widthOf(storage) }
}

const decoded = ({ path, header }: RowFile, bytes: Uint8Array, count: number): AnyTensor => {
  const rows = decodeElements({ ...header, shape: [count, ...header.shape.slice(1)] }, bytes)
  return isLeft(rows) ? fail(path, rows.left) : rows.right
}

/** All rows in order, so many at a time. */
export async function* rowsInOrder(file: RowFile, size: number): AsyncGenerator<AnyTensor> {
  const { path, rows, rowBytes, header } = file
  const { format, offset, bytes: announced } = header
  let [skipped, done, seen] = [0, 0, 0]
  let [wanted, filled] = [Buffer.alloc(Math.min(size, rows) * rowBytes), 0]
  for await (const chunk of bytesOf(path, { maxBytes: Number.POSITIVE_INFINITY })) {
    seen += chunk.length
    if (seen > announced) fail(path, { _tag: 'TrailingBytes', format, expected: announced })
    let place = Math.min(offset - skipped, chunk.length)
    skipped += place
    while (place < chunk.length) {
      const taken = Math.min(chunk.length - place, wanted.length - filled)
      wanted.set(chunk.subarray(place, place + taken), filled)
      place += taken
      filled += taken
      if (filled < wanted.length) break
      const count = wanted.length / rowBytes
      yield decoded(file, wanted, count)
      done += count
      ;[wanted, filled] = [Buffer.alloc(Math.min(size, rows - done) * rowBytes), 0]
    }
  }
  if (seen < announced) fail(path, { _tag: 'Truncated', format, expected: announced, found: seen })
}

/** Lists of rows, in the order of the lists, by reading at their places. */
export async function* rowsAt(file: RowFile, lists: Iterable<Int32Array>): AsyncGenerator<AnyTensor> {
  const { path, header, rowBytes } = file
  let handle: FileHandle
  try {
    handle = await open(path)
  } catch (cause) {
    throw readFailure(path)(cause)
  }
  try {
    for (const indices of lists) {
      const bytes = Buffer.alloc(indices.length * rowBytes)
      for (const { from, to, count } of runsOf(indices)) {
        const length = count * rowBytes
        const read = await readFully(
          handle,
          bytes.subarray(to * rowBytes, to * rowBytes + length),
          header.offset + from * rowBytes,
        ).catch(cause => {
          throw readFailure(path)(cause)
        })
        if (read < length)
          fail(path, {
            _tag: 'Truncated',
            format: header.format,
            expected: header.bytes,
            found: header.offset + from * rowBytes + read,
          })
      }
      yield decoded(file, bytes, indices.length)
    }
  } finally {
    await handle.close()
  }
}

/** Neighbours in a list that are neighbours in the file, too: where they begin, where they go, and how many they are. */
function* runsOf(
  indices: Int32Array,
): Generator<{ readonly from: number; readonly to: number; readonly count: number }> {
  for (let to = 0; to < indices.length; ) {
    const from = indices[to]!
    let count = 1
    while (indices[to + count] === from + count) count++
    yield { from, to, count }
    to += count
  }
}

/** Bytes at a place of a file, as many as there are; gives how many. */
export const readFully = async (file: FileHandle, bytes: Uint8Array, position: number): Promise<number> => {
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return done
}
