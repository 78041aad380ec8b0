import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

// Each command of the benchmark starts and comes to its end, on the smallest settings that it has.

const root = join(import.meta.dirname, '..', '..')
const out = mkdtempSync(join(tmpdir(), 'pullback-bench-commands-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const quick = ['--rounds', '1', '--seconds', '0.01', '--warm', '0.01']
const settings: Readonly<Record<string, readonly string[]>> = {
  bench: ['--cases', 's1-digits', '--peers', 'none', '--out', out, ...quick],
  'bench:assemblyscript': quick,
  'bench:operations': ['einsum', 'ii'],
}

test.each(Object.keys(scripts).filter(name => name.startsWith('bench')))('npm run %s', async name => {
  const [, ...args] = (scripts[name] as string).split(' ')
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [...args, ...(settings[name] ?? [])],
    { cwd: root },
  )
  expect(stderr).not.toMatch(/failed|something else/)
  if (!/: skipped/.test(stderr)) expect(stdout).toMatch(/^\| .* \|$/m)
})
