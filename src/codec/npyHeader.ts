/**
 * The header of npy, NumPy's format of one array: a magic string, a version, a length, and a Python dictionary (NumPy's
 * documentation: "numpy.lib.format").
 *
 * @module
 */
import { type Either, left } from 'fp-ts/lib/Either.js'
import { type ArrayHeader, arrayHeader, type Storage } from './arrayHeader.ts'
import { badMagic, type FormatError } from './formatError.ts'
import { type HeaderCodec, headerCodec } from './headerCodec.ts'
import { hostIsLittleEndian } from './hostOrder.ts'

const format = 'npy'

/** `\x93NUMPY` */
export const npyMagic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const

/** How long the dictionary may be: that of an array of 32 axes takes less than a thousandth of it. */
const longestDictionary = 2 ** 20

/** How many bytes come before the dictionary, and how many it takes; version 1 counts them in 16 bits, the others in 32. */
const lengthsIn = (bytes: Uint8Array): { readonly begin: number; readonly length: number } => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return bytes[6] === 1
    ? { begin: 10, length: view.getUint16(8, true) }
    : { begin: 12, length: view.getUint32(8, true) }
}

/** How many bytes tell the length of the dictionary, in any version. */
const prefix = 12

const hasMagic = (bytes: Uint8Array): boolean => npyMagic.every((byte, i) => bytes[i] === byte)

const isKnown = (bytes: Uint8Array): boolean => bytes[6]! >= 1 && bytes[6]! <= 3 && bytes[7] === 0

const wrong = (reason: string): Either<FormatError, never> => left({ _tag: 'BadHeader', format, reason })

// -------------------------------------------------------------------------------------
// the dictionary
// -------------------------------------------------------------------------------------

/** A key and a string, a truth value or a tuple of integers, and what follows it. */
const entry = /\s*(['"])(\w+)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\d\sL,]*)\))\s*(,\s*\}|,|\})/y

/** The entries of a dictionary as texts; `null` if it is none, has a key twice, or values of other kinds. */
const entriesOf = (text: string): ReadonlyMap<string, string> | null => {
  const trimmed = text.trim()
  const entries = new Map<string, string>()
  if (!trimmed.startsWith('{')) return null
  entry.lastIndex = 1
  for (;;) {
    const found = entry.exec(trimmed)
    if (found === null || entries.has(found[2]!)) return null
    entries.set(found[2]!, found[4] ?? found[5] ?? `(${found[6]})`)
    if (found[7] !== ',') return entry.lastIndex === trimmed.length ? entries : null
  }
}

/** `(3, 4)`, `(3,)` and `()`; long integers of Python 2 end in L. */
const shapeOf = (text: string): readonly number[] | null => {
  if (!/^\(\s*(\d+L?\s*,\s*)*(\d+L?\s*)?\)$/.test(text)) return null
  return (text.match(/\d+/g) ?? []).map(Number)
}

/** `<f8`: the order of the bytes (`=`, or nothing, is that of the machine), the kind of number, and the bytes of one. */
const storageOf = (descriptor: string): readonly [Storage, littleEndian: boolean] | null => {
  const [, order, storage] = /^([<>|=]?)(u1|u2|u4|u8|i1|i2|i4|i8|f2|f4|f8|b1)$/.exec(descriptor) ?? []
  if (storage === undefined || (order === '|' && !storage.endsWith('1'))) return null
  return [storage as Storage, order === '<' || (order !== '>' && hostIsLittleEndian)]
}

// -------------------------------------------------------------------------------------
// the header
// -------------------------------------------------------------------------------------

const decodeDictionary = (text: string, offset: number): Either<FormatError, ArrayHeader> => {
  const entries = entriesOf(text)
  const [descriptor, order, sizes] = ['descr', 'fortran_order', 'shape'].map(key => entries?.get(key))
  if (descriptor === undefined || sizes === undefined || !/^(True|False)$/.test(order ?? ''))
    return wrong(`'${text.trim().slice(0, 100)}' does not say descr, fortran_order and shape`)
  const storage = storageOf(descriptor)
  if (storage === null)
    return wrong(
      `elements of type '${descriptor.slice(0, 20)}' are none of float16, float32, float64, bool, and int and uint of 8, 16, ` +
        '32 and 64 bits',
    )
  const shape = shapeOf(sizes)
  if (shape === null) return wrong(`'${sizes.slice(0, 100)}' is not a shape`)
  return arrayHeader({
    format,
    offset,
    storage: storage[0],
    littleEndian: storage[1],
    fortran: order === 'True',
    shape,
  })
}

const decodeHeader = (bytes: Uint8Array): Either<FormatError, ArrayHeader> => {
  const beginning = bytes.subarray(0, npyMagic.length)
  if (bytes.length === 0 || beginning.some((byte, i) => byte !== npyMagic[i]))
    return left(badMagic(format, beginning))
  const truncated = (expected: number): Either<FormatError, never> =>
    left({ _tag: 'Truncated', format, expected, found: bytes.length })
  if (bytes.length < prefix) return truncated(prefix)
  if (!isKnown(bytes)) return wrong(`version ${bytes[6]}.${bytes[7]} is none of 1.0, 2.0 and 3.0`)
  const { begin, length } = lengthsIn(bytes)
  if (length > longestDictionary) return wrong(`it has ${length} bytes`)
  const offset = begin + length
  if (bytes.length < offset) return truncated(offset)
  // What is not ASCII are names of fields, and arrays of records are refused anyway.
  const text = Array.from(bytes.subarray(begin, offset), byte => String.fromCharCode(byte)).join('')
  return decodeDictionary(text, offset)
}

const headerBytes = (bytes: Uint8Array): number => {
  if (!hasMagic(bytes) || !isKnown(bytes)) return prefix
  const { begin, length } = lengthsIn(bytes)
  return length > longestDictionary ? prefix : begin + length
}

/** How npy headers are read. */
export const npyHeader: HeaderCodec = headerCodec(decodeHeader, prefix, headerBytes)
