/**
 * Digests of files, to tell whether their bytes are the right ones.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { ArgumentError } from '../tensor/error.ts'
import type { Checksum, DataError } from './dataError.ts'
import { DataFailure } from './dataFailure.ts'

const lengths = { md5: 32, sha256: 64 } as const

interface Digest {
  readonly algorithm: keyof typeof lengths
  readonly expected: string
}

/** @throws ArgumentError unless the digest has the form of its algorithm. */
const digestOf = (checksum: Checksum): Digest => {
  const [algorithm, given] =
    'md5' in checksum ? (['md5', checksum.md5] as const) : (['sha256', checksum.sha256] as const)
  const expected = given.toLowerCase()
  if (!/^[0-9a-f]*$/.test(expected) || expected.length !== lengths[algorithm])
    throw new ArgumentError(
      `A checksum by ${algorithm} has ${lengths[algorithm]} hexadecimal digits, but was given '${given}'.`,
    )
  return { algorithm, expected }
}

/** Sees bytes go by and tells in the end whether they were the right ones. */
export interface Verifier {
  readonly update: (chunk: Uint8Array) => void
  readonly mismatch: () => DataError | null
}

/** A verifier of the bytes of a file. */
export const verifier = (path: string, checksum: Checksum): Verifier => {
  const { algorithm, expected } = digestOf(checksum)
  const hash = createHash(algorithm)
  return {
    update: chunk => {
      hash.update(chunk)
    },
    mismatch: () => {
      const found = hash.digest('hex')
      return found === expected ? null : { _tag: 'ChecksumMismatch', path, algorithm, expected, found }
    },
  }
}

/** The same bytes; fails at their end if they were the wrong ones. */
export async function* verified(
  path: string,
  checksum: Checksum,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { update, mismatch } = verifier(path, checksum)
  for await (const chunk of source) {
    update(chunk)
    yield chunk
  }
  const error = mismatch()
  if (error !== null) throw new DataFailure(error)
}
