/** A copy of the project, in which faults do no harm, and vitest in it. */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const left = new Set(['node_modules', 'out', 'dist', '.git', 'coverage'])

export interface Copy {
  readonly root: string
  readonly remove: () => void
}

export const copyOf = (root: string): Copy => {
  const copy = mkdtempSync(join(tmpdir(), 'pullback-mutate-'))
  for (const name of readdirSync(root))
    if (!left.has(name)) cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return { root: copy, remove: () => rmSync(copy, { recursive: true, force: true }) }
}

/** All files of a folder whose name ends so, from the project's root. */
export const filesIn = (root: string, folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()

export interface Run {
  readonly files: readonly string[]
  /** By test file, the tests that are left out. */
  readonly skipped?: Readonly<Record<string, readonly string[]>>
  /** After so many seconds, something never ends. */
  readonly seconds: number
  readonly bail: number
  readonly environment: Readonly<Record<string, string>>
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** Runs tests; what failed, by name, or nothing. */
export const failures = (copy: Copy, run: Run): Promise<readonly string[]> =>
  new Promise(resolve => {
    const [only, report] = [join(copy.root, 'only.json'), join(copy.root, 'report.json')]
    writeFileSync(only, JSON.stringify(run.skipped ?? {}))
    rmSync(report, { force: true })
    const child = spawn(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config=test/mutate/vitest.config.ts',
        `--bail=${run.bail}`,
        '--reporter=json',
        `--outputFile=${report}`,
        '--silent=true',
        ...run.files,
      ],
      {
        cwd: copy.root,
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, PULLBACK_ONLY: only, ...run.environment },
      },
    )
    let late = false
    const clock = setTimeout(() => {
      late = true
      process.kill(-(child.pid as number), 'SIGKILL')
    }, run.seconds * 1000)
    child.on('exit', code => {
      clearTimeout(clock)
      if (code === 0) return resolve([])
      if (late) return resolve([`more than ${run.seconds} s`])
      try {
        const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
        const names = testResults.flatMap(({ name, status, message, assertionResults }) => {
          const file = name.replaceAll('\\', '/').split('/test/').at(-1)
          const failed = assertionResults.filter(test => test.status === 'failed')
          if (failed.length > 0) return failed.map(test => `${file}: ${test.fullName}`)
          return status === 'failed' && message !== '' ? [`${file}: ${message.split('\n')[0]}`] : []
        })
        resolve(names.length > 0 ? names : [`code ${code}`])
      } catch {
        resolve([`code ${code}`])
      }
    })
  })
