/**
 * Files that appear complete, or not at all.
 *
 * @module
 */
import { type FileHandle, open, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { DataError } from './dataError.ts'
import { reasonOf } from './storedBytes.ts'
import { putInPlace, type Target, targetOf } from './target.ts'
import { clean, temporaryIn } from './temporary.ts'

/** What a file is to hold. */
export type Content = Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** What one call of the system writes at most. */
const mostAtOnce = 2 ** 26

/** Pieces smaller than this are put together, as a call of the system takes longer than copying them. */
const small = 2 ** 18

const writePiece = async (handle: FileHandle, bytes: Uint8Array): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(bytes.length - done, mostAtOnce))
    done += bytesWritten
  }
}

/** Writes pieces one behind the other, those that are large from where they lie. */
const writeAll = async (handle: FileHandle, content: Content): Promise<void> => {
  if (content instanceof Uint8Array) return writePiece(handle, content)
  const together = new Uint8Array(2 * small)
  let filled = 0
  for await (const piece of content) {
    if (filled > 0 && (piece.length >= small || filled + piece.length > together.length)) {
      await writePiece(handle, together.subarray(0, filled))
      filled = 0
    }
    if (piece.length >= small) await writePiece(handle, piece)
    else {
      together.set(piece, filled)
      filled += piece.length
    }
  }
  await writePiece(handle, together.subarray(0, filled))
}

/** Writes by way of a temporary file in the same folder, which nothing is left of if it fails. */
const replace = async (target: Target, content: () => Promise<Content>): Promise<void> => {
  const folder = dirname(target.file)
  await clean(folder)
  const beside = temporaryIn(folder)
  let handle: FileHandle | null = null
  try {
    // Who may not read the file may not read what is being written.
    handle = await open(beside, 'wx', target.found === null ? 0o666 : 0o600)
    await writeAll(handle, await content())
    await putInPlace(handle, beside, target)
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw cause
  } finally {
    await handle?.close()
  }
}

/**
 * Writes a file as a whole: what symbolic links lead to is written, permissions stay, and a reader sees all of
 * the old or all of the new. Temporary files of writers that were killed are removed.
 */
export const writeWhole =
  (path: string, content: () => Promise<Content>): TaskEither<DataError, void> =>
  async (): Promise<Either<DataError, void>> => {
    try {
      const target = await targetOf(path)
      if (target.isDevice) await writeFile(target.file, await content())
      else await replace(target, content)
      return right(undefined)
    } catch (cause) {
      return left({ _tag: 'FileUnwritable', path, reason: reasonOf(cause) })
    }
  }

/** Writes bytes to a file, compressed with gzip if its name ends in .gz. */
export const writeBytes = (path: string, bytes: Uint8Array): TaskEither<DataError, void> =>
  writeWhole(path, async () => (path.endsWith('.gz') ? promisify(gzip)(bytes) : bytes))
