import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operators } from '../../src/onnx/table/operators.ts'
import { hasShared, shared } from '../shared.ts'
import { operatorTable, tableOnPage } from './operatorTable.ts'

test('the page has the table of operators: npm run docs was run', () => {
  expect(tableOnPage()).toBe(operatorTable())
})

const cases = 'exchange/onnx-suite/index.json'

test.runIf(hasShared(cases, "counts of ONNX's own tests"))(
  "most cases of ONNX's own tests are of these operators",
  () => {
    const { byOperator } = JSON.parse(readFileSync(shared(cases), 'utf8')) as {
      readonly byOperator: Readonly<Record<string, number>>
    }
    const read = Object.entries(byOperator).filter(([name]) => operators.has(name))
    expect(read.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(999)
  },
)

test('every operator is there once, with what it may be given', () => {
  expect(operators.size).toBeGreaterThan(150)
  for (const [name, { inputs, outputs = 1 }] of operators) {
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]*$/)
    expect(inputs[0]).toBeLessThanOrEqual(inputs[1])
    expect(outputs).toBeGreaterThan(0)
  }
})
