/**
 * Bytes from files, plain or compressed with gzip, piece by piece.
 *
 * @module
 */
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { verified } from './checksum.ts'
import type { Checksum } from './dataError.ts'
import { DataFailure } from './dataFailure.ts'
import { reasonOf, storedBytes } from './storedBytes.ts'

/**
 * What is allowed of a file.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface FileOptions {
  /** How many bytes to read at most, after decompression. Defaults to 2³⁰. */
  readonly maxBytes?: number
  /** The digest of the file as it is stored. Defaults to none, and none is checked. */
  readonly checksum?: Checksum
}

const gzipFailure =
  (path: string) =>
  (cause: unknown): DataFailure => {
    if (cause instanceof DataFailure) return cause
    return new DataFailure(
      reasonOf(cause) === 'Z_BUF_ERROR'
        ? { _tag: 'GzipTruncated', path }
        : { _tag: 'GzipCorrupt', path, reason: (cause as Error).message },
    )
  }

/** The bytes that every gzip file begins with. */
const magic = [0x1f, 0x8b] as const

async function* gzipBytes(path: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const chunk of source) {
    if (first && magic.some((byte, i) => i < chunk.length && chunk[i] !== byte))
      throw new DataFailure({ _tag: 'NotGzip', path })
    first = false
    yield chunk
  }
}

async function* decompressed(path: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    // Iterating the last stream of a pipeline tells its errors; the callback would tell them a second time.
    for await (const chunk of pipeline(gzipBytes(path, source), createGunzip(), () => undefined))
      yield chunk as Uint8Array
  } catch (cause) {
    throw gzipFailure(path)(cause)
  }
}

/**
 * The bytes of a file, piece by piece; a file whose name ends in .gz is decompressed on the way.
 *
 * @throws DataFailure if it cannot be read or decompressed, is longer than allowed, or has another digest.
 */
export async function* bytesOf(
  path: string,
  { maxBytes = 2 ** 30, checksum }: FileOptions,
): AsyncGenerator<Uint8Array> {
  const stored = checksum === undefined ? storedBytes(path) : verified(path, checksum, storedBytes(path))
  let bytes = 0
  for await (const chunk of path.endsWith('.gz') ? decompressed(path, stored) : stored) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new DataFailure({ _tag: 'TooLarge', path, limit: maxBytes })
    yield chunk
  }
}
