/**
 * Zip archives on a disk: only what is asked for is read.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import type { ZipRequest } from '../codec/zipReading.ts'
import { DataFailure } from './dataFailure.ts'
import { readFully } from './rowFile.ts'
import { readFailure } from './storedBytes.ts'

/** Zlib refuses an output of no bytes, so that there is always one more than should come. */
const inflated = (bytes: Uint8Array, size: number): Promise<Uint8Array | null> =>
  promisify(inflateRaw)(bytes, { maxOutputLength: size + 1 }).catch(() => null)

const answer = async (file: FileHandle, request: ZipRequest): Promise<Uint8Array | null> => {
  if (request._tag === 'Inflate') return inflated(request.bytes, request.size)
  const bytes = new Uint8Array(request.length)
  return bytes.subarray(0, await readFully(file, bytes, request.from))
}

/**
 * The result of a conversation about the archive in a file.
 *
 * @throws DataFailure if the file cannot be read.
 */
export const conversation = async <A>(
  path: string,
  about: (length: number) => Generator<ZipRequest, A, Uint8Array | null>,
): Promise<A> => {
  let file: FileHandle | null = null
  try {
    file = await open(path)
    const { size } = await file.stat()
    const reading = about(size)
    let step = reading.next()
    while (!step.done) step = reading.next(await answer(file, step.value))
    return step.value
  } catch (cause) {
    throw cause instanceof DataFailure ? cause : readFailure(path)(cause)
  } finally {
    await file?.close()
  }
}
