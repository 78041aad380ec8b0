import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { lintConfiguration, mayImport, repository, rooms, specifier, table } from './rooms.ts'

const names = Object.keys(rooms)

interface Diagnostic {
  readonly category: string
  readonly message: string
  readonly location: { readonly path: string; readonly start: { readonly line: number } }
}

/** Lints a small repository, given as a record from path to lines, under this repository's own configuration. */
const lint = async (
  files: Readonly<Record<string, readonly string[]>>,
  command: readonly string[] = ['lint'],
): Promise<readonly Diagnostic[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'pullback-rooms-'))
  try {
    for (const name of ['biome.jsonc', 'biome.rooms.json', 'imports.grit', 'casts.grit', 'package.json'])
      await cp(join(repository, name), join(directory, name))
    for (const [path, lines] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true })
      await writeFile(join(directory, path), lines.map(line => `${line}\n`).join(''))
    }
    const biome = join(repository, 'node_modules/.bin/biome')
    const run = promisify(execFile)(biome, [...command, '--reporter=json', '--max-diagnostics=none'], {
      cwd: directory,
      maxBuffer: 2 ** 26,
    })
    // A lint that finds something ends with status 1, and its report is on the error.
    const { stdout } = await run.catch((error: { readonly stdout: string; readonly stderr: string }) => {
      if (!error.stdout.startsWith('{')) throw new Error(`biome did not report: ${error.stderr}`)
      return error
    })
    return (JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

const from = (specifier: string) => `export * from '${specifier}'`

describe('a room imports only the rooms below it', () => {
  let found: readonly Diagnostic[] = []
  const files: Record<string, readonly string[]> = {}
  for (const room of names)
    files[`src/${room}/a.ts`] = names.map(other => from(specifier(room, other, 'b.ts')))
  beforeAll(async () => {
    found = await lint(files)
  })

  test.each(names)('%s', room => {
    const refused = names.filter(other => other !== room && !mayImport(rooms, room, other))
    const path = `src/${room}/a.ts`
    const lines = found
      .filter(({ category, location }) => category.endsWith('noRestrictedImports') && location.path === path)
      .map(({ location }) => names[location.start.line - 1])
    expect(new Set(lines), path).toEqual(new Set(refused))
  })

  test('and rooms are listed from the lowest to the highest', () => {
    for (const [i, room] of names.entries())
      for (const other of rooms[room]?.imports ?? []) expect(names.slice(0, i), room).toContain(other)
  })

  test('the message says what is allowed', () => {
    expect(found.find(({ location }) => location.path === 'src/loss/a.ts')?.message).toBe(
      'loss may import: tensor, primitive, operation, smooth',
    )
  })
})

describe('every other import', () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    'src/index.ts': [from('./tensor/a.ts'), from('./layer/index.ts')],
    'src/layer/a.ts': [from('./b.ts'), from('./sub/c.ts'), from('fp-ts/lib/Either.js'), from('io-ts')],
    'src/layer/sub/c.ts': [from('../d.ts')],
    'src/node/a.ts': [from('node:fs'), from('node:fs/promises')],
    'laws/a.ts': [from('pullback'), from('../src/layer/a.ts'), from('fast-check'), from('./b.ts')],
    'laws/sub/a.ts': [from('../b.ts'), from('../other/b.ts'), from('../../src/layer/a.ts')],
    'laws/sub/part/a.ts': [
      from('../../b.ts'),
      from('../b.ts'),
      from('../../other/b.ts'),
      from('../../../src/layer/a.ts'),
    ],
    'examples/a.ts': [from('pullback'), from('node:fs'), from('vega')],
  }
  const refused: Readonly<Record<string, readonly string[]>> = {
    'src/index.ts': [from('./node/index.ts'), from('../laws/index.ts')],
    'src/layer/a.ts': [
      from('node:fs'),
      from('fs'),
      from('pullback'),
      from('fast-check'),
      from('vega'),
      from('../index.ts'),
      from('../../laws/index.ts'),
      from('../../test/a.ts'),
      "export type { X } from '../loss/b.ts'",
      "export const x = import('../loss/b.ts')",
      "export type X = import('../tensor/b.ts').X",
      from('./../loss/b.ts'),
      from('../tensor/../loss/b.ts'),
    ],
    'src/layer/sub/c.ts': [from('../../loss/b.ts'), from('../../index.ts'), from('../../../laws/index.ts')],
    'src/unheard-of/a.ts': [from('../tensor/b.ts')],
    'laws/a.ts': [from('../src/node/index.ts'), from('pullback/node'), from('node:fs'), from('vitest')],
    'laws/sub/a.ts': [from('../../src/node/index.ts'), from('../../test/a.ts')],
    'laws/sub/part/a.ts': [from('../../../src/node/index.ts'), from('../../../test/a.ts')],
  }
  const directions = (found: readonly Diagnostic[]) =>
    found.filter(({ category }) => category.endsWith('noRestrictedImports') || category === 'plugin')

  test('that is allowed passes', async () => {
    expect(directions(await lint(allowed))).toEqual([])
  })

  test('that is not allowed fails', async () => {
    const found = directions(await lint(refused))
    for (const [path, lines] of Object.entries(refused)) {
      const missed = lines.filter(
        (_, i) => !found.some(({ location }) => location.path === path && location.start.line === i + 1),
      )
      expect(missed, path).toEqual([])
    }
  })
})

