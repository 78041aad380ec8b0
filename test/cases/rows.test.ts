import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasShared, shared } from '../shared.ts'
import { root } from '../snippets.ts'
import { rows } from './rows.ts'

// Nothing that once went wrong is without a test of it.

describe('an input that went wrong once is tried', () => {
  test.each(Object.entries(rows))('%s', (_, kept) => {
    expect(kept.length).toBeGreaterThan(0)
    for (const [file, ...titles] of kept) {
      const text = readFileSync(join(root, 'test', file), 'utf8')
      expect(titles.length).toBeGreaterThan(0)
      for (const title of titles)
        expect({ file, has: text.includes(title) ? title : null }).toEqual({ file, has: title })
    }
  })
})

const list = shared('cases/README.md')

/** The first column of all tables of the list. */
const inputsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^\| (.+?) \| /gm)]
    .map(found => found[1] as string)
    .filter(input => input !== 'input' && !/^-+$/.test(input))

test('each row of the list of inputs is among them', ({ skip }) => {
  if (!hasShared('cases/README.md', 'the list of inputs'))
    skip('there is no ../shared/cases/README.md to hold them against')
  const inputs = inputsOf(readFileSync(list, 'utf8'))
  expect(inputs.length).toBeGreaterThan(40)
  expect(inputs.filter(input => !Object.keys(rows).some(row => input.startsWith(row)))).toEqual([])
})

test('the list of calls from plain JavaScript is tried as it stands', ({ skip }) => {
  if (!hasShared('cases/README.md', 'the list of inputs'))
    skip('there is no ../shared/cases/README.md to hold them against')
  const prose = readFileSync(list, 'utf8').split('## Calls from plain JavaScript')[1] as string
  const tried = readFileSync(join(import.meta.dirname, 'plainJavaScript.test.ts'), 'utf8')
  const quoted = [...prose.matchAll(/`([^`]+)`/g)].map(found => found[1] as string)
  expect(quoted.length).toBeGreaterThan(15)
  expect(quoted.filter(call => !tried.includes(call))).toEqual([])
})
