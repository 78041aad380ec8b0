/**
 * Laws of headers: what is known of a file before all of it is there.
 *
 * @module
 */
import fc from 'fast-check'
import { idxHeader } from '../../src/codec/idx.ts'
import { encodeIdx, encodeNpy } from '../../src/codec/index.ts'
import { npyHeader } from '../../src/codec/npyHeader.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { arrays, same } from './samples.ts'

/** Laws of what is known of a header before all of a file is there. */
export const headerLaws: LawSet = lawSet('headers', [
  law(
    'C14',
    'the first bytes of a file tell its header as soon as it is whole, or ask for more',
    [arrays, fc.nat()],
    (x, cut) =>
      every(
        ...[
          { bytes: encodeNpy(x), header: npyHeader },
          { bytes: encodeIdx(x), header: idxHeader },
        ].flatMap(({ bytes, header }) => {
          const whole = header.decodeHeader(bytes)
          const offset = whole._tag === 'Right' ? whole.right.offset : Number.NaN
          return [cut % (offset + 1), offset - 1, offset, bytes.length].map(n =>
            same(header.headerIn(bytes.subarray(0, n)), n < offset ? null : whole),
          )
        }),
      ),
  ),
])
