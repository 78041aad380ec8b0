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

/** Writes by way of a temporary file in the same folder, which nothing is left of if it fails. */
const replace = async (target: Target, content: () => Promise<Content>): Promise<void> => {
  const folder = dirname(target.file)
  await clean(folder)
  const beside = temporaryIn(folder)
  let handle: FileHandle | null = null
  try {
    // Who may not read the file may not read what is being written.
    handle = await open(beside, 'wx', target.found === null ? 0o666 : 0o600)
    await handle.writeFile(await content())
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
