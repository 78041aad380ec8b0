/**
 * Files that appear complete, or not at all.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { DataError } from './dataError.ts'
import { reasonOf } from './storedBytes.ts'

/** Writes a file by way of one beside it. */
export const writeWhole =
  (
    path: string,
    content: () => Promise<Uint8Array | AsyncIterable<Uint8Array>>,
  ): TaskEither<DataError, void> =>
  async () => {
    const beside = `${path}.${randomUUID()}`
    try {
      await writeFile(beside, await content())
      await rename(beside, path)
      return right(undefined)
    } catch (cause) {
      await rm(beside, { force: true })
      return left({ _tag: 'FileUnwritable', path, reason: reasonOf(cause) })
    }
  }

/** Writes bytes to a file, compressed with gzip if its name ends in .gz. */
export const writeBytes = (path: string, bytes: Uint8Array): TaskEither<DataError, void> =>
  writeWhole(path, async () => (path.endsWith('.gz') ? promisify(gzip)(bytes) : bytes))
