/**
 * Files from the network: got once, checked, kept.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { verify } from './checksum.ts'
import type { Checksum, DataError } from './dataError.ts'
import { caught } from './dataFailure.ts'
import { gathered, requestPart } from './downloadPart.ts'
import { requirePath } from './path.ts'
import { reasonOf } from './storedBytes.ts'

/** Where a file comes from. */
export interface DownloadOptions {
  /** Addresses of the same file, by http or https; where one fails, the next is asked. */
  readonly urls: readonly [string, ...string[]]
  /** The digest that it must have. Without one, nothing that an earlier run left unfinished is continued. */
  readonly checksum?: Checksum
  /** How many bytes to take at most; 2³⁰ unless told. */
  readonly maxBytes?: number
  /** How often in a row a request may bring nothing new before an address is given up; 3 unless told. */
  readonly attempts?: number
  /** Milliseconds to wait for the next bytes; 30,000 unless told. */
  readonly patience?: number
  /** Told after each piece: the bytes so far, and of how many, where the server says. */
  readonly onProgress?: (bytes: number, total: number | null) => void
}

type Result = Either<DataError, string>

/**
 * The folder for files that can be got again: `pullback` in that of the user's system, or the one that the environment
 * variable `PULLBACK_CACHE` names.
 *
 * @example
 * import { join } from 'node:path'
 * import { cacheFolder } from 'pullback/node'
 * console.log(join(cacheFolder(), 'mnist')) // such as /home/ada/.cache/pullback/mnist
 */
export const cacheFolder = (): string => {
  const { PULLBACK_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env
  if (PULLBACK_CACHE) return PULLBACK_CACHE
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'pullback', 'Cache')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'pullback')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'pullback')
}

/** Right if the file has the digest, or has none to have. */
const intact = (
  file: string,
  path: string,
  { checksum }: Pick<DownloadOptions, 'checksum'>,
): Promise<Result> =>
  caught(async () => {
    await verify(path, checksum, file)
    return right(path)
  })

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/** What an address gives, continued where it broke off. */
const downloadFrom = async (
  url: string,
  path: string,
  part: string,
  options: DownloadOptions,
): Promise<Result> => {
  if (!isHttp(url)) return left({ _tag: 'NotAUrl', path, url })
  const { maxBytes = 2 ** 30, attempts = 3, patience = 30_000, onProgress = () => undefined } = options
  let etag: string | null = null
  let most = await gathered(part)
  let fruitless = 0
  for (;;) {
    const before = await gathered(part)
    const outcome = await requestPart({ url, path, part, maxBytes, patience, etag, onProgress })
    if (outcome._tag === 'Complete') {
      const checked = await intact(part, path, options)
      if (isLeft(checked)) {
        await rm(part, { force: true })
        // What an earlier answer left may have been of another version: the whole is asked for, once.
        if (before > 0 && ++fruitless < attempts) continue
        return checked
      }
      await rename(part, path)
      return checked
    }
    if (outcome._tag === 'Stop') {
      if (outcome.error._tag === 'TooLarge') await rm(part, { force: true })
      return left(outcome.error)
    }
    const now = await gathered(part)
    // Bytes that no answer can be shown to belong to are of no use to the next.
    if (outcome.etag === null && options.checksum === undefined) await rm(part, { force: true })
    etag = outcome.etag
    fruitless = now > most ? 0 : fruitless + 1
    most = Math.max(most, now)
    if (fruitless >= attempts) return left(outcome.error)
    await pause(100 * 2 ** fruitless)
  }
}

/**
 * The file at a path, got from the network if it is not there: one task, which gives the path when the file is complete and
 * has the digest that it must have. A file that is there already needs no network.
 *
 * Bytes are gathered beside it in a file that ends in `.part`, and the file appears when it is whole. A connection that breaks
 * off is taken up again where it broke off, with a checksum also in a later run; a server that cannot do so is asked for all of it.
 *
 * @example
 * import { join } from 'node:path'
 * import { chain } from 'fp-ts/lib/TaskEither.js'
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { cacheFolder, download, readIdx } from 'pullback/node'
 *
 * const labels = pipe(
 *   download(join(cacheFolder(), 'mnist', 't10k-labels-idx1-ubyte.gz'), {
 *     urls: ['https://storage.googleapis.com/cvdf-datasets/mnist/t10k-labels-idx1-ubyte.gz'],
 *     checksum: { md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
 *   }),
 *   chain(path => readIdx(path, { dtype: 'u8', shape: [10_000] })),
 * ) // labels() does it
 */
export const download = (path: string, options: DownloadOptions): TaskEither<DataError, string> => {
  requirePath('download', path)
  return async () => {
    const there = await stat(path).then(
      found => found.isFile(),
      () => false,
    )
    if (there && !isLeft(await intact(path, path, options))) return right(path)
    try {
      await mkdir(dirname(path), { recursive: true })
      // Only a digest can tell whether bytes of two runs belong together.
      const part = options.checksum === undefined ? `${path}.${randomUUID()}.part` : `${path}.part`
      let result: Result | null = null
      for (const url of options.urls) {
        result = await downloadFrom(url, path, part, options)
        if (!isLeft(result)) return result
      }
      if (options.checksum === undefined) await rm(part, { force: true })
      return result as Result
    } catch (cause) {
      return left({ _tag: 'FileUnwritable', path, reason: reasonOf(cause) })
    }
  }
}
