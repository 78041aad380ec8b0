/**
 * Digests of files, to tell whether their bytes are the right ones.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { ArgumentError } from '../tensor/error.ts'
import type { Checksum } from './dataError.ts'
import { DataFailure } from './dataFailure.ts'
import { storedBytes } from './storedBytes.ts'

const lengths = { md5: 32, sha256: 64 } as const

interface Digest {
  readonly algorithm: keyof typeof lengths
  readonly expected: string
}

const algorithms = Object.keys(lengths) as readonly (keyof typeof lengths)[]

/**
 * The digest that a checksum tells.
 *
 * @throws ArgumentError unless it has the form of its algorithm.
 */
export const requireChecksum = (operation: string, checksum: unknown): Digest => {
  const entries = typeof checksum === 'object' && checksum !== null ? Object.entries(checksum) : []
  const [name, given] = entries[0] ?? []
  const algorithm = algorithms.find(known => known === name)
  if (entries.length !== 1 || algorithm === undefined)
    throw new ArgumentError(
      `${operation} takes a checksum as { md5: '...' } or { sha256: '...' }, but was given ` +
        `${entries.length === 0 ? String(checksum) : `{ ${entries.map(([key]) => key).join(', ')} }`}.`,
    )
  if (typeof given !== 'string' || !/^[0-9a-f]*$/i.test(given) || given.length !== lengths[algorithm])
    throw new ArgumentError(
      `A checksum by ${algorithm} has ${lengths[algorithm]} hexadecimal digits, but ${operation} was given '${String(given)}'.`,
    )
  return { algorithm, expected: given.toLowerCase() }
}

/** The same bytes; fails at their end if they were the wrong ones. */
export async function* verified(
  path: string,
  checksum: Checksum,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { algorithm, expected } = requireChecksum('a file', checksum)
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
