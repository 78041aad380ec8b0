import { expect, test } from 'vitest'
import { lawTable, tableOnPage } from './table.ts'

test('docs/laws.md lists the laws that are run; `npm run docs` writes it anew', () => {
  expect(tableOnPage()).toBe(lawTable())
})
