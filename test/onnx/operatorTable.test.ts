import { expect, test } from 'vitest'
import { operators } from '../../src/onnx/table/operators.ts'
import { operatorTable, tableOnPage } from './operatorTable.ts'

test('the page has the table of operators: npm run docs was run', () => {
  expect(tableOnPage()).toBe(operatorTable())
})

test('every operator is there once, with what it may be given', () => {
  expect(operators.size).toBeGreaterThan(150)
  for (const [name, { inputs, outputs = 1 }] of operators) {
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]*$/)
    expect(inputs[0]).toBeLessThanOrEqual(inputs[1])
    expect(outputs).toBeGreaterThan(0)
  }
})