describe('a cycle of imports', () => {
  const cycles = (found: readonly Diagnostic[]) =>
    found.filter(({ category }) => category.endsWith('noImportCycles')).map(({ location }) => location.path)

  test('fails', async () => {
    const files = {
      'src/tensor/a.ts': ["export { b } from './b.ts'"],
      'src/tensor/b.ts': ["import { a } from './c.ts'", 'export const b = a'],
      'src/tensor/c.ts': ["export { b as a } from './a.ts'"],
    }
    expect(cycles(await lint(files))).toEqual(Object.keys(files))
  })

  test('of types fails', async () => {
    const files = {
      'src/tensor/a.ts': ["import type { B } from './b.ts'", 'export type A = readonly B[]'],
      'src/tensor/b.ts': ["import type { A } from './a.ts'", 'export type B = { readonly a: A }'],
    }
    expect(cycles(await lint(files))).toEqual(Object.keys(files))
  })

  test('is not seen where there is none', async () => {
    const files = {
      'src/tensor/a.ts': ["import type { B } from './b.ts'", 'export type A = readonly B[]'],
      'src/tensor/b.ts': ['export type B = number'],
    }
    expect(cycles(await lint(files))).toEqual([])
  })
})

test('the rooms in src are the rooms of rooms.json', async () => {
  const entries = await readdir(join(repository, 'src'), { withFileTypes: true, recursive: true })
  const folders = entries
    .filter(e => e.isDirectory())
    .map(e => relative(join(repository, 'src'), join(e.parentPath, e.name)))
  expect([...names].sort()).toEqual(folders.sort())
  expect(
    entries.filter(e => e.isFile() && e.parentPath === join(repository, 'src')).map(e => e.name),
  ).toEqual(['index.ts'])
})

describe('folders import one way, as files do', () => {
  // A file that only hands on what others export stands for its folder's contents, not for a place in it.
  const isIndex = (text: string): boolean =>
    !/^(const|function|class|interface|type|export (const|function|class|interface|type [A-Z]))/m.test(text)
  const within = async (root: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
    const arrows = new Map<string, Set<string>>()
    const entries = await readdir(join(repository, root), { withFileTypes: true, recursive: true })
    for (const entry of entries) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8')
      if (isIndex(text)) continue
      const from = relative(repository, entry.parentPath)
      for (const [, path] of text.matchAll(/ from '(\.[^']+)'/g)) {
        const to = relative(repository, dirname(join(entry.parentPath, path as string)))
        if (to !== from && to.startsWith(root)) arrows.set(from, (arrows.get(from) ?? new Set()).add(to))
      }
    }
    return arrows
  }
  const circles = (arrows: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] => {
    const reach = (from: string, seen: Set<string> = new Set()): ReadonlySet<string> => {
      for (const to of arrows.get(from) ?? []) if (!seen.has(to)) reach(to, seen.add(to))
      return seen
    }
    return [...arrows.keys()].filter(folder => reach(folder).has(folder))
  }

  test.each(['src', 'laws'])('%s', async root => {
    expect(circles(await within(root))).toEqual([])
  })

  test('a circle is found', () => {
    const arrows = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['b'])],
    ])
    expect(circles(arrows)).toEqual(['b', 'c'])
  })
})

describe('npm run rooms was run', () => {
  test('for the linter', async () => {
    expect(await readFile(join(repository, 'biome.rooms.json'), 'utf8')).toBe(lintConfiguration(rooms))
  })

  test('for the page', async () => {
    expect(await readFile(join(repository, 'docs/architecture.md'), 'utf8')).toContain(table(rooms))
  })
})

describe('a cast that fits everywhere', () => {
  const file = [
    'export const a = (x: unknown) => x as never',
    'export const b = (x: unknown) => x as any',
    'export const c = (x: number) => x as unknown as string',
    'export const d = (x: unknown) => x as string',
  ]

  test('fails in src alone', async () => {
    const found = await lint({ 'src/tensor/a.ts': file, 'laws/a.ts': file, 'test/a.ts': file })
    const casts = found.filter(({ message }) => message.startsWith('Cast to the type that is meant'))
    expect(casts.map(({ location }) => location.path)).toEqual(file.slice(0, 3).map(() => 'src/tensor/a.ts'))
  })
})

describe('imports and exports are sorted', () => {
  // As npm run lint does.
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly lint: string }
  }
  const [, ...command] = scripts.lint.split(' ')
  const unsorted = async (files: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> =>
    (await lint(files, command))
      .filter(({ category }) => category === 'assist/source/organizeImports')
      .map(({ location }) => location.path)

  test('and where they are not, linting says so', async () => {
    const files = {
      'src/tensor/a.ts': ["export { b } from './b.ts'", "export { a } from './c.ts'"],
      'src/tensor/b.ts': ["import { c, a } from './c.ts'", 'export const b = [a, c]'],
      'src/tensor/c.ts': ['export const [a, c] = [1, 2]'],
      'test/d.ts': ["import { z } from './z.ts'", "import fc from 'fast-check'", 'export const d = [fc, z]'],
    }
    expect((await unsorted(files)).toSorted()).toEqual(['src/tensor/b.ts', 'test/d.ts'])
  })

  test('within the sections of an index', async () => {
    const sections = ['// b', '', from('./b.ts'), '', '// a', '', from('./a.ts')]
    expect(await unsorted({ 'src/index.ts': sections })).toEqual([])
  })
})
