import { expect, test } from 'vitest'
import {
  type AnyLayer,
  elu,
  gelu,
  hardtanh,
  leakyRelu,
  mish,
  relu,
  silu,
  smooth,
  smoothOf,
  softplus,
  tensor,
  toValues,
} from '../../src/index.ts'

// Why these have pullbacks of their own: the product rule multiplies a cotangent by the input before it meets a slope of 0.

const large = tensor([3e38, -3e38])
const twos = tensor([2, 2])

const layers: readonly (readonly [name: string, layer: AnyLayer])[] = [
  ['elu', elu()],
  ['gelu', gelu()],
  ['hardtanh', hardtanh()],
  ['leakyRelu', leakyRelu()],
  ['mish', mish()],
  ['relu', relu()],
  ['silu', silu()],
  ['softplus', softplus()],
]

test.each(layers)('the pullback of %s is finite at the largest inputs', (_, layer) => {
  const [, pull] = smoothOf(layer as ReturnType<typeof relu>, {})([{}, large])
  expect(Array.from(toValues(pull(twos)[1])).every(Number.isFinite)).toBe(true)
})

test('that of a composite with the same values is not', () => {
  const swish = smooth.compose(smooth.fanout(smooth.identity, smooth.sigmoid), smooth.mul)
  expect(Array.from(toValues(swish(large)[1](twos))).every(Number.isNaN)).toBe(true)
})
