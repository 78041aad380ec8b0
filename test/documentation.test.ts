import { execFile } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configureGlobal, readConfigureGlobal } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

// Every piece of code that a reader may paste compiles and runs: the blocks in README.md and docs, and the examples in
// docstrings. Blocks marked `ts error` must not compile, and their comments quote what the compiler says.

const root = join(import.meta.dirname, '..')
const scratch = join(root, 'out', 'documentation')

interface Snippet {
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

const snippets: readonly Snippet[] = [
  ...['README.md', ...globSync('docs/**/*.md', { cwd: root })].flatMap(blocksOf),
  ...globSync('{src,laws}/**/*.ts', { cwd: root }).sort().flatMap(examplesOf),
]

const compile = (): Promise<string> =>
  new Promise((resolve, reject) =>
    execFile(
      join(root, 'node_modules', '.bin', 'tsc'),
      ['-p', scratch, '--pretty', 'false'],
      { cwd: root },
      (error, stdout, stderr) =>
        error !== null && stdout === '' ? reject(new Error(stderr)) : resolve(stdout),
    ),
  )

const complaintsAbout = (output: string, snippet: Snippet): string => {
  const lines = output.split('\n')
  const from = lines.findIndex(line => line.includes(`${snippet.file}(`))
  if (from === -1) return ''
  const until = lines.findIndex((line, i) => i > from && /^\S/.test(line) && !line.includes(snippet.file))
  return lines.slice(from, until === -1 ? undefined : until).join('\n')
}

describe('documentation', () => {
  let output = ''

  beforeAll(async () => {
    // What laws say of what is shown here is not looked at; that they can be asked is.
    configureGlobal({ ...readConfigureGlobal(), numRuns: 10 })
    rmSync(scratch, { recursive: true, force: true })
    mkdirSync(scratch, { recursive: true })
    for (const { file, code } of snippets) writeFileSync(join(scratch, file), `${code}export {}\n`)
    const config = {
      extends: '../../tsconfig.base.json',
      compilerOptions: { types: ['node'] },
      include: ['*.ts'],
    }
    writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
    output = await compile()
  }, 60_000)

  afterAll(() => {
    vi.restoreAllMocks()
  })

  test('there is some', () => {
    expect(snippets.length).toBeGreaterThan(30)
    expect(snippets.some(({ mustFail }) => mustFail)).toBe(true)
  })

  test.each(snippets.filter(({ mustFail }) => !mustFail))('$place compiles and runs', async snippet => {
    expect(complaintsAbout(output, snippet)).toBe('')
    vi.spyOn(console, 'log').mockImplementation(() => {})
    // What registers tests can do so in a test file only.
    if (!snippet.code.includes("from 'vitest'")) await import(join(scratch, snippet.file))
  })

  test.each(snippets.filter(({ mustFail }) => mustFail))('$place fails to compile as quoted', snippet => {
    const complaint = complaintsAbout(output, snippet).replace(/\s+/g, ' ')
    const quoted = [...snippet.code.matchAll(/^\/\/ (.*)$/gm)].map(found => found[1]).join(' ')
    expect(quoted).not.toBe('')
    expect(complaint).toContain(quoted.trim())
  })
})
