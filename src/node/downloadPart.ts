/**
 * One request for a file, or for the rest of it.
 *
 * @module
 */
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import type { DataError } from './dataError.ts'
import { reasonOf } from './storedBytes.ts'

/** A file that is being downloaded. */
export interface Part {
  readonly url: string
  /** The file that is wanted, as errors name it. */
  readonly path: string
  /** Where its bytes are gathered. */
  readonly part: string
  readonly maxBytes: number
  /** Milliseconds to wait for the next bytes. */
  readonly timeout: number
  /** What the gathered bytes belong to, as far as it is known. */
  readonly version: Version
  /** Whether a digest will tell if bytes of two versions were put together. */
  readonly isChecked: boolean
  readonly onProgress: (bytes: number, total: number | null) => unknown
}

/** A version of the file, as the server names it and as long as it is; `null` where the server does not say. */
export interface Version {
  readonly name: string | null
  readonly total: number | null
}

export const unknownVersion: Version = { name: null, total: null }

/** How a request ended: with the whole file, with a reason to ask again, or with one not to. */
export type Outcome =
  | { readonly _tag: 'Complete' }
  | { readonly _tag: 'Again'; readonly error: DataError; readonly version: Version }
  | { readonly _tag: 'Stop'; readonly error: DataError }

/** The bytes gathered so far. */
export const gathered = (part: string): Promise<number> =>
  stat(part).then(
    ({ size }) => size,
    () => 0,
  )

const mayPass = (status: number): boolean => status === 408 || status === 429 || status >= 500

/** Where a partial answer begins and how long the whole is, as far as the server says. */
const rangeOf = (response: Response): { readonly from: number | null; readonly total: number | null } => {
  const [, from, total] =
    /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? []
  return {
    from: from === undefined ? null : Number(from),
    total: total === undefined || total === '*' ? null : Number(total),
  }
}

const lengthOf = (response: Response): number | null => {
  const length = response.headers.get('content-length')
  return length === null || !/^\d+$/.test(length) ? null : Number(length)
}

/**
 * The server's name for this version of the file, if the same name means the same bytes: a strong ETag, or a Last-Modified that was
 * over when the answer was made (RFC 9110, 8.8.2.2).
 */
const nameOf = ({ headers }: Response): string | null => {
  const [etag, modified, date] = ['etag', 'last-modified', 'date'].map(name => headers.get(name))
  if (etag?.startsWith('"')) return etag
  if (etag || !modified || !date) return null
  return Date.parse(date) - Date.parse(modified) >= 1000 ? modified : null
}

/** Whether an answer with the rest of a file is of another version than the bytes before, or may be and nothing else would tell. */
const isOther = (before: Version, now: Version, isChecked: boolean): boolean => {
  if (before.total !== null && now.total !== null && before.total !== now.total) return true
  return now.name === null || before.name === null ? !isChecked : now.name !== before.name
}

const headersFor = (done: number, { name }: Version): Record<string, string> => ({
  // Bytes as they are stored: ranges and digests speak of those.
  'accept-encoding': 'identity',
  ...(done > 0 ? { range: `bytes=${done}-` } : {}),
  ...(done > 0 && name !== null ? { 'if-range': name } : {}),
})

/** Undici hides the reason behind a TypeError that says "fetch failed" or "terminated". */
const networkReason = (cause: unknown): string =>
  reasonOf((cause as { readonly cause?: unknown } | null)?.cause ?? cause)

const stopWriting = (path: string, cause: unknown): Outcome => ({
  _tag: 'Stop',
  error: { _tag: 'FileUnwritable', path, reason: reasonOf(cause) },
})

/** Asks for what is missing, and appends what comes; a server that sends all of it has it all written anew. */
export const requestPart = async (wanted: Part): Promise<Outcome> => {
  const { url, path, part, maxBytes, timeout, isChecked, onProgress } = wanted
  const done = await gathered(part)
  const impatient = new AbortController()
  const timer = setTimeout(() => impatient.abort(new Error(`no bytes for ${timeout} ms`)), timeout)
  let version = wanted.version
  let file: FileHandle | null = null
  const again = (reason: string): Outcome => ({
    _tag: 'Again',
    error: { _tag: 'ConnectionFailed', path, url, reason },
    version,
  })

  const telling = async (bytes: number, total: number | null): Promise<Outcome | null> => {
    try {
      await onProgress(bytes, total)
      return null
    } catch (cause) {
      return { _tag: 'Stop', error: { _tag: 'ProgressFailed', path, reason: String(cause) } }
    }
  }

  const receive = async (response: Response, from: number, total: number | null): Promise<Outcome> => {
    const tooLarge: Outcome = { _tag: 'Stop', error: { _tag: 'TooLarge', path, limit: maxBytes } }
    if (total !== null && total > maxBytes) return tooLarge
    try {
      file = await open(part, from === 0 ? 'w' : 'a')
    } catch (cause) {
      return stopWriting(path, cause)
    }
    let bytes = from
    const failed = await telling(bytes, total)
    if (failed !== null) return failed
    const body = response.body ?? []
    for await (const chunk of body) {
      timer.refresh()
      bytes += chunk.length
      if (bytes > maxBytes) return tooLarge
      try {
        await file.appendFile(chunk)
      } catch (cause) {
        return stopWriting(path, cause)
      }
      const failed = await telling(bytes, total)
      if (failed !== null) return failed
    }
    return total === null || bytes === total ? { _tag: 'Complete' } : again(`${bytes} of ${total} bytes came`)
  }

  try {
    const response = await fetch(url, { headers: headersFor(done, version), signal: impatient.signal })
    timer.refresh()
    const { status } = response
    const { from, total } = rangeOf(response)
    const before = version
    version = { name: nameOf(response), total: status === 200 ? lengthOf(response) : total }
    if (status === 200) return await receive(response, 0, version.total)
    if (done > 0 && (status === 206 || status === 416)) {
      if (!isOther(before, version, isChecked)) {
        if (status === 206 && from === done) return await receive(response, done, total)
        if (status === 416 && total === done) return { _tag: 'Complete' }
      }
      await rm(part, { force: true })
      return again(`the server has no bytes from ${done} on, or those of another version`)
    }
    if (status === 206 && from === 0) return await receive(response, 0, total)
    const error: DataError = { _tag: 'HttpStatus', path, url, status }
    return mayPass(status) ? { _tag: 'Again', error, version: before } : { _tag: 'Stop', error }
  } catch (cause) {
    return again(networkReason(cause))
  } finally {
    clearTimeout(timer)
    impatient.abort()
    await (file as FileHandle | null)?.close()
  }
}
