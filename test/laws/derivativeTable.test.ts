import { expect, test } from 'vitest'
import { derivativeRows, derivativesOnPage, derivativeTable, isComplete } from './derivativeTable.ts'

test('every export has laws for value, pullback, tangent and second order, or a reason why not', () => {
  expect(derivativeRows().filter(row => !isComplete(row))).toEqual([])
})

test('a gap would be seen', () => {
  const [row] = derivativeRows().filter(({ reason }) => reason === undefined)
  expect(isComplete({ ...row!, cells: { ...row!.cells, 'second order': [] } })).toBe(false)
})

test('the table on the page is the one of the catalogue (else: npm run docs)', () => {
  expect(derivativesOnPage()).toBe(derivativeTable())
})
