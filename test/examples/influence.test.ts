import { isLeft } from 'fp-ts/lib/Either.js'
import { toValues, wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadOwnDigits } from '../../examples/digits/load.ts'
import { unasked } from '../../examples/example.ts'
import { corpusOf } from '../../examples/influence/data.ts'
import { influence } from '../../examples/influence/index.ts'
import { correlationOf, type InfluenceEvent, type Influences, ranked } from '../../examples/influence/run.ts'
import { type Played, played } from './played.ts'

test('a tenth of the labels is wrong, and all others are right', async () => {
  const digits = await loadOwnDigits(unasked)()
  if (isLeft(digits)) throw new Error('the digits come with the examples')
  const { train, flipped, truth, test: held } = corpusOf(digits.right, 3, 200, 50)
  const given = Array.from(toValues(train.targets))
  expect(flipped.filter(Boolean)).toHaveLength(20)
  given.forEach((label, i) => {
    expect(label === truth[i]).toBe(!flipped[i])
    expect(label).toBeLessThan(10)
  })
  expect(held.inputs.shape).toEqual([50, 64])
})

test('ranks and correlations are what they are called', () => {
  expect(ranked([1, 3, 2])).toEqual([1, 2, 0])
  expect(correlationOf([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
  expect(correlationOf([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
})

describe('a short run', () => {
  let run: Played<InfluenceEvent, Influences>
  beforeAll(async () => {
    run = await played(influence, { engine: wasm, short: true })
  }, 120_000)
  const result = () => {
    const last = run.events.at(-1)!
    if (last.event !== 'result') throw new Error('a run ends with its result')
    return last
  }

  test('finds wrong labels far above chance', () => {
    expect(result().chance).toBeCloseTo(0.1, 12)
    expect(result().found).toBeCloseTo(0.77, 1)
    expect(result().foundInTwice).toBeGreaterThan(0.9)
  })

  test('foretells what leaving an example out does', () => {
    expect(run.result.removals).toHaveLength(16)
    expect(result().correlation).toBeGreaterThan(0.99)
    expect(result().slope).toBeGreaterThan(1)
    expect(result().slope).toBeLessThan(1.4)
  })

  test('reports plots with words', () => {
    for (const title of [
      'share found',
      'foretold (nats)',
      'trained again (nats)',
      'Most influential on themselves',
    ])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
