import { describe, expect, test } from 'vitest'
import {
  adaptiveAvgPool2d,
  avgPool2d,
  conv1d,
  conv2d,
  convTranspose2d,
  globalAvgPool2d,
  globalMaxPool2d,
  init,
  key,
  type Layer,
  maxPool2d,
  predict,
  ShapeError,
  type Tensor,
  zeros,
} from '../../src/index.ts'

const run = (layer: unknown, shape: readonly number[]): Tensor => {
  const any = layer as Layer<unknown, unknown, unknown, unknown>
  return predict(any, init(any)(key(0)))(zeros(shape)) as Tensor
}

const refusalOf = (layer: unknown, shape: readonly number[]): ShapeError | null => {
  try {
    run(layer, shape)
    return null
  } catch (error) {
    if (error instanceof ShapeError) return error
    throw error
  }
}

describe('the smallest that a layer of windows takes', () => {
  test.each([
    ['conv1d', conv1d(1, 2, 3), [1, 1, 3], [1, 2, 1]],
    ['conv1d, padded', conv1d(1, 2, 3, { padding: 1 }), [1, 1, 1], [1, 2, 1]],
    ['conv2d', conv2d(1, 2, 3), [1, 1, 3, 3], [1, 2, 1, 1]],
    ['conv2d, padded', conv2d(1, 2, 3, { padding: 1 }), [1, 1, 1, 1], [1, 2, 1, 1]],
    ['convTranspose2d', convTranspose2d(1, 2, 3), [1, 1, 1, 1], [1, 2, 3, 3]],
    ['convTranspose2d of 1', convTranspose2d(1, 2, 1), [1, 1, 1, 1], [1, 2, 1, 1]],
    ['maxPool2d', maxPool2d(2), [1, 1, 2, 2], [1, 1, 1, 1]],
    ['avgPool2d', avgPool2d(2), [1, 1, 2, 2], [1, 1, 1, 1]],
    ['adaptiveAvgPool2d', adaptiveAvgPool2d(1), [1, 1, 1, 1], [1, 1, 1, 1]],
    ['globalAvgPool2d', globalAvgPool2d(), [1, 1, 1, 1], [1, 1]],
    ['globalMaxPool2d', globalMaxPool2d(), [1, 1, 1, 1], [1, 1]],
  ])('%s', (_, layer, input, output) => {
    expect(run(layer, input).shape).toEqual(output)
    const empty = input.with(-1, input.at(-1)! - 1)
    expect(refusalOf(layer, empty)?.message).toMatch(/^\w+.* (was given|takes|needs|cannot)/)
  })
})
