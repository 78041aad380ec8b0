/**
 * Digests of files, to tell whether their bytes are the right ones.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Checksum } from './dataError.ts'
import { DataFailure } from './dataFailure.ts'
import { storedBytes } from './storedBytes.ts'

/** The same bytes; fails at their end if they were the wrong ones. */
export async function* verified(
  path: string,
  checksum: Checksum,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const [algorithm, digits] =
    'md5' in checksum ? (['md5', checksum.md5] as const) : (['sha256', checksum.sha256] as const)
  const expected = digits.toLowerCase()
  const hash = createHash(algorithm)
  for await (const chunk of source) {
    hash.update(chunk)
    yield chunk
  }
  const found = hash.digest('hex')
  if (found !== expected)
    throw new DataFailure({ _tag: 'ChecksumMismatch', path, algorithm, expected, found })
}

/** Fails if a file, as it is stored, has another digest than it should, if that is known. */
export const verify = async (
  path: string,
  checksum: Checksum | undefined,
  file: string = path,
): Promise<void> => {
  if (checksum === undefined) return
  for await (const _ of verified(path, checksum, storedBytes(file))) {
    // Its digest is all that is wanted.
  }
}
