/**
 * Files from the network: got once, checked, kept.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { takes } from '../tensor/contract/index.ts'
import { verify } from './checksum.ts'
import { downloadOptions, path } from './contract.ts'
import type { Checksum, DataError } from './dataError.ts'
import { caught } from './dataFailure.ts'
import { gathered, requestPart, unknownVersion } from './downloadPart.ts'
import { reasonOf } from './storedBytes.ts'
import { putInPlace, targetOf } from './target.ts'
import { clean, temporaryIn } from './temporary.ts'

/**
 * Where a file comes from.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface DownloadOptions {
  /** Addresses of the same file, by http or https; where one fails, the next is asked. */
  readonly urls: readonly [string, ...string[]]
  /** The digest that it must have. Defaults to none: then nothing that an earlier run left unfinished is continued. */
  readonly checksum?: Checksum
  /** How many bytes to take at most. Defaults to 2³⁰. */
  readonly maxBytes?: number
  /** How often in a row a request may bring nothing new before an address is given up. Defaults to 3. */
  readonly attempts?: number
  /** Milliseconds to wait for the next bytes. Defaults to 30,000. */
  readonly timeout?: number
  /** Called after each piece with the bytes so far, and of how many, where the server says. If it throws, the download ends. */
  readonly onProgress?: (bytes: number, total: number | null) => unknown
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
 *
 * @category Files and hosts
 * @since 0.1.0
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
  const { maxBytes = 2 ** 30, attempts = 3, timeout = 30_000, onProgress = () => undefined } = options
  const isChecked = options.checksum !== undefined
  let version = unknownVersion
  let most = await gathered(part)
  let fruitless = 0
  for (;;) {
    const before = await gathered(part)
    const outcome = await requestPart({ url, path, part, maxBytes, timeout, version, isChecked, onProgress })
    if (outcome._tag === 'Complete') {
      const checked = await intact(part, path, options)
      if (!isLeft(checked)) return checked
      await rm(part, { force: true })
      // What an earlier answer left may have been of another version: the whole is asked for, once.
      if (before > 0 && ++fruitless < attempts) continue
      return checked
    }
    if (outcome._tag === 'Stop') {
      if (outcome.error._tag === 'TooLarge') await rm(part, { force: true })
      return left(outcome.error)
    }
    const now = await gathered(part)
    // Bytes that no answer can be shown to belong to are of no use to the next.
    if (outcome.version.name === null && !isChecked) await rm(part, { force: true })
    version = outcome.version
    fruitless = now > most ? 0 : fruitless + 1
    most = Math.max(most, now)
    if (fruitless >= attempts) return left(outcome.error)
    await pause(Math.min(longestWait, 100 * 2 ** fruitless))
  }
}

/** Milliseconds between two requests, at most. */
const longestWait = 30_000

/** As many bytes as a name may have on most systems. */
const longestName = 255

/** Where bytes are gathered: where a later run finds them if a digest can tell that they belong together, and else aside. */
const partOf = (file: string, { checksum }: DownloadOptions): string => {
  const [folder, name] = [dirname(file), `${basename(file)}.part`]
  if (checksum === undefined) return temporaryIn(folder)
  if (Buffer.byteLength(name) <= longestName) return join(folder, name)
  return join(folder, `.pullback-${createHash('sha256').update(name).digest('hex')}.part`)
}

/** What the first address gives that gives the file; no other address mends a disk or a function of the program. */
const downloadFromAny = async (path: string, part: string, options: DownloadOptions): Promise<Result> => {
  let result: Result | null = null
  for (const url of options.urls) {
    result = await downloadFrom(url, path, part, options)
    if (!isLeft(result) || ['FileUnwritable', 'ProgressFailed'].includes(result.left._tag)) break
  }
  return result as Result
}

/** Gets the file and puts it in its place. */
const fetched = async (path: string, options: DownloadOptions): Promise<Result> => {
  await mkdir(dirname(path), { recursive: true })
  const target = await targetOf(path)
  if (target.isDevice) return left({ _tag: 'FileUnwritable', path, reason: 'it is not a regular file' })
  await clean(dirname(target.file))
  const part = partOf(target.file, options)
  try {
    const result = await downloadFromAny(path, part, options)
    if (isLeft(result)) return result
    const handle = await open(part, 'r+')
    try {
      await putInPlace(handle, part, target)
    } finally {
      await handle.close()
    }
    return result
  } finally {
    if (options.checksum === undefined) await rm(part, { force: true })
  }
}

/**
 * The file at a path, got from the network if it is not there: one task, which gives the path when the file is complete and
 * has the digest that it must have. A file that is there already needs no network.
 *
 * Bytes are gathered beside it in a file that ends in `.part`, and the file appears when it is whole. A connection that breaks
 * off is taken up again where it broke off, with a checksum also in a later run; a server that cannot do so, or has another version by
 * now, is asked for all of it.
 *
 * @throws ArgumentError unless it is given a path, at least one address, and options that there are.
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
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const download = takes('download', { path, options: downloadOptions }, () => downloadUnchecked)

const downloadUnchecked =
  (path: string, options: DownloadOptions): TaskEither<DataError, string> =>
  async () => {
    const wrong = options.urls.find(url => !isHttp(url))
    if (wrong !== undefined) return left({ _tag: 'NotAUrl', path, url: wrong })
    try {
      const there = await stat(path).then(
        found => found.isFile(),
        () => false,
      )
      if (there && !isLeft(await intact(path, path, options))) return right(path)
      return await fetched(path, options)
    } catch (cause) {
      return left({ _tag: 'FileUnwritable', path, reason: reasonOf(cause) })
    }
  }
