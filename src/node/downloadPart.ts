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
  readonly patience: number
  /** The version that the gathered bytes belong to, as the server names it. */
  readonly etag: string | null
  readonly onProgress: (bytes: number, total: number | null) => void
}

/** How a request ended: with the whole file, with a reason to ask again, or with one not to. */
export type Outcome =
  | { readonly _tag: 'Complete' }
  | { readonly _tag: 'Again'; readonly error: DataError; readonly etag: string | null }
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

/** The server's name for this version of the file, if the same name means the same bytes. */
const etagOf = (response: Response): string | null => {
  const etag = response.headers.get('etag')
  return etag === null || etag.startsWith('W/') ? null : etag
}

const headersFor = (done: number, etag: string | null): Record<string, string> => ({
  // Bytes as they are stored: ranges and digests speak of those.
  'accept-encoding': 'identity',
  ...(done > 0 ? { range: `bytes=${done}-` } : {}),
  ...(done > 0 && etag !== null ? { 'if-range': etag } : {}),
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
  const { url, path, part, maxBytes, patience, onProgress } = wanted
  const done = await gathered(part)
  const impatient = new AbortController()
  const timer = setTimeout(() => impatient.abort(new Error(`no bytes for ${patience} ms`)), patience)
  let etag = wanted.etag
  let file: FileHandle | null = null
  const again = (reason: string): Outcome => ({
    _tag: 'Again',
    error: { _tag: 'ConnectionFailed', path, url, reason },
    etag,
  })

  const receive = async (response: Response, from: number, total: number | null): Promise<Outcome> => {
    const tooLarge: Outcome = { _tag: 'Stop', error: { _tag: 'TooLarge', path, limit: maxBytes } }
    if (total !== null && total > maxBytes) return tooLarge
    try {
      file = await open(part, from === 0 ? 'w' : 'a')
    } catch (cause) {
      return stopWriting(path, cause)
    }
    let bytes = from
    onProgress(bytes, total)
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
      onProgress(bytes, total)
    }
    return total === null || bytes === total ? { _tag: 'Complete' } : again(`${bytes} of ${total} bytes came`)
  }

  try {
    const response = await fetch(url, { headers: headersFor(done, etag), signal: impatient.signal })
    timer.refresh()
    etag = etagOf(response)
    const { status } = response
    const { from, total } = rangeOf(response)
    if (status === 206 && from === done) return await receive(response, done, total)
    if (status === 200) return await receive(response, 0, lengthOf(response))
    if (status === 416 && total === done && done > 0) return { _tag: 'Complete' }
    if (status === 206 || (status === 416 && done > 0)) {
      await rm(part, { force: true })
      return again(`the server has no bytes from ${done} on`)
    }
    const error: DataError = { _tag: 'HttpStatus', path, url, status }
    return mayPass(status) ? { _tag: 'Again', error, etag } : { _tag: 'Stop', error }
  } catch (cause) {
    return again(networkReason(cause))
  } finally {
    clearTimeout(timer)
    impatient.abort()
    await (file as FileHandle | null)?.close()
  }
}
