/**
 * Arrays from files of one array, read as a whole.
 *
 * @module
 */
import { chain, chainW, type Either, isLeft, left, mapLeft, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { decodeData } from '../codec/arrayData.ts'
import type { ArrayHeader } from '../codec/arrayHeader.ts'
import { type ArrayPattern, type Fitting, fittingUnchecked, misfit } from '../codec/arrayPattern.ts'
import { joined } from '../codec/bytes.ts'
import type { FormatError, SizePattern } from '../codec/formatError.ts'
import type { HeaderCodec } from '../codec/headerCodec.ts'
import type { DType } from '../tensor/dtype.ts'
import { bytesOf, type FileOptions } from './byteFile.ts'
import type { DataError, FormatErrorIn } from './dataError.ts'
import { caught } from './dataFailure.ts'

/**
 * What is wanted of an array file, and what is allowed of it.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface ArrayFileOptions<P extends SizePattern = SizePattern, D extends DType = DType>
  extends ArrayPattern<P, D>,
    FileOptions {}

/** Names the file in a format error. */
export const inFile =
  (path: string) =>
  (error: FormatError): FormatErrorIn => ({ ...error, path })

/** The bytes of a file up to what its header announces, and one piece more; all that there are if it has no header. */
const announcedBytes = async (
  codec: HeaderCodec,
  path: string,
  options: ArrayFileOptions,
): Promise<Either<DataError, Uint8Array>> => {
  const chunks: Uint8Array[] = []
  let length = 0
  let header: ArrayHeader | null = null
  const { maxBytes = 2 ** 30 } = options
  for await (const chunk of bytesOf(path, options)) {
    chunks.push(chunk)
    length += chunk.length
    if (header === null) {
      const found = codec.headerIn(joined(chunks))
      if (found === null) continue
      if (isLeft(found)) return left(inFile(path)(found.left))
      header = found.right
      const error = misfit(header, options)
      if (error !== null) return left(inFile(path)(error))
      if (header.bytes > maxBytes) return left({ _tag: 'TooLarge', path, limit: maxBytes })
    }
    if (length > header.bytes) break
  }
  return right(joined(chunks))
}

/**
 * The array in a file, if it fits the pattern. What the header says is checked before the data are read, and no more is read
 * than it announces.
 */
export const readArray =
  <P extends SizePattern, D extends DType>(
    codec: HeaderCodec,
    path: string,
    options: ArrayFileOptions<P, D>,
  ): TaskEither<DataError, Fitting<P, D>> =>
  () =>
    caught(async () =>
      pipe(
        await announcedBytes(codec, path, options),
        chainW(bytes =>
          pipe(
            codec.decodeHeader(bytes),
            chain(header => decodeData(header, bytes)),
            chain(fittingUnchecked<P, D>(options)),
            mapLeft(inFile(path)),
          ),
        ),
      ),
    )
