/**
 * Figures of the house that can be counted: what the review of the sources found, and what a test holds today. The table of them in
 * docs/architecture.md is made from here (`npm run rooms`).
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repository, rooms } from './rooms.ts'

/** A figure: what it was in the review, the most that it may be, and how it is counted. */
interface Figure {
  readonly name: string
  readonly before: number
  readonly atMost: number
  readonly now: () => number
}

const sources = new Map<string, string>()

/** The files of a folder of the repository with their texts, read once. */
const filesIn = (folder: string): readonly (readonly [file: string, text: string])[] =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => `${folder}/${file.replaceAll('\\', '/')}`)
    .map(file => {
      const text = sources.get(file) ?? readFileSync(join(repository, file), 'utf8')
      sources.set(file, text)
      return [file, text] as const
    })

const largestFolder = (...folders: readonly string[]): number => {
  const counts = new Map<string, number>()
  for (const [file] of folders.flatMap(filesIn))
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  return Math.max(...counts.values())
}

const importsOf = (file: string, text: string): readonly string[] =>
  [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, path]) =>
    join(dirname(file), path as string).replaceAll('\\', '/'),
  )

/** The longest chain of files of one folder, each of which imports the next. */
const floors = (folder: string): number => {
  const texts = new Map(filesIn(folder))
  const known = new Map<string, number>()
  const floor = (file: string): number => {
    const found = known.get(file)
    if (found !== undefined) return found
    const below = importsOf(file, texts.get(file) ?? '').filter(other => dirname(other) === dirname(file))
    const height = 1 + Math.max(0, ...below.map(floor))
    known.set(file, height)
    return height
  }
  return Math.max(...[...texts.keys()].map(floor))
}

const count = (folder: string, pattern: RegExp): number =>
  filesIn(folder).reduce((n, [, text]) => n + (text.match(pattern)?.length ?? 0), 0)

/** Files beyond a length, but for those that only hand on what others export. */
const longerThan = (lines: number, folder: string): number =>
  filesIn(folder).filter(
    ([file, text]) => !file.endsWith('/index.ts') && text.trimEnd().split('\n').length > lines,
  ).length

const linesOf = (file: string): number =>
  readFileSync(join(repository, file), 'utf8').trimEnd().split('\n').length

const [toNever, byUnknown] = [/\bas never(?=[\s)\]},;.]|$)/g, /\bas unknown as\b/g]

const ofEngines = () =>
  Math.max(...['engine', 'plan', 'wasm', 'compile'].map(room => largestFolder(`src/${room}`)))

const figure = (name: string, before: number, atMost: number, now: () => number): Figure => ({
  name,
  before,
  atMost,
  now,
})

export const figures: readonly Figure[] = [
  figure('files in the largest folder of the engine', 69, 32, ofEngines),
  figure('files in the largest folder of layers', 86, 28, () => largestFolder('src/layer')),
  figure('files in the largest folder of optimisers', 46, 18, () => largestFolder('src/optimiser')),
  figure('files in the largest folder of laws', 110, 45, () => largestFolder('laws')),
  figure('files in the largest folder of the sources', 86, 34, () => largestFolder('src')),
  figure('floors: files of one folder, each of which imports the next', 21, 10, () => floors('src')),
  figure('sources of more than 300 lines, but for lists of exports', 0, 1, () => longerThan(300, 'src')),
  figure('`as never` in the sources', 127, 0, () => count('src', toNever)),
  figure('`as never` in the laws', 266, 115, () => count('laws', toNever)),
  figure('`as unknown as` in the sources', 85, 0, () => count('src', byUnknown)),
  figure('`as unknown as` in the laws', 154, 23, () => count('laws', byUnknown)),
  figure('`<number, Shape>` in the sources', 100, 0, () => count('src', /<number, Shape>/g)),
  figure('lines that say what a room may import', 30, 2, () =>
    Math.ceil(linesOf('rooms.json') / Object.keys(rooms).length),
  ),
]

/** The table of figures in docs/architecture.md. */
export const figuresTable = (): string =>
  [
    '| figure | in the review | held to |',
    '| --- | --: | --: |',
    ...figures.map(
      ({ name, before, atMost }) => `| ${name} | ${before} | ${atMost === 0 ? 0 : `≤ ${atMost}`} |`,
    ),
  ].join('\n')
