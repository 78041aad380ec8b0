import { expect, test } from 'vitest'
import { type AnyTensor, fromElements } from '../../src/index.ts'
import { host } from '../../src/wasm/host/host.ts'
import { inputCacheIn } from '../../src/wasm/inputCache.ts'

const size = 20_000
const inputs = new Map([[0, { address: 128, abstract: { shape: [size], dtype: 'f32' as const } }]])
const tensorOf = (value: number): AnyTensor =>
  fromElements([size], new Float32Array(size).fill(value)) as AnyTensor
const memoryOf = (maximum: number) => new host!.Memory({ initial: 2, maximum, shared: true })

test('a tensor has its own place from the second time on', () => {
  const memory = memoryOf(100)
  const cache = inputCacheIn(memory, 2 * 65536, inputs)
  const [x, y] = [tensorOf(1), tensorOf(2)]
  expect(cache.cacheOffsetOf(0, x)).toBeNull()
  expect(cache.cacheOffsetOf(0, y)).toBeNull()
  const [atX, atY] = [cache.cacheOffsetOf(0, x), cache.cacheOffsetOf(0, y)] as [number, number]
  expect(cache.cacheOffsetOf(0, x)).toBe(atX)
  const valuesAt = (offset: number) => new Float32Array(memory.buffer, 128 + offset, size)
  expect(valuesAt(atX).every(value => value === 1)).toBe(true)
  expect(valuesAt(atY).every(value => value === 2)).toBe(true)
  expect(cache.cacheOffsetOf(1, x)).toBeNull()
})

test('what finds no more room is copied as before', () => {
  const full = inputCacheIn(memoryOf(100), 2 * 65536, inputs, 3 * 80_000)
  const stuck = inputCacheIn(memoryOf(4), 2 * 65536, inputs)
  for (const [cache, fitting] of [
    [full, 2],
    [stuck, 1],
  ] as const) {
    const tensors = [1, 2, 3, 4].map(tensorOf)
    for (const x of tensors) expect(cache.cacheOffsetOf(0, x)).toBeNull()
    const kept = tensors.map(x => cache.cacheOffsetOf(0, x) !== null)
    expect(kept.filter(Boolean)).toHaveLength(fitting)
    expect(tensors.map(x => cache.cacheOffsetOf(0, x) !== null)).toEqual(kept)
  }
})
