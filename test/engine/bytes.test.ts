import { expect, test } from 'vitest'
import { showBytes } from '../../src/wasm/host/memory.ts'

test.each([
  [0, '0.0 MiB'],
  [1.5 * 2 ** 20, '1.5 MiB'],
  [2 ** 30 - 2 ** 20, '1023.0 MiB'],
  [2 ** 30, '1.0 GiB'],
  [2.5 * 2 ** 30, '2.5 GiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text)
})
