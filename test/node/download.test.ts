import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { ArgumentError } from 'pullback'
import { cacheFolder, type DownloadOptions, download, showDataError } from 'pullback/node'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Asked, type Server, serve } from './server.ts'

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3))
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const checksum = { sha256: digest(content) }
const half = 150_000

let directory = ''
let servers: Server[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-download-'))
})
afterEach(async () => {
  await Promise.all(servers.map(server => server.close()))
  servers = []
  await rm(directory, { recursive: true, force: true })
})

const serving = async (answer: (asked: Asked) => void): Promise<Server> => {
  const server = await serve(answer)
  servers.push(server)
  return server
}

const path = (): string => join(directory, 'deep', 'file.bin')

/** Downloads; the error's sentence comes with the folder and the port taken out. */
const downloading = async (
  url: string | readonly [string, ...string[]],
  options: Partial<DownloadOptions> = {},
): Promise<Either<string, string>> => {
  const result = await download(path(), { urls: typeof url === 'string' ? [url] : url, ...options })()
  return isLeft(result)
    ? left(
        showDataError(result.left)
          .replaceAll(join(directory, '/'), '')
          .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST'),
      )
    : result
}

/** Sends the whole file or the range that was asked for, with an etag that names the bytes. */
const whole =
  (bytes: Buffer = content) =>
  ({ response, from }: Asked): void => {
    const headers = { etag: `"${digest(bytes)}"` }
    if (from === null) {
      response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes)
    } else if (from >= bytes.length) {
      response.writeHead(416, { ...headers, 'content-range': `bytes */${bytes.length}` }).end()
    } else {
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`
      response
        .writeHead(206, { ...headers, 'content-length': bytes.length - from, 'content-range': range })
        .end(bytes.subarray(from))
    }
  }

/** Announces the whole file, and breaks off in the middle. */
const breakingOff = ({ response }: Asked): void => {
  response.writeHead(200, { etag: `"${digest(content)}"`, 'content-length': content.length })
  response.write(content.subarray(0, half), () => setTimeout(() => response.destroy(), 20))
}

const files = async (): Promise<readonly string[]> =>
  existsSync(join(directory, 'deep')) ? readdir(join(directory, 'deep')) : []

const expectWhole = async (result: Either<string, string>): Promise<void> => {
  expect(result).toEqual(right(path()))
  expect(Buffer.compare(await readFile(path()), content)).toBe(0)
  expect(await files()).toEqual(['file.bin'])
}

describe('gets', () => {
  test('a whole file, and tells how far it is', async () => {
    const { url, asked } = await serving(whole())
    const progress: (readonly [number, number | null])[] = []
    const onProgress = (bytes: number, total: number | null) => void progress.push([bytes, total])
    await expectWhole(await downloading(url, { checksum, onProgress }))
    expect(asked).toEqual([null])
    expect(progress[0]).toEqual([0, content.length])
    expect(progress.at(-1)).toEqual([content.length, content.length])
  })

  test('a file whose length the server does not tell', async () => {
    const { url } = await serving(({ response }) => void response.writeHead(200).end(content))
    await expectWhole(await downloading(url))
  })

  test('a file that is there already without asking', async () => {
    const { url, asked } = await serving(whole())
    await downloading(url, { checksum })
    await expectWhole(await downloading(url, { checksum }))
    await expectWhole(await downloading(url))
    await expectWhole(await downloading('http://127.0.0.1:9/offline', { checksum }))
    expect(asked).toEqual([null])
  })

  test('a file anew if the one that is there has another digest', async () => {
    const { url, asked } = await serving(whole())
    await downloading(url)
    await writeFile(path(), 'damaged')
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, null])
  })

  test('the next address where one fails', async () => {
    const gone = await serving(({ response }) => void response.writeHead(404).end())
    const wrong = await serving(whole(Buffer.from('something else')))
    const good = await serving(whole())
    await expectWhole(await downloading([gone.url, wrong.url, good.url], { checksum }))
    expect([gone.asked, wrong.asked, good.asked]).toEqual([[null], [null], [null]])
  })
})

describe('goes on', () => {
  test('where a connection broke off', async () => {
    const { url, asked } = await serving(given => (given.nth === 0 ? breakingOff(given) : whole()(given)))
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, half])
  })

  test('without a checksum, if the server names the version', async () => {
    const conditions: unknown[] = []
    const { url, asked } = await serving(given => {
      conditions.push(given.request.headers['if-range'])
      return given.nth === 0 ? breakingOff(given) : whole()(given)
    })
    await expectWhole(await downloading(url))
    expect(asked).toEqual([null, half])
    expect(conditions).toEqual([undefined, `"${digest(content)}"`])
  })

  test('anew, without a checksum, if the rest is of another version', async () => {
    const old = Buffer.alloc(content.length, 1)
    const etag = (bytes: Buffer) => ({ etag: `"${digest(bytes)}"` })
    const modified = (year: number) => ({ 'last-modified': `Thu, 01 Jan ${year} 00:00:00 GMT` })
    for (const [before, after] of [
      [etag(old), etag(content)],
      [modified(2004), modified(2015)],
      [etag(old), {}],
      [etag(old), modified(2004)],
      [modified(2004), {}],
    ]) {
      await rm(path(), { force: true })
      const { url, asked } = await serving(({ response, from, nth }) => {
        if (nth === 0) {
          response.writeHead(200, { ...before, 'content-length': old.length })
          response.write(old.subarray(0, half), () => setTimeout(() => response.destroy(), 20))
        } else if (from === null) {
          response.writeHead(200, { ...after, 'content-length': content.length }).end(content)
        } else {
          // Does not know If-Range.
          const range = `bytes ${from}-${content.length - 1}/${content.length}`
          response.writeHead(206, { ...after, 'content-range': range }).end(content.subarray(from))
        }
      })
      await expectWhole(await downloading(url))
      expect(asked).toEqual([null, half, null])
    }
  })

  test('anew, without a checksum, if the rest is of the same name and another length', async () => {
    const { url, asked } = await serving(given => {
      const { response, from, nth } = given
      if (nth === 0) return breakingOff(given)
      if (from === null) return whole()(given)
      const headers = { etag: `"${digest(content)}"`, 'content-range': `bytes ${from}-${half}/${half + 1}` }
      return void response.writeHead(206, headers).end(content.subarray(from, half + 1))
    })
    await expectWhole(await downloading(url))
    expect(asked).toEqual([null, half, null])
  })

  test('where it broke off, without a checksum, if the server names a time', async () => {
    const time = 'Thu, 01 Jan 2004 00:00:00 GMT'
    const conditions: unknown[] = []
    const { url, asked } = await serving(({ request, response, from, nth }) => {
      conditions.push(request.headers['if-range'])
      const headers = { 'last-modified': time, 'content-length': content.length - (from ?? 0) }
      if (from !== null) {
        const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }
        response.writeHead(206, { ...headers, ...range }).end(content.subarray(from))
      } else {
        response.writeHead(200, headers)
        if (nth > 0) response.end(content)
        else response.write(content.subarray(0, half), () => setTimeout(() => response.destroy(), 20))
      }
    })
    await expectWhole(await downloading(url))
    expect(asked).toEqual([null, half])
    expect(conditions).toEqual([undefined, time])
  })

  test('from the beginning, without a checksum or a name for the version', async () => {
    const { url, asked } = await serving(({ response, nth }) => {
      response.writeHead(200, { 'content-length': content.length })
      if (nth > 0) response.end(content)
      else response.write(content.subarray(0, half), () => setTimeout(() => response.destroy(), 20))
    })
    await expectWhole(await downloading(url))
    expect(asked).toEqual([null, null])
  })

  test('in a later run', async () => {
    const first = await serving(given => (given.nth === 0 ? breakingOff(given) : given.response.destroy()))
    const broken = await downloading(first.url, { checksum, attempts: 1 })
    expect(isLeft(broken) && broken.left).toMatch(
      /^deep\/file\.bin: the file cannot be got from http:\/\/HOST\/file \(.+\)\. Check the network and run it again, or put the file there by hand\.$/,
    )
    expect(await files()).toEqual(['file.bin.part'])
    const second = await serving(whole())
    await expectWhole(await downloading(second.url, { checksum }))
    expect(second.asked).toEqual([half])
  })

  test('with all of it, if the server does not know ranges', async () => {
    const { url, asked } = await serving(given =>
      given.nth === 0 ? breakingOff(given) : whole()({ ...given, from: null }),
    )
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, half])
  })

  test('anew, if the server sends another range than it was asked for', async () => {
    const { url, asked } = await serving(given => {
      if (given.nth === 0) return breakingOff(given)
      return whole()(given.nth === 1 ? { ...given, from: 10 } : given)
    })
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, half, null])
  })

  test('anew, if what an earlier run left is of another version', async () => {
    const { url, asked } = await serving(whole())
    await downloading(url)
    await rm(path())
    await writeFile(`${path()}.part`, Buffer.alloc(half))
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, half, null])
  })

  test.each([
    ['250 characters keeps its part beside it', 250, true],
    ['251 characters keeps its part under a shorter name', 251, false],
    ['255 characters, the longest there is, too', 255, false],
  ])('a file whose name has %s', async (_, length, isBeside) => {
    const named = join(directory, 'x'.repeat(length))
    const broken = await serving(given => (given.nth === 0 ? breakingOff(given) : given.response.destroy()))
    const first = await download(named, { urls: [broken.url], checksum, attempts: 1 })()
    expect(isLeft(first)).toBe(true)
    const [kept, ...others] = await readdir(directory)
    expect(others).toEqual([])
    expect(kept === `${'x'.repeat(length)}.part`).toBe(isBeside)
    expect(Buffer.byteLength(kept as string)).toBeLessThanOrEqual(255)
    const { url, asked } = await serving(whole())
    expect(await download(named, { urls: [url], checksum })()).toEqual(right(named))
    expect(asked).toEqual([half])
  })

  test('not at all, if all of it had come', async () => {
    const { url, asked } = await serving(whole())
    await downloading(url)
    await rm(path())
    await writeFile(`${path()}.part`, content)
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, content.length])
  })

  test('anew, if more had come than there is', async () => {
    const { url, asked } = await serving(whole())
    await downloading(url)
    await rm(path())
    await writeFile(`${path()}.part`, Buffer.concat([content, content]))
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, content.length * 2, null])
  })

  test('after an overloaded server', async () => {
    const { url, asked } = await serving(given =>
      given.nth < 2 ? void given.response.writeHead(503).end() : whole()(given),
    )
    await expectWhole(await downloading(url, { checksum }))
    expect(asked).toEqual([null, null, null])
  })
})

describe('says what is wrong, and leaves no wrong file', () => {
  test('no such file', async () => {
    const { url, asked } = await serving(({ response }) => void response.writeHead(404).end('Not found'))
    expect(await downloading(url, { checksum })).toEqual(
      left(
        'deep/file.bin: http://HOST/file answers with status 404. Check the address, or put the file there by hand.',
      ),
    )
    expect(asked).toEqual([null])
    expect(await files()).toEqual([])
  })

  test('wrong bytes', async () => {
    const wrong = Buffer.from('something else')
    const { url } = await serving(whole(wrong))
    expect(await downloading(url, { checksum })).toEqual(
      left(
        `deep/file.bin: the sha256 of the file is ${digest(wrong)} instead of ${checksum.sha256}. Get an intact copy, or ` +
          'check which version it should be.',
      ),
    )
    expect(await files()).toEqual([])
  })

  test('a server that always breaks off at the same place is given up', async () => {
    const { url, asked } = await serving(breakingOff)
    const result = await downloading(url, { checksum, attempts: 2 })
    expect(isLeft(result) && result.left).toContain('the file cannot be got from http://HOST/file (')
    expect(asked).toEqual([null, half, half])
  })

  test('a server that says nothing', async () => {
    const { url } = await serving(() => undefined)
    const result = await downloading(url, { attempts: 1, timeout: 50 })
    expect(isLeft(result) && result.left).toContain('(no bytes for 50 ms)')
  })

  test('a server that stops in the middle', async () => {
    const { url } = await serving(({ response }) => {
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, half))
    })
    const result = await downloading(url, { attempts: 1, timeout: 100 })
    expect(isLeft(result) && result.left).toContain('(no bytes for 100 ms)')
  })

  test('no server there', async () => {
    const { url, close } = await serve(() => undefined)
    await close()
    const result = await downloading(url, { attempts: 1 })
    expect(isLeft(result) && result.left).toContain('(ECONNREFUSED)')
  })

  test.each(['ftp://example.org/file', 'file', ''])('%s is not an address', async url => {
    expect(await downloading(url)).toEqual(
      left(`deep/file.bin: '${url}' is not an http or https address. Mend the address.`),
    )
  })

  test('more than was allowed, announced or not', async () => {
    const announced = await serving(whole())
    const silent = await serving(({ response }) => void response.writeHead(200).end(content))
    for (const { url } of [announced, silent])
      expect(await downloading(url, { maxBytes: 1000 })).toEqual(
        left('deep/file.bin: the content is longer than 1000 bytes. Raise maxBytes if you trust the file.'),
      )
    expect(await files()).toEqual([])
  })

  test('a folder that cannot be written to', async () => {
    const { url } = await serving(whole())
    await writeFile(join(directory, 'deep'), 'a file where the folder should be')
    const result = await downloading(url)
    expect(isLeft(result) && result.left).toMatch(
      /^deep\/file\.bin: the file cannot be written \((EEXIST|ENOTDIR)\)\./,
    )
  })
})

describe('refuses before anything is fetched', () => {
  test.each<[string, object | null | undefined]>([
    ['no options', undefined],
    ['null', null],
    ['no addresses', {}],
    ['an empty list of addresses', { urls: [] }],
    ['one text for a list', { urls: 'URL' }],
    ['addresses that are not texts', { urls: [new URL('http://127.0.0.1:9')] }],
    ['a malformed checksum', { urls: ['URL'], checksum: { sha256: '12' } }],
    ['a checksum that is not hexadecimal', { urls: ['URL'], checksum: { md5: 'x'.repeat(32) } }],
    ['a checksum by another algorithm', { urls: ['URL'], checksum: { sha1: '0'.repeat(40) } }],
    ['a checksum as text', { urls: ['URL'], checksum: '0'.repeat(64) }],
    ['two checksums', { urls: ['URL'], checksum: { md5: '0'.repeat(32), sha256: '0'.repeat(64) } }],
    ['maxBytes: NaN', { urls: ['URL'], maxBytes: Number.NaN }],
    ['maxBytes: 0', { urls: ['URL'], maxBytes: 0 }],
    ["maxBytes: '5'", { urls: ['URL'], maxBytes: '5' }],
    ['attempts: NaN', { urls: ['URL'], attempts: Number.NaN }],
    ['attempts: 0', { urls: ['URL'], attempts: 0 }],
    ['timeout: NaN', { urls: ['URL'], timeout: Number.NaN }],
    ['timeout: Infinity', { urls: ['URL'], timeout: Number.POSITIVE_INFINITY }],
    ['onProgress: 5', { urls: ['URL'], onProgress: 5 }],
    ['an unknown option', { urls: ['URL'], retries: 5 }],
  ])('%s', async (_, options) => {
    const { url, asked } = await serving(whole())
    const urls = (options as { readonly urls?: unknown } | null | undefined)?.urls
    const given = Array.isArray(urls) ? { ...options, urls: urls.map(u => (u === 'URL' ? url : u)) } : options
    expect(() => download(path(), given as never)).toThrow(ArgumentError)
    expect(asked).toEqual([])
    expect(await files()).toEqual([])
  })

  test('an address that is none, behind one that is', async () => {
    const { url, asked } = await serving(whole())
    expect(await downloading([url, 'ftp://example.org/file'])).toEqual(
      left("deep/file.bin: 'ftp://example.org/file' is not an http or https address. Mend the address."),
    )
    expect(asked).toEqual([])
  })

  test('a folder in the place of the file', async () => {
    const { url, asked } = await serving(whole())
    await mkdir(path(), { recursive: true })
    const result = await downloading(url)
    expect(isLeft(result) && result.left).toContain('deep/file.bin: the file cannot be written (EISDIR).')
    expect(asked).toEqual([])
  })
})

describe('a throwing onProgress', () => {
  test.each<[string, () => unknown]>([
    [
      'at once',
      () => {
        throw new RangeError('my own mistake')
      },
    ],
    ['later', () => Promise.reject(new RangeError('my own mistake'))],
  ])('%s ends the download as what it is', async (_, onProgress) => {
    const { url, asked } = await serving(whole())
    expect(await downloading([url, url], { onProgress })).toEqual(
      left(
        'deep/file.bin: the download was ended by onProgress, which threw RangeError: my own mistake. Mend that function.',
      ),
    )
    expect(asked).toEqual([null])
    expect(await files()).toEqual([])
  })
})

describe('the file', () => {
  test('may have the longest name that is legal', async () => {
    const { url } = await serving(whole())
    for (const options of [{}, { checksum }]) {
      const long = join(directory, 'x'.repeat(255))
      expect(await download(long, { urls: [url], ...options })()).toEqual(right(long))
      await rm(long)
    }
  })

  test('keeps its mode, and a symbolic link leads to it', async () => {
    const { url } = await serving(whole())
    await mkdir(join(directory, 'deep'))
    await writeFile(join(directory, 'target'), 'old', { mode: 0o600 })
    await symlink(join('..', 'target'), path())
    await downloading(url, { checksum })
    expect((await stat(join(directory, 'target'))).mode & 0o777).toBe(0o600)
    expect((await lstat(path())).isSymbolicLink()).toBe(true)
    expect(Buffer.compare(await readFile(join(directory, 'target')), content)).toBe(0)
    expect((await readdir(directory)).sort()).toEqual(['deep', 'target'])
  })
})

describe('cacheFolder', () => {
  beforeEach(() => {
    for (const name of ['PULLBACK_CACHE', 'XDG_CACHE_HOME']) vi.stubEnv(name, undefined)
  })
  afterEach(() => void vi.unstubAllEnvs())

  test('is where the environment says', () => {
    vi.stubEnv('PULLBACK_CACHE', '/data/pullback')
    expect(cacheFolder()).toBe('/data/pullback')
  })

  test.skipIf(process.platform !== 'linux')('is that of the user', () => {
    expect(cacheFolder()).toBe(join(homedir(), '.cache', 'pullback'))
    vi.stubEnv('XDG_CACHE_HOME', '/cache')
    expect(cacheFolder()).toBe('/cache/pullback')
  })
})
