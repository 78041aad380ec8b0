import { expect, test } from 'vitest'
import { key, random, toValues } from '../../src/index.ts'
import { fillWords } from '../../src/primitive/random/fillWords.ts'
import { threefry2x32 } from '../../src/primitive/random/threefry.ts'

const words = (hex: string): readonly [number, number] => {
  const [a, b] = hex.split(' ').map(word => Number.parseInt(word, 16) | 0)
  return [a as number, b as number]
}

// The rows `threefry2x32 20` of kat_vectors, which comes with Random123 (Salmon, Moraes, Dror and Shaw, SC 2011).
test.each([
  ['00000000 00000000', '00000000 00000000', '6b200159 99ba4efe'],
  ['ffffffff ffffffff', 'ffffffff ffffffff', '1cb996fc bb002be7'],
  ['243f6a88 85a308d3', '13198a2e 03707344', 'c4923a9c 483df7a0'],
])('Random123: the counter %s under the key %s is %s', (counter, under, image) => {
  expect(threefry2x32(...words(under), ...words(counter))).toEqual(words(image))
})

test('a draw from a seed is the image of the counter (block, 0) under its words', () => {
  const seed = 0x03707344 * 2 ** 12 + 5
  const [low, high] = [seed | 0, Math.floor(seed / 2 ** 32)]
  const sample = toValues(random.uniform([2], 0, 1, { dtype: 'f64' })(key(seed)))
  for (const block of [0, 1]) {
    const [a, b] = threefry2x32(low, high, block, 0)
    expect(sample[block]).toBe(((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53)
  }
})

test('a sample that would round up to the upper bound stays below it', () => {
  // The first seed whose first word has its upper 24 bits set: 1 + (1 - 2⁻²⁴) is 2 in f32.
  const unlucky = key(17762771)
  expect(toValues(random.uniform([1])(unlucky))[0]).toBe(1 - 2 ** -24)
  expect(toValues(random.uniform([1], 1, 2)(unlucky))[0]).toBeLessThan(2)
})

test.each([0, 1, 2, 7, 8, 9, 15, 16, 33, 1000])('%i words at once are those of block after block', length => {
  const [k0, k1, domain, first] = [0x9e3779b9 | 0, -7, 2, 2 ** 31 - 3]
  const words = new Int32Array(length)
  fillWords(words, k0, k1, domain, first)
  const blocks = Array.from({ length: Math.ceil(length / 2) }, (_, i) =>
    threefry2x32(k0, k1, (first + i) | 0, domain),
  )
  expect([...words]).toEqual(blocks.flat().slice(0, length))
})
