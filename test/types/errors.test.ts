import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

// Each file in bad/ is one mistake, and its first line says what the compiler must say about it within three lines.

const here = import.meta.dirname
const root = join(here, '..', '..')
const files = readdirSync(join(here, 'bad')).filter(file => file.endsWith('.ts'))

const expected = (file: string): string => {
  const [first] = readFileSync(join(here, 'bad', file), 'utf8').split('\n')
  const found = /^\/\/ expect: (.+)$/.exec(first ?? '')
  if (found?.[1] === undefined) throw new Error(`${file} does not say what it expects in its first line`)
  return found[1]
}

const compile = (project: string): Promise<string> =>
  new Promise((resolve, reject) =>
    execFile(
      join(root, 'node_modules', '.bin', 'tsc'),
      ['-p', project, '--pretty', 'false'],
      { cwd: root },
      (error, stdout, stderr) =>
        error !== null && stdout === '' ? reject(new Error(stderr)) : resolve(stdout),
    ),
  )

/** The lines about each file; lines that go on are indented. */
const byFile = (output: string): ReadonlyMap<string, readonly string[]> => {
  const reports = new Map<string, string[]>()
  let current: string[] = []
  for (const line of output.split('\n')) {
    const head = /bad[\\/]([^\\/(]+\.ts)\(\d+,\d+\): error/.exec(line)
    if (head?.[1] !== undefined) {
      current = reports.get(head[1]) ?? []
      reports.set(head[1], current)
    }
    if (line !== '') current.push(line)
  }
  return reports
}

describe('what the compiler says of mistakes', () => {
  let reports: ReadonlyMap<string, readonly string[]> = new Map()

  beforeAll(async () => {
    reports = byFile(await compile(join(here, 'bad', 'tsconfig.json')))
  }, 60_000)

  test.each(files)('%s', file => {
    const lines = reports.get(file) ?? []
    expect(
      lines.filter(line => /: error TS/.test(line)),
      `${file} must be one mistake`,
    ).toHaveLength(1)
    expect(lines.slice(0, 3).join('\n')).toContain(expected(file))
  })
})
