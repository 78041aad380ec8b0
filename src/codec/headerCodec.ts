/**
 * Headers of array formats in a stream of bytes.
 *
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { ArrayHeader } from './arrayHeader.ts'
import type { FormatError } from './formatError.ts'

/** The header of one format. */
export interface HeaderCodec {
  /** What the header at the beginning of all bytes of a file says. */
  readonly decodeHeader: (bytes: Uint8Array) => Either<FormatError, ArrayHeader>
  /** The same of the first bytes of a file; `null` if more of them are needed to tell. */
  readonly headerIn: (bytes: Uint8Array) => Either<FormatError, ArrayHeader> | null
}

/**
 * A codec from how a header is decoded. `prefix` bytes tell its length.
 */
export const headerCodec = (
  decodeHeader: HeaderCodec['decodeHeader'],
  prefix: number,
  headerBytes: (prefix: Uint8Array) => number,
): HeaderCodec => ({
  decodeHeader,
  headerIn: bytes =>
    bytes.length < prefix || bytes.length < headerBytes(bytes) ? null : decodeHeader(bytes),
})
