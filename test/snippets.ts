import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Every piece of code that a reader may paste: the blocks in README.md and docs, and the examples in docstrings. Blocks marked
// `ts error` must not compile, and their comments quote what the compiler says.

export const root = join(import.meta.dirname, '..')

export interface Snippet {
  readonly place: string
  readonly file: string
  readonly code: string
  readonly mustFail: boolean
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

const named = (place: string, code: string, mustFail: boolean): Snippet => ({
  place,
  file: `${place.replace(/[^A-Za-z0-9]+/g, '_')}.ts`,
  code,
  mustFail,
})

const blocksOf = (file: string): readonly Snippet[] => {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^```ts( error)?\n([\s\S]*?)^```$/gm)].map(found =>
    named(`${file}:${lineOf(text, found.index)}`, found[2] as string, found[1] !== undefined),
  )
}

const examplesOf = (file: string): readonly Snippet[] => {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(comment => {
    const example = /@example\n([\s\S]*?)(?=^\s*\* @|\*\/)/m.exec(comment[0])
    if (example === null) return []
    const code = (example[1] as string).replace(/^\s*\*? ?/gm, '')
    return [named(`${file}:${lineOf(text, comment.index)}`, `${code.trim()}\n`, false)]
  })
}

export const snippets: readonly Snippet[] = [
  ...['README.md', ...globSync('docs/**/*.md', { cwd: root })].flatMap(blocksOf),
  ...globSync('{src,laws}/**/*.ts', { cwd: root }).sort().flatMap(examplesOf),
]

/** What a compiler says of one file: its lines, and those that go on are indented. */
export const complaintsAbout = (output: string, file: string): readonly string[] => {
  const lines = output.split('\n')
  const from = lines.findIndex(line => line.includes(`${file}(`))
  if (from === -1) return []
  const until = lines.findIndex((line, i) => i > from && /^\S/.test(line) && !line.includes(`${file}(`))
  return lines.slice(from, until === -1 ? undefined : until).filter(line => line !== '')
}

/** What a snippet that must not compile says of itself, in its comments. */
export const quotedIn = ({ code }: Snippet): string =>
  [...code.matchAll(/^\/\/ (.*)$/gm)]
    .map(found => found[1])
    .join(' ')
    .trim()
