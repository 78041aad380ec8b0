/**
 * Text from files, plain or compressed with gzip, piece by piece.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { DataError } from './dataError.ts'

/** A data error on its way through a stream; it never leaves this room. */
export class DataFailure extends Error {
  readonly error: DataError

  constructor(error: DataError) {
    super(error._tag)
    this.error = error
  }
}

const codeOf = (cause: unknown): string => String((cause as { readonly code?: unknown } | null)?.code ?? '')

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const readFailure =
  (path: string) =>
  (cause: unknown): DataFailure =>
    new DataFailure(
      codeOf(cause) === 'ENOENT'
        ? { _tag: 'FileMissing', path }
        : { _tag: 'FileUnreadable', path, reason: codeOf(cause) || reasonOf(cause) },
    )

const gzipFailure =
  (path: string) =>
  (cause: unknown): DataFailure => {
    if (cause instanceof DataFailure) return cause
    return new DataFailure(
      codeOf(cause) === 'Z_BUF_ERROR'
        ? { _tag: 'GzipTruncated', path }
        : { _tag: 'GzipCorrupt', path, reason: reasonOf(cause) },
    )
  }

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  let empty = true
  try {
    for await (const chunk of createReadStream(path)) {
      empty = false
      yield chunk as Uint8Array
    }
  } catch (cause) {
    throw readFailure(path)(cause)
  }
  if (empty) throw new DataFailure({ _tag: 'FileEmpty', path })
}

/** The bytes that every gzip file begins with. */
const magic = [0x1f, 0x8b] as const

async function* gzipBytesOf(path: string): AsyncGenerator<Uint8Array> {
  let first = true
  for await (const chunk of bytesOf(path)) {
    if (first && magic.some((byte, i) => i < chunk.length && chunk[i] !== byte))
      throw new DataFailure({ _tag: 'NotGzip', path })
    first = false
    yield chunk
  }
}

async function* decompressed(path: string): AsyncGenerator<Uint8Array> {
  try {
    // Iterating the last stream of a pipeline tells its errors; the callback would tell them a second time.
    for await (const chunk of pipeline(gzipBytesOf(path), createGunzip(), () => undefined))
      yield chunk as Uint8Array
  } catch (cause) {
    throw gzipFailure(path)(cause)
  }
}

/**
 * The text of a UTF-8 file, piece by piece; a file whose name ends in .gz is decompressed on the way.
 *
 * @throws DataFailure if it cannot be read, decompressed or decoded, or is longer than `maxBytes`.
 */
export async function* textOf(path: string, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new DataFailure({ _tag: 'NotText', path })
    }
  }
  let bytes = 0
  for await (const chunk of path.endsWith('.gz') ? decompressed(path) : bytesOf(path)) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new DataFailure({ _tag: 'TooLarge', path, limit: maxBytes })
    yield decode(chunk)
  }
  yield decode()
}
