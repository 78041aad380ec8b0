import { describe, expect, test } from 'vitest'
import {
  type AnyLayer,
  crossAttention,
  evaluation,
  init,
  key,
  program,
  selfAttention,
  smoothOf,
  type Tensor,
  transformerDecoderBlock,
  transformerEncoderBlock,
  zeros,
} from '../../src/index.ts'

const [six, four]: readonly number[] = [6, 4]

describe('heads that share keys', () => {
  test.each([
    ['selfAttention', () => selfAttention(12, six!, { keyValueHeads: four! })],
    ['crossAttention', () => crossAttention(12, six!, 5, { keyValueHeads: four! })],
    ['transformerEncoderBlock', () => transformerEncoderBlock(12, six!, { keyValueHeads: four! })],
    ['transformerDecoderBlock', () => transformerDecoderBlock(12, six!, 5, { keyValueHeads: four! })],
  ])('%s refuses a number of them that does not divide the heads', (name, make) => {
    expect(make as () => AnyLayer).toThrow(
      `${name} cannot let 6 heads of queries share 4 heads of keys and values: 2 are left over. ` +
        'Give a keyValueHeads that divides 6.',
    )
  })

  test('their keys have fewer features, which the types say', () => {
    const { params } = init(selfAttention(12, 6, { keyValueHeads: 2 }))(key(0))
    const features: 4 = params.key.w.shape[1]
    expect([features, params.value.b.shape[0], params.query.w.shape[1]]).toEqual([4, 4, 12])
    const block = init(transformerDecoderBlock(12, 6, 5, { keyValueHeads: 1 }))(key(0)).params
    const one: 2 = block.cross.attention.key.w.shape[1]
    expect([one, block.self.attention.value.w.shape[1]]).toEqual([2, 2])
  })

  test('they are not copied for each head, forwards or backwards', () => {
    const layer = crossAttention(8, 4, 5, { keyValueHeads: 1 })
    const { params } = init(layer)(key(0))
    const map = smoothOf(layer, {}, evaluation)
    const [batch, time, keys, size] = [3, 5, 7, 2]
    const { program: traced } = program.trace((p: typeof params, x: Tensor<[number, number, 8]>) => {
      const [y, pullback] = map([p, [x, zeros([batch, keys, 5])]])
      return pullback(y)
    })(params, zeros([batch, time, 8]))
    const elements = traced.equations.map(({ shape }) => shape.reduce((a, b) => a * b, 1))
    expect(elements).toContain(batch * 4 * time * keys)
    expect(elements).toContain(batch * keys * size)
    expect(elements).not.toContain(batch * 4 * keys * size)
  })
})
