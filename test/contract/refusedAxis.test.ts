import * as pullback from 'pullback'
import { expect, test } from 'vitest'
import { isTensor } from '../../src/tensor/tensor.ts'
import type { Example } from './examples/example.ts'
import { examples } from './examples/index.ts'

type Anything = (...given: readonly unknown[]) => unknown

const untyped = pullback as unknown as Readonly<Record<string, Anything>>

/** Layers that take one tensor, as examples make them. */
const layers = Object.entries<Example>(examples['']).flatMap(([name, { calls, input }]) => {
  if (!isTensor(input)) return []
  const layer = calls.reduce<unknown>((f, given) => (f as Anything)(...given), untyped[name])
  return typeof layer === 'object' && layer !== null && 'run' in layer ? [{ name, layer, input }] : []
})

const refusalOf = (layer: unknown, shape: readonly number[], dtype: string): pullback.ShapeError | null => {
  try {
    ;(untyped.predict!(layer, (untyped.init!(layer) as Anything)(pullback.key(0))) as Anything)(
      untyped.zeros!(shape, dtype),
    )
    return null
  } catch (error) {
    return error instanceof pullback.ShapeError ? error : null
  }
}

test('there are many', () => {
  expect(layers.length).toBeGreaterThan(60)
})

test.each(layers)('$name says which axis does not fit, if one does not', ({ layer, input }) => {
  input.shape.forEach((size, axis) => {
    const refusal = refusalOf(layer, input.shape.with(axis, size + 1), input.dtype)
    if (refusal?.axis !== undefined) expect(refusal.axis, refusal.message).toBe(axis)
  })
})

test.each(['dense', 'linear', 'prelu', 'rmsNorm', 'learnedPositions', 'meanOnlyBatchNorm'])(
  '%s says that a scalar lacks its axes from the first on',
  name => {
    const { layer } = layers.find(each => each.name === name)!
    expect(refusalOf(layer, [], 'f32')?.axis).toBe(0)
  },
)

test.each(['batchNorm', 'conv2d', 'avgPool2d', 'groupNorm', 'upsample'])(
  '%s says that a vector has no channels',
  name => {
    const { layer } = layers.find(each => each.name === name)!
    expect(refusalOf(layer, [2], 'f32')?.axis).toBe(1)
  },
)
