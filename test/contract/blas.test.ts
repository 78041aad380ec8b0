import { ArgumentError } from 'pullback'
import { auto, blas } from 'pullback/node'
import { expect, test } from 'vitest'
import { junk } from './junk.ts'

const untyped = { auto, blas } as Readonly<Record<string, (options: unknown) => unknown>>

test.each(['null', 'word', 'unknownOption', 'revokedRecord', 'revokedFunction', 'emptyArray'])(
  'blas and auto refuse %s as options with a sentence',
  async kind => {
    expect(() => untyped.blas!(junk[kind]!())).toThrow(ArgumentError)
    await expect(untyped.auto!(junk[kind]!())).rejects.toThrow(ArgumentError)
  },
)

test('an option that there is not is reported beside those that there are', () => {
  expect(() => untyped.blas!({ libary: 'x' })).toThrow(
    'blas has no option libary: did you mean library? It has library,',
  )
})
