import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { op } from 'pullback'
import { expect, test } from 'vitest'

const page = readFileSync(join(import.meta.dirname, '../docs/operations.md'), 'utf8')

test('the page of operations has each of them in one row, and no other', () => {
  const rows = Array.from(page.matchAll(/^\| `(\w+)/gm), ([, name]) => name as string)
  expect(rows.toSorted()).toEqual(Object.keys(op).toSorted())
})

test('each row has all columns filled in but the last', () => {
  const rows = page.split('\n').filter(line => line.startsWith('| `'))
  for (const row of rows) {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1)
    expect(cells.length, row).toBeGreaterThanOrEqual(3)
    expect(
      cells.slice(0, 3).every(cell => cell.trim() !== ''),
      row,
    ).toBe(true)
  }
})
