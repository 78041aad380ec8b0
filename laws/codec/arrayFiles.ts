/**
 * Laws that npy and IDX share: what is written is read bit for bit, and files cut short, too long or of another kind are refused.
 *
 * @module
 */

import fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import { decodeIdx, decodeNpy, encodeIdx, encodeNpy } from '../../src/codec/index.ts'
import { type AnyTensor, toValues } from '../../src/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { arrays, countOf, decodes, joined, refuses, same } from './samples.ts'

interface Format {
  readonly name: 'npy' | 'IDX'
  readonly encode: (x: AnyTensor) => Uint8Array
  readonly decode: (bytes: Uint8Array) => Either<unknown, AnyTensor>
}

export const npyFormat: Format = { name: 'npy', encode: encodeNpy, decode: decodeNpy }
export const idxFormat: Format = { name: 'IDX', encode: encodeIdx, decode: decodeIdx }

export const filesOf = ({ name, encode, decode }: Format): LawSet => {
  const headerOf = (x: AnyTensor, bytes: Uint8Array): number => bytes.length - countOf(x.shape) * widthOf(x)
  const prefix = name === 'npy' ? 12 : 4
  return lawSet(`${name} files`, [
    law('C1', 'what is encoded is decoded, bit for bit', [arrays], x => decodes(decode(encode(x)), x)),
    law(
      'C2',
      'the first bytes of a file are refused, however many, with how many there should be',
      [arrays, fc.nat(), fc.nat(20)],
      (x, cut, few) => {
        const bytes = encode(x)
        const header = headerOf(x, bytes)
        return every(
          ...[few, cut % bytes.length, header - 1, header, bytes.length - 1].map(found => {
            if (found >= bytes.length) return same(true, true)
            const decoded = decode(bytes.subarray(0, found))
            const begins = { _tag: 'BadMagic', format: name, found: '' }
            if (found === 0) return refuses(decoded, begins)
            const expected =
              name === 'npy' && found < prefix ? prefix : found < header ? header : bytes.length
            // A scalar's IDX header of four bytes says by its first three how long it is.
            const announced = name === 'IDX' && found < prefix ? prefix : expected
            return refuses(decoded, { _tag: 'Truncated', format: name, expected: announced, found })
          }),
        )
      },
    ),
    law('C3', 'bytes behind the data are refused', [arrays, fc.integer({ min: 1, max: 9 })], (x, more) => {
      const bytes = encode(x)
      return refuses(decode(joined(bytes, new Uint8Array(more))), {
        _tag: 'TrailingBytes',
        format: name,
        expected: bytes.length,
      })
    }),
    law(
      'C4',
      'bytes that begin as no file does are refused, with these bytes in hexadecimal',
      [arrays, fc.nat(1), fc.integer({ min: 1, max: 255 })],
      (x, place, change) => {
        const bytes = encode(x).map((byte, i) => (i === place ? byte ^ change : byte))
        const beginning = Array.from(bytes.subarray(0, name === 'npy' ? 6 : 4))
        const found = beginning.map(byte => byte.toString(16).padStart(2, '0')).join(' ')
        return refuses(decode(bytes), { _tag: 'BadMagic', format: name, found })
      },
    ),
    law(
      'C5',
      'bytes may lie anywhere in others, and are not held on to',
      [arrays, fc.nat(9)],
      (x, before) => {
        const own = encode(x)
        const bytes = joined(new Uint8Array(before), own, [1, 2, 3]).subarray(before, before + own.length)
        const decoded = decode(bytes)
        bytes.fill(1)
        return decodes(decoded, x)
      },
    ),
  ])
}

const widthOf = (x: AnyTensor): number => toValues(x).BYTES_PER_ELEMENT
