/**
 * Laws of IDX files: what is written is what the format says, and no other code is read.
 *
 * @module
 */
import fc from 'fast-check'
import { decodeIdx, encodeIdx } from '../../src/codec/index.ts'
import { toValues } from '../../src/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import { filesOf, idxFormat } from './arrayFiles.ts'
import { dataOf, filled, idx, idxCodes, kindOf, nameOf } from './arrayFormats.ts'
import { arrays, decodes, made, refuses, same } from './samples.ts'

/** Laws of IDX files. */
export const idxLaws: LawSet = lawSet(
  'IDX',
  [
    law(
      'C11',
      'a file has what the format says: zeros, a code, the axes and their sizes, and data, the highest byte first',
      [arrays],
      x =>
        same(
          encodeIdx(x),
          idx(
            idxCodes[nameOf[x.dtype]]!,
            x.shape,
            dataOf(kindOf(nameOf[x.dtype]), Array.from(toValues(x)), false),
          ),
        ),
    ),
    law('C12', 'every kind of number is read', [filled], ([kind, shape, values]) => {
      const code = idxCodes[kind.name]
      if (code === undefined) return same(true, true)
      return decodes(
        decodeIdx(idx(code, shape, dataOf(kind, values, false))),
        made(shape, values, kind.dtype),
      )
    }),
    law('C43', 'a file has at most 255 axes, each shorter than 2^32', [fc.nat(2)], more =>
      every(
        refused('ArgumentError', () => encodeIdx(made(new Array(256 + more).fill(1), [7], 'u8'))),
        refused('ArgumentError', () => encodeIdx(made([0, 2 ** 32 + more], [], 'u8'))),
        ...[new Array(255 - more).fill(1), [0, 2 ** 32 - 1 - more]].map(shape => {
          const x = made(shape, shape.includes(0) ? [] : [7], 'u8')
          return decodes(decodeIdx(encodeIdx(x)), x)
        }),
      ),
    ),
    law(
      'C13',
      'another code is refused',
      [fc.nat(255).filter(code => ![8, 9, 11, 12, 13, 14].includes(code))],
      code =>
        refuses(decodeIdx(idx(code, [1], [7])), {
          _tag: 'BadMagic',
          format: 'IDX',
          found: `00 00 ${code.toString(16).padStart(2, '0')} 01`,
        }),
    ),
  ],
  [filesOf(idxFormat)],
)
