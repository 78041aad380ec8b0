import { expect, test } from 'vitest'
import { tryMutated } from './mutated.ts'

test('mutated files are read or refused, with a place in the file, whatever they are', () => {
  const { complaint, file, rules } = tryMutated(15_000, 1)
  expect([complaint, file]).toEqual([null, null])
  // Mutation goes deep: every rule is broken by some, but for those that only large files break.
  expect([...rules.keys()]).toEqual(
    expect.arrayContaining([
      ...['read', 'headerLength', 'headerEnd', 'utf8', 'brace', 'json', 'names', 'metadata', 'entry'],
      ...['dtype', 'shape', 'offsets', 'contiguous', 'size', 'end', 'IntegerOutOfRange'],
    ]),
  )
})
