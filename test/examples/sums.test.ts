import { init, key, op, predict, reference, type Tensor, toNested, wasmThreads } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { completing } from '../../examples/sums/complete.ts'
import {
  answer,
  asked,
  carries,
  characters,
  corpus,
  decoded,
  encoded,
  examples,
  ignoreIndex,
  type Pair,
  question,
  readable,
} from '../../examples/sums/corpus.ts'
import type { SumsEvent, SumsRun } from '../../examples/sums/events.ts'
import { sums } from '../../examples/sums/index.ts'
import { network, type Speaker } from '../../examples/sums/model.ts'
import { type Played, played } from './played.ts'

describe('the corpus', () => {
  const { train, heldOut } = corpus(0, 20_000, 1_000)

  test('has as many different sums as it should, and holds out what is in it in neither order', () => {
    const known = new Set(train.map(String))
    expect([train.length, known.size, heldOut.length]).toEqual([20_000, 20_000, 1_000])
    for (const [a, b] of heldOut) {
      expect(known.has(`${a},${b}`)).toBe(false)
      expect(known.has(`${b},${a}`)).toBe(false)
    }
  })

  test('comes from its seed', () => {
    expect(corpus(0, 50, 10)).toEqual(corpus(0, 50, 10))
    expect(corpus(1, 50, 10).train).not.toEqual(corpus(0, 50, 10).train)
  })

  const pair: Pair = [27, 586]

  test('is written with all digits, answers from the last or the first', () => {
    expect(question(pair)).toBe('027+586=')
    expect([answer(pair, 'first'), answer(pair, 'last')]).toEqual(['0613', '3160'])
    expect([readable('0613', 'first'), readable('3160', 'last')]).toEqual(['0613', '0613'])
    expect([carries([27, 586]), carries([1, 2]), carries([999, 1]), carries([500, 500])]).toEqual([
      2, 0, 3, 1,
    ])
  })

  test('is integers and characters again', () => {
    const texts = ['027+586=', '999+999=']
    expect(decoded(encoded(texts))).toEqual(texts)
  })

  test('asks for the next character of the answer, and for nothing of the question', () => {
    const { inputs, targets } = examples([pair], 'last')
    const [input, target] = [decoded(inputs)[0]!, (toNested(targets) as number[][])[0]!]
    expect(input).toBe('027+586=316')
    expect(target.slice(0, asked - 1).every(label => label === ignoreIndex)).toBe(true)
    expect(target.slice(asked - 1).map(label => characters[label])).toEqual(['3', '1', '6', '0'])
  })
})

test('what is written is the best character at each place, compiled or not', () => {
  const model: Speaker = init(network)(key(3))
  const texts = ['027+586=', '999+001=', '350+350=']
  let expected = texts
  for (let i = 0; i < 4; i++) {
    const scores = toNested(predict(network, model)(encoded(expected)) as Tensor) as number[][][]
    expected = expected.map((text, row) => {
      const last = scores[row]!.at(-1)!
      return text + characters[last.indexOf(Math.max(...last))]
    })
  }
  expect(completing(reference)(model, texts)).toEqual(expected)
  expect(completing(wasmThreads(1))(model, texts)).toEqual(expected)
})

test('no character sees those behind it', () => {
  const model: Speaker = init(network)(key(3))
  const [left, right] = [encoded(['027+586=31']), encoded(['027+586=99'])].map(texts =>
    op.slice([0, 0, 0], [1, 8, 12])(predict(network, model)(texts) as Tensor),
  )
  expect(toNested(left as Tensor)).toEqual(toNested(right as Tensor))
})

describe('a short run', () => {
  let run: Played<SumsEvent, SumsRun>
  beforeAll(async () => {
    run = await played(sums, { short: true, engine: wasmThreads(1) })
  }, 600_000)

  test('learns to write sums that it has not seen', () => {
    const [first, last] = [run.result.last[0]!, run.result.last.at(-1)!]
    expect(first.exact).toBeLessThan(0.1)
    expect(last.exact).toBeGreaterThanOrEqual(0.95)
    expect(last.step).toBe(628)
    expect(run.events.at(-1)).toMatchObject({
      event: 'result',
      last: { steps: 628, exact: last.exact },
    })
    expect(last.byCarries.map(({ carries: count }) => count)).toEqual([0, 1, 2, 3])
  })

  test('prints samples while it learns', () => {
    const steps = run.lines.filter(line => line.startsWith('step '))
    expect(steps).toHaveLength(7)
    for (const line of steps) expect(line).toMatch(/exact: \d\.\d{3}( {3}\d+ \+ \d+ = \S+ [✓✗]){3}$/)
    for (const [, a, b, c, mark] of steps.join('\n').matchAll(/(\d+) \+ (\d+) = (\S+) ([✓✗])/g))
      expect(mark).toBe(Number(a) + Number(b) === Number(c) ? '✓' : '✗')
  })

  test('reports curves and samples', () => {
    const labels = Array.from(run.html.matchAll(/<svg role="img" aria-label="([^"]+)"/g))
    expect(labels).toHaveLength(3)
    for (const title of ['step', 'share exact', 'loss (nats)']) expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
