import { describe, expect, test } from 'vitest'
import { printed } from '../../examples/digits/printed.ts'
import { sigmoidCurves } from '../../examples/digits/reportSigmoid.ts'
import { words } from '../../examples/digits/words.ts'

describe('what the notebook prints before it trains', () => {
  const lines = printed().flatMap(event => words(event)?.split('\n') ?? [])

  test('softmax of a vector and of two, with their sums', () => {
    expect(lines.slice(0, 7)).toEqual([
      'softmax of a single vector:',
      '[9.99662391e-01 3.35349373e-04 2.25956630e-06]',
      'sums: 1.',
      'softmax of 2 vectors:',
      '[[9.99662391e-01 3.35349373e-04 2.25956630e-06]',
      ' [2.47262316e-03 9.97527377e-01 1.38536042e-11]]',
      'sums: 1. 1.',
    ])
  })

  test('negative log-likelihoods, to the last digit', () => {
    expect(printed().flatMap(event => (event.event === 'likelihood' ? [event.nats] : []))).toEqual([
      0.01005032575249135, 4.605169185988592, 0.0033501019174971905,
    ])
    expect(lines.slice(7)).toEqual([
      'negative log-likelihood of a confident and right prediction: 0.01005032575249135',
      'negative log-likelihood of a confident and wrong prediction: 4.605169185988592',
      'negative log-likelihood of three almost perfect predictions: 0.0033501019174971905',
    ])
  })

  test('the sigmoid and its derivative', () => {
    const { value, derivative } = sigmoidCurves()
    expect([value.length, derivative.length]).toEqual([100, 100])
    for (const [i, s] of value.entries()) {
      const x = -5 + (10 * i) / 99
      expect(s).toBeCloseTo(1 / (1 + Math.exp(-x)), 14)
      expect(derivative[i]).toBeCloseTo(s * (1 - s), 14)
    }
  })
})
