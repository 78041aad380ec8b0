/**
 * Laws of safetensors: what is written is read, bit for bit; the same tensors have the same bytes; and whatever breaks a rule of the
 * format is refused by the name of the rule, with the tensor and the byte.
 *
 * @module
 */

import fc from 'fast-check'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { type AnyTensor, toNested } from '../../src/index.ts'
import { readingSafetensors } from '../../src/safetensors/decode.ts'
import {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsError,
  showSafetensorsError,
} from '../../src/safetensors/index.ts'
import { every, holds } from '../close.ts'
import { countOf, joined, same } from '../codec/samples.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { type Fault, faults, sound, soundBytes } from './faults.ts'
import { bytesOf, canonical, dtypes, fileOf, metadata, storedByName, utf8 } from './format.ts'

interface Read {
  readonly tensors: Readonly<Record<string, AnyTensor>>
  readonly metadata: Readonly<Record<string, string>>
}

/** A reader and a writer of the format. */
export interface Codec {
  readonly encode: (
    tensors: Readonly<Record<string, AnyTensor>>,
    metadata: Readonly<Record<string, string>>,
  ) => Uint8Array
  readonly decode: (bytes: Uint8Array) => Either<SafetensorsError, Read>
}

const own: Codec = {
  encode: (tensors, about) => encodeSafetensors({ metadata: about })(tensors),
  decode: bytes => decodeSafetensors(bytes),
}

const half = (bits: number): number => {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, (bits & 1023) / 1024]
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15))
}

const brainFloat = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint16(0, bits)
  return view.getFloat32(0)
}

const bits16 = fc.oneof(
  fc.nat(0xffff),
  fc.constantFrom(0, 0x8000, 1, 0x3ff, 0x400, 0x7bff, 0x7c00, 0xfc00, 0x7f80),
)

/** What is not a whole file is refused with a place in it, or said to hold something of the same form. */
const refusedWithin = (decoded: Either<SafetensorsError, Read>, length: number) => {
  if (isRight(decoded)) return holds(false, 'read', 'refused')
  const error = decoded.left
  const at = 'byte' in error ? error.byte : 0
  return holds(
    at >= 0 && at <= length && showSafetensorsError(error).length > 20,
    at,
    `a byte up to ${length}`,
  )
}

/** What a file is but for names, texts and numbers: how many tensors there are, of which sizes, in which order. */
const formOf = ({ tensors }: Read): readonly unknown[] =>
  Object.values(tensors).map(({ shape, dtype }) => [
    countOf(shape) * (dtype === 'u8' ? 1 : dtype === 'f64' ? 8 : 4),
  ])

/** The byte of the file at which something stands in the header: within a tensor, or the last such place. */
const byteOf = (header: string, place: string, tensor: string | null): number => {
  const at =
    tensor === null ? header.lastIndexOf(place) : header.indexOf(place, header.indexOf(`"${tensor}"`))
  return 8 + utf8(place === '' ? header : header.slice(0, at)).length
}

const planted = ([found, written, rule, place, tensor]: Fault, decode: Codec['decode']) => {
  const header = sound.replace(found, () => written)
  const decoded = decode(fileOf(header, new Uint8Array(soundBytes)))
  const byte = rule === 'brace' ? 8 : byteOf(header, place, tensor)
  if (isRight(decoded) || decoded.left._tag !== 'RuleBroken') return same(decoded, 'refused')
  const { rule: own, byte: at, tensor: of } = decoded.left
  return same([own, at, of], [rule, byte, tensor])
}

/** The bytes that are asked for by a reader of some tensors. */
const askedFor = (file: Uint8Array, names: readonly string[]): number => {
  const reading = readingSafetensors(file.length, {
    tensors: Object.fromEntries(names.map(name => [name, {}])),
  })
  let asked = 0
  let step = reading.next()
  while (!step.done) {
    const { from, into } = step.value
    const found = file.subarray(from, from + into.length)
    into.set(found)
    asked += into.length
    step = reading.next(found.length)
  }
  return asked
}

/** Each rule has its faults, all of which are tried each time. */
const ruleLaws = (decode: Codec['decode']): LawSet =>
  lawSet(
    'rules of safetensors',
    [
      law(
        'CS8',
        'whatever breaks a rule is refused by the name of the rule, with the tensor and the byte',
        [fc.constant(faults)],
        all => every(...all.map(fault => planted(fault, decode))),
      ),
    ],
    [],
    1,
  )

