/**
 * Text from files, plain or compressed with gzip, piece by piece.
 *
 * @module
 */
import { bytesOf, type FileOptions } from './byteFile.ts'
import { DataFailure } from './dataFailure.ts'

/**
 * The text of a UTF-8 file, piece by piece; a file whose name ends in .gz is decompressed on the way.
 *
 * @throws DataFailure if it cannot be read, decompressed or decoded, is longer than allowed, or has another digest.
 */
export async function* textOf(path: string, options: FileOptions): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new DataFailure({ _tag: 'NotText', path })
    }
  }
  for await (const chunk of bytesOf(path, options)) yield decode(chunk)
  yield decode()
}
