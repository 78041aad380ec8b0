import { expect, test } from 'vitest'
import { tryMutated } from './mutated.ts'

test('so are a million', () => {
  const { complaint, file, rules } = tryMutated(1_000_000, Math.floor(Math.random() * 2 ** 31))
  console.info([...rules].map(([rule, count]) => `${rule} ${count}`).join(', '))
  expect([complaint, file]).toEqual([null, null])
})
