/**
 * Files as the format's description has them, written a second time: a length, a header as text, and data.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, type DType, isTensor, type Shape, toValues } from '../../src/index.ts'
import { countOf, joined } from '../codec/samples.ts'

/** UTF-8 by way of percent signs, as every host has it. */
export const utf8 = (text: string): Uint8Array =>
  Uint8Array.from(encodeURIComponent(text).match(/%..|./gs) ?? [], piece =>
    piece.length === 3 ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0),
  )

const eight = (n: number): readonly number[] =>
  Array.from({ length: 8 }, (_, i) => Math.floor(n / 2 ** (8 * i)) % 256)

/** A file with this header, as it is. */
export const fileOf = (header: string, data: ArrayLike<number> = []): Uint8Array => {
  const text = utf8(header)
  return joined(eight(text.length), text, data)
}

/** The bytes of an element. */
export const widthOf: Readonly<Record<string, number>> = {
  F64: 8,
  I64: 8,
  F32: 4,
  I32: 4,
  F16: 2,
  BF16: 2,
  U8: 1,
  BOOL: 1,
}

export const dtypes: Readonly<Record<string, DType>> = {
  F64: 'f64',
  I64: 'i32',
  F32: 'f32',
  I32: 'i32',
  F16: 'f32',
  BF16: 'f32',
  U8: 'u8',
  BOOL: 'u8',
}

/** A tensor as a file states it, and its bytes. */
export interface Stored {
  readonly elements: string
  readonly shape: Shape
  readonly data: readonly number[]
}

const sizes: Arbitrary<Shape> = fc.array(fc.nat(3), { maxLength: 3 })

/** Tensors of some element types, of any shape and any bits. */
export const stored = (...types: readonly string[]): Arbitrary<Stored> =>
  fc.tuple(fc.constantFrom(...types), sizes).chain(([elements, shape]) => {
    const length = countOf(shape) * widthOf[elements]!
    return fc
      .array(fc.nat(255), { minLength: length, maxLength: length })
      .map(data => ({ elements, shape, data }))
  })

/** Any text that has no half of a character. */
export const texts: Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', '__proto__', 'toString', 'a.b', '"', '\\', '\n', 'ü', '名', '😀', '\u2028'),
)

/** Tensors by name. */
export const storedByName: Arbitrary<readonly (readonly [string, Stored])[]> = fc.uniqueArray(
  fc.tuple(
    texts.filter(name => name !== '__metadata__'),
    stored('F64', 'F32', 'I32', 'U8'),
  ),
  { maxLength: 5, selector: ([name]) => name },
)

export const metadata: Arbitrary<Readonly<Record<string, string>>> = fc
  .uniqueArray(fc.tuple(texts, texts), { maxLength: 3, selector: ([name]) => name })
  .map(entries => Object.fromEntries(entries))

const ranks = ['F64', 'F32', 'I32', 'U8']

const codePoints = (text: string): readonly number[] => [...text].map(c => c.codePointAt(0) as number)

/** Whether one text comes before another, code point by code point. */
const before = (x: readonly number[], y: readonly number[]): number => {
  for (let i = 0; i < Math.max(x.length, y.length); i++) if (x[i] !== y[i]) return (x[i] ?? -1) - (y[i] ?? -1)
  return 0
}

/** The file as the reference implementation writes it: wide elements first, then by name, padded to 8 bytes. */
export const canonical = (
  tensors: readonly (readonly [string, Stored])[],
  about: Readonly<Record<string, string>>,
): Uint8Array => {
  const ordered = tensors.toSorted(
    ([x, { elements: a }], [y, { elements: b }]) =>
      ranks.indexOf(a) - ranks.indexOf(b) || before(codePoints(x), codePoints(y)),
  )
  const entries: string[] = []
  const told = Object.entries(about).toSorted(([x], [y]) => before(codePoints(x), codePoints(y)))
  if (told.length > 0)
    entries.push(
      `"__metadata__":{${told.map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`).join(',')}}`,
    )
  let place = 0
  for (const [name, { elements, shape, data }] of ordered) {
    const end = place + data.length
    entries.push(
      `${JSON.stringify(name)}:{"dtype":"${elements}","shape":[${shape.join(',')}],"data_offsets":[${place},${end}]}`,
    )
    place = end
  }
  const header = `{${entries.join(',')}}`
  const spaces = (8 - (utf8(header).length % 8)) % 8
  return fileOf(header + ' '.repeat(spaces), joined(...ordered.map(([, { data }]) => data)))
}

/** The memory of a tensor's numbers, byte for byte, lowest first. */
export const bytesOf = (x: unknown): readonly number[] => {
  if (!isTensor(x)) return []
  const values = toValues(x as AnyTensor)
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength)
  const width = values.BYTES_PER_ELEMENT
  const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
  return Array.from({ length: values.byteLength }, (_, i) =>
    view.getUint8(isLittle ? i : i - (i % width) + width - 1 - (i % width)),
  )
}
