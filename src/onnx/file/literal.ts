/**
 * The numbers of tensors in a file, checked against their shape when the file is read, and decoded when they are needed.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { fromHalf } from '../../codec/half.ts'
import { mostElements } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import { type ElementType, factsOf, isFloatType, nameOfNumber, typeOfNumber } from './elementType.ts'
import type { TensorMessage } from './messages.ts'

/** A tensor of numbers that are known: floats, or integers of any width. */
export interface Literal {
  readonly type: ElementType
  readonly shape: Shape
  readonly floats: () => Float32Array | Float64Array
  readonly integers: () => readonly bigint[]
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly it: T } | undefined
  return () => {
    made ??= { it: make() }
    return made.it
  }
}

const impossible = (what: string) => (): never => {
  throw new Error(`A tensor of ${what} was asked for as the other kind.`)
}

/** A literal of integers. */
export const integerLiteral = (type: ElementType, shape: Shape, integers: readonly bigint[]): Literal => ({
  type,
  shape,
  integers: () => integers,
  floats: impossible('integers'),
})

type Read = (view: DataView, at: number) => number | bigint

const readers: Readonly<Record<ElementType, Read>> = {
  float: (view, at) => view.getFloat32(at, true),
  double: (view, at) => view.getFloat64(at, true),
  float16: (view, at) => fromHalf(view.getUint16(at, true)),
  bfloat16: (view, at) => fromBrain(view.getUint16(at, true)),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int64: (view, at) => view.getBigInt64(at, true),
  uint64: (view, at) => view.getBigUint64(at, true),
}

const word = new DataView(new ArrayBuffer(4))

/** The f32 whose first half 16 bits are. */
const fromBrain = (bits: number): number => {
  word.setUint32(0, bits * 2 ** 16)
  return word.getFloat32(0)
}

/** Where the numbers of a type are, if they are not raw. */
const listOf = (type: ElementType, tensor: TensorMessage): readonly (number | bigint)[] => {
  switch (type) {
    case 'float':
      return tensor.float_data
    case 'double':
      return tensor.double_data
    case 'int64':
      return tensor.int64_data
    case 'uint32':
    case 'uint64':
      return tensor.uint64_data
    case 'float16':
      return tensor.int32_data.map(bits => fromHalf(bits & 0xffff))
    case 'bfloat16':
      return tensor.int32_data.map(bits => fromBrain(bits & 0xffff))
    default:
      return tensor.int32_data
  }
}

const lists = ['float_data', 'int32_data', 'string_data', 'int64_data', 'double_data', 'uint64_data'] as const

const listNames: Readonly<Record<ElementType, (typeof lists)[number]>> = {
  float: 'float_data',
  double: 'double_data',
  int64: 'int64_data',
  uint32: 'uint64_data',
  uint64: 'uint64_data',
  float16: 'int32_data',
  bfloat16: 'int32_data',
  uint8: 'int32_data',
  int8: 'int32_data',
  uint16: 'int32_data',
  int16: 'int32_data',
  int32: 'int32_data',
  bool: 'int32_data',
}

const sizesOf = (dims: readonly bigint[]): Either<string, Shape> => {
  let size = 1n
  for (const n of dims) {
    if (n < 0n) return left(`its shape is [${dims.join(', ')}], but sizes are not negative`)
    size *= n
    if (n > BigInt(mostElements) || size > BigInt(mostElements))
      return left(`its shape is [${dims.join(', ')}], but no tensor has more than ${mostElements} elements`)
  }
  return right(dims.map(Number))
}

/** The numbers of a tensor of the file: from its lists, or from raw bytes, which may come from another file. */
export const literalOf = (tensor: TensorMessage, raw = tensor.raw_data): Either<string, Literal> => {
  const number = tensor.data_type ?? 0
  const type = typeOfNumber(number)
  if (type === undefined) return left(`its elements are ${nameOfNumber(number)}, which tensors cannot hold`)
  if (tensor.segment !== undefined) return left('it is a segment of a tensor, which no writer makes')
  const shape = sizesOf(tensor.dims)
  if (shape._tag === 'Left') return shape
  const size = shape.right.reduce((product, n) => product * n, 1)
  const filled = lists.filter(list => tensor[list].length > 0)
  if (raw !== undefined && filled.length > 0)
    return left(`it has numbers in raw bytes and in ${filled.join(' and ')}, but one place is right`)
  const wrong = filled.find(list => list !== listNames[type])
  if (wrong !== undefined)
    return left(`its numbers are in ${wrong}, but those of ${type} belong in ${listNames[type]}`)
  const { bytes, range } = factsOf(type)
  if (raw !== undefined && raw.length !== size * bytes)
    return left(
      `its shape [${shape.right.join(', ')}] of ${type} needs ${size * bytes} bytes, but there are ${raw.length}`,
    )
  if (raw === undefined && tensor[listNames[type]].length !== size)
    return left(
      `its shape [${shape.right.join(', ')}] needs ${size} numbers, but there are ${tensor[listNames[type]].length}`,
    )
  if (raw === undefined && range !== undefined) {
    const out = listOf(type, tensor).findIndex(x => BigInt(x) < range[0] || BigInt(x) > range[1])
    if (out !== -1)
      return left(`its element ${out} is ${listOf(type, tensor)[out]}, which is not a valid ${type}`)
  }
  const numbers = (): readonly (number | bigint)[] => {
    if (raw === undefined) return listOf(type, tensor)
    const view = new DataView(raw.buffer, raw.byteOffset, raw.length)
    return Array.from({ length: size }, (_, i) => readers[type](view, i * bytes))
  }
  return right({
    type,
    shape: shape.right,
    floats: isFloatType(type) ? once(() => floatsOf(type, size, raw, numbers)) : impossible('integers'),
    integers: isFloatType(type) ? impossible('floats') : once(() => numbers().map(BigInt)),
  })
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

const floatsOf = (
  type: ElementType,
  size: number,
  raw: Uint8Array | undefined,
  numbers: () => readonly (number | bigint)[],
): Float32Array | Float64Array => {
  const Kind = type === 'double' ? Float64Array : Float32Array
  if (raw === undefined || !littleEndian || !(type === 'float' || type === 'double'))
    return Kind.from(numbers() as readonly number[])
  const floats = new Kind(size)
  new Uint8Array(floats.buffer).set(raw)
  return floats
}
