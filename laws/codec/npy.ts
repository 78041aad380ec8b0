/**
 * Laws of npy files: what is written is what the format says, and what others write is read or refused with a reason.
 *
 * @module
 */
import fc from 'fast-check'
import { decodeNpy, encodeNpy } from '../../src/codec/index.ts'
import { type AnyTensor, toValues } from '../../src/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { filesOf, npyFormat } from './arrayFiles.ts'
import {
  counted,
  dataOf,
  dictionaryOf,
  filled,
  fortranPlaces,
  kindOf,
  nameOf,
  npy,
  npyDescriptors,
  tuple,
} from './arrayFormats.ts'
import { arrays, decodes, joined, latin, made, refuses, same } from './samples.ts'

const text = (x: AnyTensor): string => tuple(x.shape)

const wide = fc.tuple(
  fc.constantFrom('u4' as const, 'u8' as const, 'i8' as const),
  fc.bigInt(2n ** 31n, 2n ** 40n),
  fc.nat(3),
  fc.boolean(),
)

/** Laws of npy files. */
export const npyLaws: LawSet = lawSet(
  'npy',
  [
    law(
      'C6',
      'every kind of number is read, in both orders of bytes and of axes, in versions 1 to 3',
      [filled, fc.integer({ min: 1, max: 3 })],
      ([kind, shape, values, little, fortran], version) => {
        const places = fortran ? fortranPlaces(shape) : values.map((_, i) => i)
        const order = kind.width === 1 ? '|' : little ? '<' : '>'
        const data = dataOf(
          kind,
          places.map(place => values[place]!),
          little,
        )
        const file = npy(dictionaryOf(`${order}${kind.name}`, tuple(shape), fortran), data, version)
        return decodes(decodeNpy(file), made(shape, values, kind.dtype))
      },
    ),
    law(
      'C7',
      'a file has what the format says: magic, version, length, dictionary, spaces to a multiple of 64, data',
      [arrays],
      x =>
        same(
          encodeNpy(x),
          npy(
            dictionaryOf(npyDescriptors[x.dtype], text(x)),
            dataOf(kindOf(nameOf[x.dtype]), Array.from(toValues(x)), true),
          ),
        ),
    ),
    law(
      'C8',
      'integers beyond 32 bits are refused, with the first and its place',
      [wide],
      ([name, value, at, little]) => {
        const data = new Uint8Array(4 * Number(name[1]))
        const view = new DataView(data.buffer)
        const beyond =
          name === 'u4'
            ? (value % 2n ** 31n) + 2n ** 31n
            : at % 2 === 0 || name === 'u8'
              ? value
              : -value - 1n
        if (name === 'u4') view.setUint32(4 * at, Number(beyond), little)
        else view.setBigInt64(8 * at, beyond, little)
        const decoded = decodeNpy(npy(dictionaryOf(`${little ? '<' : '>'}${name}`, '(4,)'), data))
        return refuses(decoded, { _tag: 'OutOfRange', position: at, value: beyond })
      },
    ),
    law(
      'C9',
      'dictionaries of other writers are read: other quotes, order and spaces, long integers',
      [arrays, fc.nat(3)],
      (x, which) => {
        const [sizes, descriptor] = [x.shape.map(size => `${size}L,`).join(''), npyDescriptors[x.dtype]]
        const dictionary = [
          `{"shape":(${sizes}),"fortran_order":False,"descr":"${descriptor}"}`,
          `  { 'fortran_order' : False , 'descr':"${descriptor}",\n 'shape' :( ${sizes} ) , } `,
          `{'descr': '${descriptor.replace(/[<|]/, x.dtype === 'u8' ? '' : '<')}', "shape": (${sizes}), 'fortran_order': False}`,
          `{'descr': '${descriptor}', 'more': 'x', 'fortran_order': False, 'shape': (${sizes}),}`,
        ][which]!
        return decodes(
          decodeNpy(npy(dictionary, dataOf(kindOf(nameOf[x.dtype]), Array.from(toValues(x)), true))),
          x,
        )
      },
    ),
    law(
      'C10',
      'what is not a header, or says what no tensor holds, is refused with what it says',
      [fc.nat()],
      _ => {
        const wrong = (bytes: Uint8Array, reason: string) =>
          refuses(decodeNpy(bytes), { _tag: 'BadHeader', format: 'npy', reason })
        const says = (dictionary: string) =>
          `'${dictionary.slice(0, 100)}' does not say descr, fortran_order and shape`
        const types = 'are none of float16, float32, float64, bool, and int and uint of 8, 16, 32 and 64 bits'
        const long = `{'descr': '${'x'.repeat(200)}', 'fortran_order': False, 'shape': (1,), }`
        const patched = (place: number, byte: number) =>
          npy(dictionaryOf('|u1', '(1,)'), [7]).map((old, i) => (i === place ? byte : old))
        return every(
          ...[
            'no dictionary',
            `'descr': '|u1', 'fortran_order': False, 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'descr': '|u1', }`,
            `{'descr': '|u1', 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, }`,
            `{'fortran_order': False, 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': 'no', 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), } more`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,)`,
            `{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }`,
            `{'descr': '|u1', 'fortran_order': False, 'shape': (1,), ${"'x': 'y', ".repeat(20)}'descr': '|u1'}`,
          ].map(dictionary => wrong(npy(dictionary), says(dictionary))),
          ...['|f4', '<c8', '<U3', '<u3', 'f16', '<f4x'].map(descriptor =>
            wrong(npy(dictionaryOf(descriptor, '(1,)')), `elements of type '${descriptor}' ${types}`),
          ),
          wrong(npy(long), `elements of type '${'x'.repeat(20)}' ${types}`),
          ...['(,)', '(1 2)', '(1,,2)', '(L)'].map(shape =>
            wrong(npy(dictionaryOf('|u1', shape)), `'${shape}' is not a shape`),
          ),
          wrong(
            npy(dictionaryOf('|u1', '(9007199254740992,)')),
            'no memory holds an array of [9007199254740992]',
          ),
          wrong(
            npy(dictionaryOf('<f8', '(4503599627370496,)')),
            'no memory holds an array of [4503599627370496]',
          ),
          wrong(
            npy(dictionaryOf('|u1', '(0, 94906267, 94906267)')),
            'no memory holds an array of [0, 94906267, 94906267]',
          ),
          decodes(decodeNpy(npy(dictionaryOf('<f8', '(0, 1000000)'))), made([0, 1000000], [], 'f64')),
          wrong(patched(6, 0), 'version 0.0 is none of 1.0, 2.0 and 3.0'),
          wrong(patched(6, 4), 'version 4.0 is none of 1.0, 2.0 and 3.0'),
          wrong(patched(7, 1), 'version 1.1 is none of 1.0, 2.0 and 3.0'),
          wrong(
            joined([0x93], latin('NUMPY'), [2, 0], counted(4, 2 ** 20 + 1, true)),
            `it has ${2 ** 20 + 1} bytes`,
          ),
          refuses(decodeNpy(joined([0x93], latin('NUMPY'), [2, 0], counted(4, 2 ** 20, true))), {
            _tag: 'Truncated',
            format: 'npy',
            expected: 12 + 2 ** 20,
            found: 12,
          }),
        )
      },
    ),
  ],
  [filesOf(npyFormat)],
)
