import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { isLeft } from 'fp-ts/lib/Either.js'
import { some } from 'fp-ts/lib/Option.js'
import { toValues } from 'pullback'
import { showDataError } from 'pullback/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDigits } from '../../examples/digits/data.ts'
import { digits as example } from '../../examples/digits/index.ts'
import type { DigitsRun } from '../../examples/digits/report.ts'
import { figures, worstLosses } from '../../examples/digits/words.ts'
import { unasked } from '../../examples/example.ts'
import { played } from './played.ts'

const data = join(import.meta.dirname, '../../examples/data/digits.csv.gz')
let out = ''
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'pullback-digits-'))
})
afterAll(() => rm(out, { recursive: true, force: true }))

describe('the data', () => {
  test('are the digits of scikit-learn', async () => {
    const digits = await loadDigits(data)()
    if (isLeft(digits)) throw new Error(showDataError(digits.left))
    const { inputs, targets } = digits.right
    expect([inputs.shape, targets.shape]).toEqual([[1797, 64], [1797]])
    const pixels = toValues(inputs)
    expect(Array.from(pixels).reduce((sum, x) => sum + x, 0) / pixels.length).toBeCloseTo(4.884165, 6)
    const counts = new Array<number>(10).fill(0)
    for (const label of toValues(targets)) counts[label]! += 1
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
  })

  const broken = async (change: (lines: string[]) => void): Promise<string> => {
    const lines = gunzipSync(await readFile(data))
      .toString()
      .split('\n')
    change(lines)
    const path = join(out, 'broken.csv.gz')
    await writeFile(path, gzipSync(lines.join('\n')))
    const digits = await loadDigits(path)()
    return isLeft(digits) ? showDataError(digits.left).replace(path, 'broken.csv.gz') : 'no error'
  }

  test.each<[string, (lines: string[]) => void, string]>([
    [
      'a label out of range',
      lines => {
        lines[9] = lines[9]!.replace(/,\d$/, ',10')
      },
      "broken.csv.gz, line 10, column 65 (label): '10' is not an integer from 0 to 9. Mend the field, or its codec.",
    ],
    [
      'a pixel out of range',
      lines => {
        lines[0] = lines[0]!.replace(/^0,0,/, '0,17,')
      },
      "broken.csv.gz, line 1, column 2 (pixel in row 0, column 1): '17' is not an integer from 0 to 16. Mend the field, " +
        'or its codec.',
    ],
    [
      'a NaN',
      lines => {
        lines[2] = lines[2]!.replace(/^0,/, 'nan,')
      },
      "broken.csv.gz, line 3, column 1 (pixel in row 0, column 0): 'nan' is not an integer from 0 to 16. Mend the field, " +
        'or its codec.',
    ],
    [
      'a missing column',
      lines => {
        lines[5] = lines[5]!.replace(/^0,/, '')
      },
      'broken.csv.gz, line 6: the row has 64 columns instead of 65: 1 missing. Mend the line, or the list of columns.',
    ],
    [
      'an extra column',
      lines => {
        lines[5] += ',1'
      },
      'broken.csv.gz, line 6: the row has 66 columns instead of 65: 1 extra. Mend the line, or the list of columns.',
    ],
  ])('with %s are refused', async (_, change, sentence) => {
    expect(await broken(change)).toBe(sentence)
  })

  test('in a truncated file are refused', async () => {
    await writeFile(join(out, 'digits.csv.gz'), (await readFile(data)).subarray(0, 30_000))
    const digits = await example.load({ ...unasked, data: some(out) })()
    expect(digits).toMatchObject({ left: { _tag: 'BadData', error: { _tag: 'GzipTruncated' } } })
  })
})

