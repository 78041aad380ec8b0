import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configureGlobal, readConfigureGlobal } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { complaintsAbout, quotedIn, root, snippets } from './snippets.ts'
import { runCompiler } from './types/compilers.ts'

// What a reader may paste compiles and runs.

const scratch = join(root, 'out', 'documentation')

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
    output = await runCompiler('-p', scratch, '--pretty', 'false')
  }, 60_000)

  afterAll(() => {
    vi.restoreAllMocks()
  })

  test('there is some', () => {
    expect(snippets.length).toBeGreaterThan(30)
    expect(snippets.some(({ mustFail }) => mustFail)).toBe(true)
  })

  test.each(snippets.filter(({ mustFail }) => !mustFail))('$place compiles and runs', async snippet => {
    expect(complaintsAbout(output, snippet.file)).toEqual([])
    vi.spyOn(console, 'log').mockImplementation(() => {})
    // What registers tests can do so in a test file only.
    if (!snippet.code.includes("from 'vitest'")) await import(join(scratch, snippet.file))
  })

  test.each(snippets.filter(({ mustFail }) => mustFail))('$place fails to compile as quoted', snippet => {
    const complaint = complaintsAbout(output, snippet.file).join(' ').replace(/\s+/g, ' ')
    expect(quotedIn(snippet)).not.toBe('')
    expect(complaint).toContain(quotedIn(snippet))
  })
})
