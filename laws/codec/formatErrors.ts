/**
 * Laws of how errors of array files read.
 *
 * @module
 */
import fc from 'fast-check'
import { showFormatError } from '../../src/codec/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { same } from './samples.ts'

/** Laws of how errors of array files read. */
export const formatErrorLaws: LawSet = lawSet('errors of array files', [
  law(
    'C17',
    'each error says what was found, what was wanted and how to mend it',
    [fc.nat(999), fc.nat(999)],
    (a, b) => {
      const says = (error: Parameters<typeof showFormatError>[0], sentence: string) =>
        same(showFormatError(error), sentence)
      return every(
        says(
          { _tag: 'BadMagic', format: 'IDX', found: '' },
          'the bytes begin with nothing, but IDX begins with 00 00, a type code and the number of axes. Check that it is the right file, and decompressed or named .gz.',
        ),
        says(
          { _tag: 'BadMagic', format: 'npy', found: '1f 8b' },
          'the bytes begin with 1f 8b, but npy begins with 93 4e 55 4d 50 59 (\\x93NUMPY). Check that it is the right file, and decompressed or named .gz.',
        ),
        says(
          { _tag: 'Truncated', format: 'npy', expected: a, found: b },
          `the npy data end after ${b} bytes, but the header announces ${a}. Get a complete copy.`,
        ),
        says(
          { _tag: 'WrongShape', expected: [a, null], found: [b] },
          `the array is [${b}], but [${a}, any] is wanted. Check that it is the right file, or ask for another shape.`,
        ),
        says(
          { _tag: 'ArrayMissing', name: 'x', found: ['y', 'z'] },
          "there is no array 'x', only 'y', 'z'. Check the name.",
        ),
        says(
          { _tag: 'ArrayMissing', name: 'x', found: [] },
          "there is no array 'x', only none. Check the name.",
        ),
        says(
          { _tag: 'TooLarge', limit: a },
          `the content is longer than ${a} bytes. Raise maxBytes if you trust the file.`,
        ),
      )
    },
  ),
])
