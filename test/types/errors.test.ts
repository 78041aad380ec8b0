import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { complaintsAbout } from '../snippets.ts'
import { mistakes, runCompiler } from './compilers.ts'

// Each file in bad/ is one mistake, and its first line says what the compiler must say about it within three lines.

describe('what the compiler says of mistakes', () => {
  let output = ''

  beforeAll(async () => {
    output = await runCompiler('-p', join(import.meta.dirname, 'bad', 'tsconfig.json'), '--pretty', 'false')
  }, 60_000)

  test.each(mistakes)('$file', ({ file, sentence }) => {
    const lines = complaintsAbout(output, `bad/${file}`)
    expect(
      lines.filter(line => /: error TS/.test(line)),
      `${file} must be one mistake`,
    ).toHaveLength(1)
    expect(lines.slice(0, 3).join('\n')).toContain(sentence)
  })
})
