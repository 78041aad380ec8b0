import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { ArgumentError, tensor } from 'pullback'
import {
  type DataError,
  diskBatches,
  download,
  encodeNpy,
  finiteFromString,
  openSafetensors,
  readCsv,
  readIdx,
  readNpy,
  readNpz,
  readSafetensors,
  row,
  showDataError,
  streamCsv,
  writeIdx,
  writeNpy,
  writeNpz,
  writeSafetensors,
} from 'pullback/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-write-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const x = tensor([1, 2, 3])
const writers: readonly (readonly [string, (path: string) => TaskEither<DataError, void>])[] = [
  ['writeNpy', path => writeNpy(path)(x)],
  ['writeNpz', path => writeNpz(path)({ x })],
  ['writeIdx', path => writeIdx(path)(x)],
  ['writeSafetensors', path => writeSafetensors(path)({ x })],
]
const csv = { columns: ['x'], row: row(finiteFromString) }
const readers: readonly (readonly [string, (path: string) => TaskEither<DataError, unknown>])[] = [
  ['readNpy', path => readNpy(path)],
  ['readNpz', path => readNpz(path)],
  ['readIdx', path => readIdx(path)],
  ['readSafetensors', path => readSafetensors(path)],
  ['openSafetensors', path => openSafetensors(path)],
  ['readCsv', path => readCsv(path, csv)],
  ['diskBatches', path => diskBatches({ x: { path } }, { size: 1 })],
]

const tagOf = (result: Either<DataError, unknown>): string => {
  if (!isLeft(result)) return 'right'
  expect(showDataError(result.left)).toMatch(/: [\s\S]+\.$/)
  return result.left._tag
}

const names = () => readdir(directory)

const isRoot = process.getuid?.() === 0

describe.each(writers)('%s', (_, write) => {
  const tag = async (path: string) => tagOf(await write(path)())

  test('to a path whose parent is a file', async () => {
    await writeFile(join(directory, 'file'), '')
    expect(await tag(join(directory, 'file', 'x.npz'))).toBe('FileUnwritable')
  })

  test('to a folder that is not there, a folder, nothing, a NUL, a ring of links', async () => {
    await mkdir(join(directory, 'folder'))
    await symlink('ring', join(directory, 'ring'))
    const before = await names()
    for (const path of [join('none', 'x'), 'folder', 'x\0y', 'ring'].map(name => join(directory, name)))
      expect(await tag(path)).toBe('FileUnwritable')
    expect(await tag('')).toBe('FileUnwritable')
    expect(await tag('/')).toBe('FileUnwritable')
    expect(await names()).toEqual(before)
  })

  test('to a name that is too long, and to the longest that is legal', async () => {
    expect(await tag(join(directory, 'x'.repeat(256)))).toBe('FileUnwritable')
    for (const length of [240, 255]) expect(await tag(join(directory, 'x'.repeat(length)))).toBe('right')
    expect((await names()).map(name => name.length)).toEqual([240, 255])
  })

  test.skipIf(process.platform !== 'linux')('to a disk that is full, and to a device', async () => {
    expect(await tag('/dev/full')).toBe('FileUnwritable')
    expect(await tag('/dev/null')).toBe('right')
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  test.skipIf(isRoot)('to a file that may not be written (skipped for root, who may)', async () => {
    await writeFile(join(directory, 'x'), 'old', { mode: 0o400 })
    expect(await tag(join(directory, 'x'))).toBe('FileUnwritable')
    await chmod(directory, 0o500)
    expect(await tag(join(directory, 'y'))).toBe('FileUnwritable')
    await chmod(directory, 0o700)
    expect(await readFile(join(directory, 'x'), 'utf8')).toBe('old')
  })

  test('over a file keeps its mode, whatever it is', async () => {
    for (const mode of [0o600, 0o640, 0o666, 0o755]) {
      const path = join(directory, `mode-${mode}`)
      await writeFile(path, 'old')
      await chmod(path, mode)
      expect(await tag(path)).toBe('right')
      expect((await stat(path)).mode & 0o7777).toBe(mode)
    }
    await write(join(directory, 'new'))()
    await writeFile(join(directory, 'plain'), '')
    expect((await stat(join(directory, 'new'))).mode).toBe((await stat(join(directory, 'plain'))).mode)
  })

  test('over a symbolic link writes what it leads to', async () => {
    await mkdir(join(directory, 'deep'))
    const target = join(directory, 'deep', 'target')
    await writeFile(target, 'old', { mode: 0o600 })
    await symlink(join('deep', 'target'), join(directory, 'link'))
    await symlink('link', join(directory, 'second'))
    expect(await tag(join(directory, 'second'))).toBe('right')
    for (const name of ['link', 'second'])
      expect((await lstat(join(directory, name))).isSymbolicLink()).toBe(true)
    expect((await readFile(target)).equals(await readFile(join(directory, 'second')))).toBe(true)
    expect((await readFile(target, 'latin1')).startsWith('old')).toBe(false)
    expect((await stat(target)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(directory, 'deep'))).toEqual(['target'])
  })

  test('over a link that leads nowhere yet makes the file there', async () => {
    await symlink('later', join(directory, 'link'))
    expect(await tag(join(directory, 'link'))).toBe('right')
    expect((await names()).sort()).toEqual(['later', 'link'])
    expect((await lstat(join(directory, 'link'))).isSymbolicLink()).toBe(true)
  })
})

test('a reader of the file meanwhile goes on reading the old one', async () => {
  const path = join(directory, 'x.npy')
  await writeNpy(path)(tensor([1]))()
  await link(path, join(directory, 'old.npy'))
  await writeNpy(path)(tensor([2]))()
  expect(new Uint8Array(await readFile(join(directory, 'old.npy')))).toEqual(encodeNpy(tensor([1])))
  expect(new Uint8Array(await readFile(path))).toEqual(encodeNpy(tensor([2])))
})

test('many writers of one file at once: it holds what one of them wrote, and nothing else is left', async () => {
  const path = join(directory, 'x.npz')
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => writeNpz(path)({ x: tensor([i]) })()))
  expect(all).toEqual(all.map(() => right(undefined)))
  expect(tagOf(await readNpz(path, { arrays: { x: { shape: [1] } } })())).toBe('right')
  expect(await names()).toEqual(['x.npz'])
})

