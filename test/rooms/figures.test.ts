import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { figures, figuresTable } from './figures.ts'
import { repository } from './rooms.ts'

// The house does not fall back to what the review found: each figure stays below what the page says.

test.each(figures.map(figure => [figure.name, figure] as const))('%s', (_, { atMost, now }) => {
  expect(now()).toBeLessThanOrEqual(atMost)
})

test('the page has the figures: npm run rooms was run', () => {
  expect(readFileSync(join(repository, 'docs/architecture.md'), 'utf8')).toContain(figuresTable())
})
