/**
 * Bytes from files as they are stored, piece by piece.
 *
 * @module
 */
import { createReadStream } from 'node:fs'
import { DataFailure } from './dataFailure.ts'

/** What went wrong, in the operating system's word for it or else in those of the error. */
export const reasonOf = (cause: unknown): string => {
  if ((cause as { readonly code?: unknown } | null)?.code === 'ERR_INVALID_ARG_VALUE')
    return 'the path has a NUL character'
  const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  return String(code ?? message ?? cause)
}

/** What the operating system says of a file, as a data error. */
export const readFailure =
  (path: string) =>
  (cause: unknown): DataFailure =>
    cause instanceof DataFailure
      ? cause
      : new DataFailure(
          reasonOf(cause) === 'ENOENT'
            ? { _tag: 'FileMissing', path }
            : { _tag: 'FileUnreadable', path, reason: reasonOf(cause) },
        )

/** The bytes of a file as they are. */
export async function* storedBytes(path: string): AsyncGenerator<Uint8Array> {
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
