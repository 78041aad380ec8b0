import { describe, expect, test } from 'vitest'
import { concatenate, init, key, type Layer, predict, transpose, zeros } from '../../src/index.ts'

// An example of a batch of shape [4] has no axis at all, and one of shape [4, 5] has one.
const run = (layer: unknown, input: unknown) => {
  const any = layer as Layer<unknown, unknown, unknown, unknown>
  return () => predict(any, init(any)(key(0)))(input)
}

describe('an axis that an example has not is refused in the name of the layer', () => {
  test.each([
    ['0 of none', concatenate(0), [zeros([4]), zeros([4])]],
    ['-1 of none', concatenate(-1), [zeros([4]), zeros([4])]],
    ['1 of one', concatenate(1), [zeros([4, 5]), zeros([4, 5])]],
    ['-2 of one', concatenate(-2), [zeros([4, 5]), zeros([4, 5])]],
  ])('concatenate: %s', (_, layer, input) => {
    expect(run(layer, input)).toThrow(/^concatenate.* takes \[batch, \.\.\.\] with at least . ax[ei]s/)
  })

  test.each([
    ['0 of none', transpose(0, 0), zeros([4])],
    ['1 of one', transpose(0, 1), zeros([4, 5])],
    ['-2 of one', transpose(-1, -2), zeros([4, 5])],
  ])('transpose: %s', (_, layer, input) => {
    expect(run(layer, input)).toThrow(/^transpose.* takes \[batch, \.\.\.\] with at least . ax[ei]s/)
  })

  test('the first and the last of one are there', () => {
    for (const axis of [0, -1] as const)
      expect(run(concatenate(axis), [zeros([4, 5]), zeros([4, 5])])()).toHaveProperty('shape', [4, 10])
  })
})