export const safetensorsLaws = ({ encode, decode }: Codec = own): LawSet =>
  lawSet(
    'safetensors',
    [
      law(
        'CS1',
        'what a file holds is written as that file again, bit for bit',
        [storedByName, metadata],
        (tensors, about) => {
          const file = canonical(tensors, about)
          const decoded = decode(file)
          if (isLeft(decoded)) return same(decoded.left, 'read')
          return every(
            same(Object.keys(decoded.right.tensors).toSorted(), tensors.map(([name]) => name).toSorted()),
            ...tensors.map(([name, { elements, shape, data }]) => {
              const x = decoded.right.tensors[name] as AnyTensor
              return same([x.dtype, x.shape, bytesOf(x)], [dtypes[elements], shape, data])
            }),
            same(Object.entries(decoded.right.metadata).toSorted(), Object.entries(about).toSorted()),
            same([...encode(decoded.right.tensors, decoded.right.metadata)], [...file]),
          )
        },
      ),
      law(
        'CS2',
        'the same tensors have the same bytes, in whatever order they are named',
        [storedByName, metadata, fc.nat()],
        (tensors, about, turn) => {
          const decoded = decode(canonical(tensors, about))
          if (isLeft(decoded)) return same(decoded.left, 'read')
          const turned = <A>(record: Readonly<Record<string, A>>): Readonly<Record<string, A>> => {
            const entries = Object.entries(record)
            const at = entries.length === 0 ? 0 : turn % entries.length
            return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)].toReversed())
          }
          const { tensors: all, metadata: texts } = decoded.right
          return same([...encode(turned(all), turned(texts))], [...encode(all, texts)])
        },
      ),
      law(
        'CS3',
        'the first bytes of a file are refused, however many, and so are bytes behind it',
        [storedByName, fc.nat()],
        (tensors, cut) => {
          const file = canonical(tensors, {})
          const length = cut % file.length
          return every(
            refusedWithin(decode(file.subarray(0, length)), length),
            refusedWithin(decode(joined(file, [0])), file.length + 1),
          )
        },
      ),
      law(
        'CS4',
        'a file with another byte in its header is refused, or holds tensors of the same sizes',
        [storedByName, metadata, fc.nat(), fc.integer({ min: 1, max: 255 })],
        (tensors, about, place, change) => {
          const file = canonical(tensors, about)
          const whole = decode(file)
          const length = Number(new DataView(file.buffer).getBigUint64(0, true))
          const at = place % (8 + length)
          const changed = decode(file.map((byte, i) => (i === at ? byte ^ change : byte)))
          if (isLeft(whole)) return same(whole.left, 'read')
          // Other names are in another order; the data stay where they are.
          return isRight(changed)
            ? same(formOf(changed.right).toSorted(), formOf(whole.right).toSorted())
            : refusedWithin(changed, file.length)
        },
      ),
      law(
        'CS5',
        'floats of 16 bits become the numbers that their bits stand for',
        [fc.array(bits16, { maxLength: 9 })],
        bits => {
          const data = bits.flatMap(n => [n & 255, n >> 8])
          return every(
            ...(['F16', 'BF16'] as const).map(elements => {
              const header = `{"x":{"dtype":"${elements}","shape":[${bits.length}],"data_offsets":[0,${data.length}]}}`
              const decoded = decode(fileOf(header, data))
              const numbers = bits.map(elements === 'F16' ? half : brainFloat)
              return isLeft(decoded)
                ? same(decoded.left, 'read')
                : holds(
                    (toNested(decoded.right.tensors.x as AnyTensor) as number[]).every((x, i) =>
                      Object.is(x, numbers[i]),
                    ),
                    decoded.right.tensors.x,
                    numbers,
                  )
            }),
          )
        },
      ),
      law(
        'CS6',
        'integers of 64 bits become those of 32 that they are, and the first that is none is reported with its place',
        [
          fc.array(
            fc.oneof(
              fc.bigInt(-(2n ** 31n), 2n ** 31n - 1n),
              fc.constantFrom(2n ** 31n, -(2n ** 31n) - 1n, 2n ** 32n, -(2n ** 63n)),
            ),
            { maxLength: 6 },
          ),
        ],
        integers => {
          const data = new Uint8Array(integers.length * 8)
          for (const [i, n] of integers.entries()) new DataView(data.buffer).setBigInt64(i * 8, n, true)
          const header = `{"x":{"dtype":"I64","shape":[${integers.length}],"data_offsets":[0,${data.length}]}}`
          const decoded = decode(fileOf(header, data))
          const wrong = integers.findIndex(n => n !== BigInt.asIntN(32, n))
          if (isRight(decoded))
            return same([toNested(decoded.right.tensors.x as AnyTensor), wrong], [integers.map(Number), -1])
          return same(decoded.left, {
            _tag: 'IntegerOutOfRange',
            tensor: 'x',
            byte: 9,
            position: wrong,
            value: integers[wrong],
          })
        },
      ),
      law('CS7', 'truth values become 0 and 1', [fc.array(fc.nat(255), { maxLength: 6 })], data => {
        const decoded = decode(
          fileOf(`{"x":{"dtype":"BOOL","shape":[${data.length}],"data_offsets":[0,${data.length}]}}`, data),
        )
        return isLeft(decoded)
          ? same(decoded.left, 'read')
          : same(toNested(decoded.right.tensors.x as AnyTensor), data.map(Math.sign))
      }),
      law(
        'CS9',
        'of a file the header is read, and the bytes of the tensors that are wanted, once',
        [storedByName, fc.nat()],
        (tensors, choice) => {
          const file = canonical(tensors, {})
          const header = Number(new DataView(file.buffer).getBigUint64(0, true))
          const wanted = tensors.filter((_, i) => (choice >> i) & 1)
          const bytes = wanted.reduce((sum, [, { data }]) => sum + data.length, 0)
          return same(
            askedFor(
              file,
              wanted.map(([name]) => name),
            ),
            8 + header + bytes,
          )
        },
      ),
      law(
        'CS10',
        'elements that tensors here have not are refused by the name of the tensor, and others are read beside them',
        [fc.constantFrom('I8', 'F8_E4M3', 'U64', 'C64', 'F4')],
        elements => {
          const bits = { I8: 8, F8_E4M3: 8, U64: 64, C64: 64, F4: 4 }[elements] as number
          const end = bits / 4
          const header = `{"x":{"dtype":"${elements}","shape":[2],"data_offsets":[0,${end}]},"y":{"dtype":"U8","shape":[1],"data_offsets":[${end},${end + 1}]}}`
          const file = fileOf(header, new Uint8Array(end + 1))
          return every(
            same(decode(file), {
              _tag: 'Left',
              left: { _tag: 'ElementsUnsupported', tensor: 'x', byte: 9, elements },
            }),
            same(isRight(decodeSafetensors(file, { tensors: { y: {} } })), true),
          )
        },
      ),
    ],
    [ruleLaws(decode)],
  )