describe('a writer that is killed', () => {
  /** Starts a process that writes without end, and gives it when its temporary file is there. */
  const startWriting = async () => {
    const child = fork(join(import.meta.dirname, 'endlessWriter.ts'), [join(directory, 'x.npz')], {
      execArgv: ['--conditions=pullback-source'],
    })
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.once('exit', () => reject(new Error('the writer ended')))
    })
    child.removeAllListeners('exit')
    return {
      kill: () =>
        new Promise<void>(resolve => {
          child.once('exit', () => resolve())
          child.kill('SIGKILL')
        }),
    }
  }
  const temporaries = async () => (await names()).filter(name => name.endsWith('.tmp'))

  test('leaves what the next one cleans, but not what is being written', {
    timeout: 60_000,
  }, async () => {
    for (let i = 0; i < 2; i++) {
      const { kill } = await startWriting()
      expect(await temporaries()).toHaveLength(1)
      await kill()
    }
    const living = await startWriting()
    expect(await temporaries()).toHaveLength(1)
    expect(await writeNpz(join(directory, 'x.npz'))({ x })()).toEqual(right(undefined))
    expect(await temporaries()).toHaveLength(1)
    await living.kill()
    expect(await writeNpz(join(directory, 'y.npz'))({ x })()).toEqual(right(undefined))
    expect((await names()).sort()).toEqual(['x.npz', 'y.npz'])
  })

  test('on another machine is recognised by the time, and files of other names are left alone', async () => {
    const elsewhere = '.pullback-00000000-1-1-0123456789ab.tmp'
    const own = `.pullback-notes.tmp`
    for (const name of [elsewhere, own]) await writeFile(join(directory, name), '')
    await writeNpy(join(directory, 'x.npy'))(x)()
    expect((await names()).sort()).toEqual([elsewhere, own, 'x.npy'])
    await utimes(join(directory, elsewhere), 0, 0)
    await utimes(join(directory, own), 0, 0)
    await writeNpy(join(directory, 'x.npy'))(x)()
    expect((await names()).sort()).toEqual([own, 'x.npy'])
  })
})

describe.each(readers)('%s', (_, read) => {
  test('of a folder, nothing, a NUL, a file in a file, a name that is too long', async () => {
    await writeFile(join(directory, 'file'), '')
    for (const name of ['', 'x\0y', join('file', 'x'), 'x'.repeat(256)])
      expect(tagOf(await read(join(directory, name))())).toBe('FileUnreadable')
    for (const path of ['', join(directory, 'none')]) expect(tagOf(await read(path)())).toBe('FileMissing')
    if (existsSync('/proc/self/mem')) expect(tagOf(await read('/proc/self/mem')())).not.toBe('right')
  })

  test.skipIf(isRoot)('of a file that may not be read (skipped for root, who may)', async () => {
    await writeFile(join(directory, 'x'), 'old', { mode: 0o200 })
    expect(tagOf(await read(join(directory, 'x'))())).toBe('FileUnreadable')
  })
})

test('what is not a path, no option and no value of one is a mistake of the program, found at the call', () => {
  const urls = ['http://127.0.0.1:9/x'] as const
  for (const junk of [undefined, null, 5, {}, [], new URL('file:///tmp/x'), Buffer.from('x'), () => 'x']) {
    const path = junk as never
    for (const [, write] of writers) expect(() => write(path)).toThrow(ArgumentError)
    for (const [, read] of readers) expect(() => read(path)).toThrow(ArgumentError)
    expect(() => streamCsv(path, csv)).toThrow(ArgumentError)
    expect(() => download(path, { urls })).toThrow(ArgumentError)
  }
  expect(() => readNpy(new URL('file:///tmp/x') as never)).toThrow('Use fileURLToPath(url).')
  for (const options of [
    { maxBytes: Number.NaN },
    { maxBytes: -1 },
    { maxBytes: '5' },
    { checksum: { md5: 'x' } },
    { checksum: { sha256: 5 } },
    { checksum: { crc: 'x' } },
    { checksum: 'x' },
    { checksum: null },
    { maxByte: 5 },
    null,
    5,
  ]) {
    for (const read of [readNpy, readNpz, readIdx] as readonly ((path: string, options: never) => unknown)[])
      expect(() => read('x', options as never), JSON.stringify(options)).toThrow(ArgumentError)
    if (typeof options === 'object' && options !== null)
      expect(() => readCsv('x', { ...csv, ...(options as object) }), JSON.stringify(options)).toThrow(
        ArgumentError,
      )
  }
  expect(() => writeNpz('x', { compres: true } as never)({ x })).toThrow(ArgumentError)
})
