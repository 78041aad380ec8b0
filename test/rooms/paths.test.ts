import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repository } from './rooms.ts'

// Pages name files and folders of the repository, which move.

const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: repository })]

/** What a page names in backquotes, but for patterns such as `src/layer/<family>/<name>.ts`. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:src|laws|test|bench|examples)\/[\w./-]+)`/g)].map(([, path]) => path as string)

test('files and folders that pages name are there', () => {
  const missing = pages.flatMap(page =>
    named(readFileSync(join(repository, page), 'utf8'))
      .filter(path => !existsSync(join(repository, path)))
      .map(path => `${page}: ${path}`),
  )
  expect(missing).toEqual([])
})

test('they are found in a text', () => {
  expect(named('`src/a.ts` and `src/<family>/b.ts`, `test/c`')).toEqual(['src/a.ts', 'test/c'])
})