describe('a run of two epochs', () => {
  let lines = ''
  let run: DigitsRun
  let html = ''
  beforeAll(async () => {
    const { lines: printed, result, html: page } = await played(example, { short: true })
    lines = printed.join('\n')
    run = result
    html = page
  })

  test('prints the lines of the notebook, and the seed', () => {
    const update = /^Update #\d+, train loss: \d\.\d{4}, train acc: \d\.\d{3}, test acc: \d\.\d{3}$/gm
    const epoch = /^Epoch #\d+, train loss: \d\.\d{5}, train acc: \d\.\d{3}, test acc: \d\.\d{3}$/gm
    expect(lines).toContain('digits: 1527 to train on, 270 to test on; seed 37\n')
    expect(lines).toMatch(
      /^Evaluation of the untrained model:\ntrain loss: 2\.\d{4}, train acc: 0\.\d{3}, test acc: 0\.\d{3}$/m,
    )
    expect(lines.match(update)).toHaveLength(16)
    expect(lines).toContain('\nUpdate #0, ')
    expect(lines).toContain('\nUpdate #1500, ')
    expect(lines).toMatch(/^Random init: train loss: 2\.30\d{3}, train acc: 0\.\d{3}, test acc: 0\.\d{3}$/m)
    expect(lines.match(epoch)).toHaveLength(2)
    expect(lines).toMatch(/^test losses: \[(\d\.\d{8} ?){5}\]$/m)
  })

  test('learns as the notebook does', () => {
    const { logistic, neural } = run
    expect(logistic.final.trainLoss).toBeLessThan(0.3)
    expect(logistic.final.testAccuracy).toBeGreaterThan(0.93)
    expect(neural.untrained.trainLoss).toBeCloseTo(Math.log(10), 2)
    expect(neural.final.trainLoss).toBeLessThan(0.25)
    expect(neural.final.testAccuracy).toBeGreaterThan(0.85)
    expect(neural.history.map(({ time }) => time)).toEqual([1, 2])
  })

  test('judges predictions and confusion matrix alike', () => {
    for (const { predictions, confusion, final } of [run.logistic, run.neural]) {
      expect(predictions).toHaveLength(270)
      const right = predictions.filter(({ label, predicted }) => label === predicted).length
      expect(right / 270).toBe(final.testAccuracy)
      const diagonal = Array.from(toValues(confusion)).filter((_, i) => i % 11 === 0)
      expect(diagonal.reduce((sum, n) => sum + n, 0)).toBe(right)
      expect(predictions.reduce((sum, { loss }) => sum + loss, 0) / 270).toBeCloseTo(final.testLoss, 5)
      for (const { pixels, probabilities } of predictions) {
        expect(pixels.every(pixel => Number.isInteger(pixel) && pixel >= 0 && pixel <= 16)).toBe(true)
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
      }
    }
  })

  test('is the same when it is run again', async () => {
    expect((await played(example, { short: true })).html === html).toBe(true)
  })

  test('writes a report of well-formed HTML', () => {
    const open: string[] = []
    for (const [, close, name, rest] of html.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|[^>"])*)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name)
      else if (!rest!.endsWith('/')) open.push(name!)
    }
    expect(open).toEqual([])
    const ids = Array.from(html.matchAll(/\bid="([^"]+)"/g), ([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id)
  })

  test('reports curves, samples, worst predictions and confusion matrices as pictures with words', () => {
    const labels = Array.from(html.matchAll(/<svg role="img" aria-label="([^"]+)"/g), ([, label]) => label!)
    expect(labels).toHaveLength(4 + 10 + 6 + 2)
    expect(labels.filter(label => label.startsWith('True class'))).toHaveLength(16)
    for (const title of [
      'loss (nats)',
      'accuracy (share right)',
      'update',
      'epoch',
      'probability',
      'true class',
    ])
      expect(html).toContain(`>${title}</text>`)
    expect(html).toContain('seed 37')
    expect(html).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('needs no network and no scripts to be read', () => {
    const namespaces = /xmlns(:\w+)?="[^"]*"/g
    expect(html.replaceAll(namespaces, '')).not.toMatch(/https?:|<script|<link|src=/)
    expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1" />')
    // Wider pictures would shrink on a phone.
    for (const [, width] of html.matchAll(/<svg [^>]*?\bwidth="([\d.]+)"/g))
      expect(Number(width)).toBeLessThan(370)
  })
})

test('figures are formatted as in the notebook', () => {
  const evaluation = { trainLoss: 0.23974, trainAccuracy: 0.95, testLoss: 1, testAccuracy: 0.9556 }
  expect(figures(evaluation, 4)).toBe('train loss: 0.2397, train acc: 0.950, test acc: 0.956')
  expect(worstLosses([7.39563707, 2.5])).toBe('test losses: [2.50000000 7.39563707]')
})
