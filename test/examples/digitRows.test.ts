import { isLeft } from 'fp-ts/lib/Either.js'
import { init, key, ones, op, predict, wasmThreads } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { digitRows } from '../../examples/digit-rows/index.ts'
import { classifier, commentator } from '../../examples/digit-rows/model.ts'
import type { RowsEvent, RowsRun } from '../../examples/digit-rows/run.ts'
import { accuracyByRow } from '../../examples/digit-rows/train.ts'
import { prepare } from '../../examples/digits/prepare.ts'
import { unasked } from '../../examples/example.ts'
import { type Played, played } from './played.ts'

test('behind the last row, the commentator says what the classifier says', async () => {
  const model = init(classifier)(key(1))
  const x = ones([3, 64])
  const scores = predict(commentator, model)(x)
  expect(scores.shape).toEqual([3, 8, 10])
  expect(op.reshape([3, 10])(op.slice([0, 7, 0], [3, 1, 10])(scores))).toEqual(predict(classifier, model)(x))

  const digits = await digitRows.load(unasked)()
  if (isLeft(digits)) throw new Error(digits.left._tag)
  const byRow = accuracyByRow(model, prepare(digits.right).test)
  expect(byRow).toHaveLength(8)
})

describe('a short run', () => {
  let run: Played<RowsEvent, RowsRun>
  beforeAll(async () => {
    run = await played(digitRows, { short: true, engine: wasmThreads(1) })
  }, 300_000)

  test('learns to recognise digits from rows, in the end from all of them', () => {
    const { epochs, byRow, confusion } = run.result
    const last = epochs.at(-1)!
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6])
    expect(last.testAccuracy).toBeGreaterThanOrEqual(0.94)
    expect(byRow[7]).toBe(last.testAccuracy)
    expect(byRow[0]).toBeLessThan(0.5)
    const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0)
    expect(right / 270).toBe(last.testAccuracy)
    expect(run.events.at(-1)).toMatchObject({ event: 'result', testAccuracy: last.testAccuracy })
  })

  test('prints epochs and rows', () => {
    expect(run.lines[0]).toBe('digits, row by row: 1527 to train on, 270 to test on; seed 0')
    expect(run.lines.filter(line => line.startsWith('epoch '))).toHaveLength(6)
    expect(run.lines.filter(line => line.startsWith('behind row '))).toHaveLength(8)
  })

  test('reports curves, rows and confusions', () => {
    const labels = Array.from(run.html.matchAll(/<svg role="img" aria-label="([^"]+)"/g))
    expect(labels).toHaveLength(4)
    for (const title of ['epoch', 'loss (nats)', 'rows seen', 'true class'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
