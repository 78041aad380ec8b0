/**
 * The header of safetensors: which tensors there are, and where their data lie. Its rules are checked in the order in which the
 * reference implementation checks them (safetensors/src/tensor.rs), and those that only the format's description has among them.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { firstInvalid } from '../codec/utf8.ts'
import { longestShape } from '../tensor/shape.ts'
import { bitsOf, isElement, type SafetensorsElement } from './elementType.ts'
import { type Json, type Member, readJson } from './json.ts'
import { broken, quoted, type SafetensorsError, type SafetensorsRule } from './safetensorsError.ts'

/**
 * A tensor of a file: its elements, its shape and where its data lie.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface SafetensorsEntry {
  readonly name: string
  /** How its elements are stored. */
  readonly elements: SafetensorsElement
  readonly shape: readonly number[]
  /** Where its data begin, in bytes from the beginning of the file. */
  readonly from: number
  /** How many bytes its data have. */
  readonly bytes: number
  /** Where the header begins to speak of it. */
  readonly byte: number
}

/**
 * What the header of a file says.
 *
 * @category Codecs
 * @since 0.1.0
 */
export interface SafetensorsHeader {
  /** The tensors by name, in the order of their data. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>
  readonly metadata: { readonly [name: string]: string }
}

/** How many bytes tell the length of the header. */
export const prefix = 8

/** How long a header may be. */
export const longestHeader = 100_000_000

/** Texts by name are metadata under this name, and no tensor. */
export const metadataName = '__metadata__'

type Checked<A> = Either<SafetensorsError, A>

/** How many bytes the header has, from the first bytes of a file of so many. */
export const headerLength = (bytes: Uint8Array, fileLength: number): Checked<number> => {
  if (bytes.length < prefix)
    return left(broken('length', bytes.length, `the file ends after ${bytes.length} bytes`))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = view.getBigUint64(0, true)
  if (length > longestHeader)
    return left(broken('headerLength', 0, `the header is said to have ${length} bytes`))
  if (prefix + Number(length) > fileLength)
    return left(
      broken(
        'headerEnd',
        0,
        `the header is said to end at byte ${prefix + Number(length)}, but the file ends at ${fileLength}`,
      ),
    )
  return right(Number(length))
}

const hexadecimal = (byte: number | undefined): string => byte?.toString(16).padStart(2, '0') ?? ''

const shownKinds: Readonly<Record<Json['kind'], string>> = {
  object: 'an object',
  list: 'a list',
  text: 'a text',
  number: 'a number',
  word: '',
}

const shown = (json: Json): string => {
  switch (json.kind) {
    case 'word':
    case 'number':
      return json.text.slice(0, 40)
    case 'text':
      return quoted(json.text)
    default:
      return shownKinds[json.kind]
  }
}

// -------------------------------------------------------------------------------------
// one tensor
// -------------------------------------------------------------------------------------

/** What the header says of a tensor, as it says it. */
interface Stated {
  readonly name: string
  readonly at: number
  readonly elements: SafetensorsElement
  readonly sizes: readonly bigint[]
  readonly begin: bigint
  readonly end: bigint
  readonly shapeAt: number
  readonly offsetsAt: number
}

const most64 = 2n ** 64n - 1n

/** An integer ≥ 0 of up to 64 bits, written as one; `null` for anything else. */
const integerIn = (json: Json): bigint | null => {
  if (json.kind !== 'number' || !/^(0|[1-9]\d{0,19})$/.test(json.text)) return null
  const value = BigInt(json.text)
  return value <= most64 ? value : null
}

const fieldNames = ['dtype', 'shape', 'data_offsets'] as const

const stated = ({ name, at, value }: Member): Checked<Stated> => {
  const wrong = (rule: SafetensorsRule, place: number, reason: string): Checked<never> =>
    left(broken(rule, place, reason, name))
  if (value.kind !== 'object') return wrong('entry', value.at, `it is ${shown(value)}`)
  const fields = new Map(value.members.map(member => [member.name, member.value]))
  const missing = fieldNames.find(field => !fields.has(field))
  if (missing !== undefined) return wrong('entry', value.at, `it has no ${missing}`)
  const [dtype, shape, offsets] = fieldNames.map(field => fields.get(field)) as [Json, Json, Json]
  if (dtype.kind !== 'text' || !isElement(dtype.text))
    return wrong('dtype', dtype.at, `its dtype is ${shown(dtype)}`)
  if (shape.kind !== 'list') return wrong('shape', shape.at, `its shape is ${shown(shape)}`)
  const sizes: bigint[] = []
  for (const item of shape.items) {
    const size = integerIn(item)
    if (size === null) return wrong('shape', item.at, `a size in its shape is ${shown(item)}`)
    sizes.push(size)
  }
  if (offsets.kind !== 'list') return wrong('offsets', offsets.at, `its data_offsets are ${shown(offsets)}`)
  if (offsets.items.length !== 2)
    return wrong('offsets', offsets.at, `its data_offsets are a list of ${offsets.items.length}`)
  const [begin, end] = offsets.items.map(integerIn) as [bigint | null, bigint | null]
  if (begin === null || end === null) {
    const item = offsets.items[begin === null ? 0 : 1] as Json
    return wrong('offsets', item.at, `one of its data_offsets is ${shown(item)}`)
  }
  const places = { shapeAt: shape.at, offsetsAt: offsets.at }
  return right({ name, at, elements: dtype.text, sizes, begin, end, ...places })
}

/** How many bytes the shape and the element type take. */
const bytesTaken = ({ name, elements, sizes, shapeAt }: Stated): Checked<bigint> => {
  const wrong = (rule: SafetensorsRule, reason: string): Checked<never> =>
    left(broken(rule, shapeAt, reason, name))
  let count = 1n
  for (const size of sizes) {
    count *= size
    if (count > most64)
      return wrong('overflow', `its shape [${sizes.slice(0, 12).join(', ')}] has more elements`)
  }
  const bits = count * BigInt(bitsOf(elements))
  if (bits > most64)
    return wrong('overflow', `its ${count} elements of ${bitsOf(elements)} bits have more bits`)
  if (bits % 8n !== 0n) return wrong('wholeBytes', `it has ${bits} bits`)
  return right(bits / 8n)
}

const most = BigInt(Number.MAX_SAFE_INTEGER)

/** What keeps a shape from being one here; `null` if nothing does. Sizes of 0 allow others beyond any memory. */
const unheld = ({ sizes, elements }: Stated): string | null => {
  if (sizes.length > longestShape)
    return `its shape has ${sizes.length} axes, and none has more than ${longestShape} here`
  const strides = sizes.reduce((product, size) => (size === 0n ? product : product * size), 1n)
  return strides * BigInt(bitsOf(elements)) > most
    ? `no memory holds an array of [${sizes.slice(0, 12).join(', ')}]`
    : null
}

// -------------------------------------------------------------------------------------
// all of them
// -------------------------------------------------------------------------------------

const metadataIn = (value: Json): Checked<readonly (readonly [string, string])[]> => {
  if (value.kind === 'word' && value.text === 'null') return right([])
  if (value.kind !== 'object') return left(broken('metadata', value.at, `__metadata__ is ${shown(value)}`))
  const texts: (readonly [string, string])[] = []
  for (const { name, value: text } of value.members) {
    if (text.kind !== 'text')
      return left(broken('metadata', text.at, `the entry ${quoted(name)} of __metadata__ is ${shown(text)}`))
    texts.push([name, text.text])
  }
  return right(texts)
}

const byPlace = (x: Stated, y: Stated): number =>
  x.begin !== y.begin ? (x.begin < y.begin ? -1 : 1) : x.end < y.end ? -1 : x.end > y.end ? 1 : 0

/** Tensors one behind the other, each with the bytes that it takes, up to the end of the file. */
const placed = (
  tensors: readonly Stated[],
  dataFrom: number,
  fileLength: number,
): Checked<ReadonlyMap<string, SafetensorsEntry>> => {
  const entries = new Map<string, SafetensorsEntry>()
  let reached = 0n
  for (const tensor of tensors.toSorted(byPlace)) {
    const { name, at, elements, sizes, begin, end, shapeAt, offsetsAt } = tensor
    const wrong = (rule: SafetensorsRule, byte: number, reason: string): Checked<never> =>
      left(broken(rule, byte, reason, name))
    if (end < begin) return wrong('offsets', offsetsAt, `its data_offsets are [${begin}, ${end}]`)
    if (begin !== reached)
      return wrong(
        'contiguous',
        offsetsAt,
        `its data begin at ${begin}, but ${reached === 0n ? 'the first begin' : 'those before end'} at ${reached}`,
      )
    const bytes = bytesTaken(tensor)
    if (isLeft(bytes)) return bytes
    if (bytes.right !== end - begin)
      return wrong('size', offsetsAt, `it has ${end - begin} bytes, and takes ${bytes.right}`)
    const reason = unheld(tensor)
    if (reason !== null) return wrong('shape', shapeAt, reason)
    reached = end
    const from = dataFrom + Number(begin)
    entries.set(name, {
      name,
      elements,
      shape: sizes.map(Number),
      from,
      bytes: Number(end - begin),
      byte: at,
    })
  }
  const end = BigInt(dataFrom) + reached
  if (end === BigInt(fileLength)) return right(entries)
  const cut = [...entries.values()].find(({ from, bytes }) => from + bytes > fileLength)
  const reason = `the data end at byte ${end}, but the file ends at ${fileLength}`
  return left(broken('end', Math.min(fileLength, Number(end)), reason, cut?.name ?? null))
}

/** What a header says, from its bytes, in a file of so many. */
export const headerOf = (bytes: Uint8Array, fileLength: number): Checked<SafetensorsHeader> => {
  const invalid = firstInvalid(bytes)
  if (invalid !== -1)
    return left(
      broken(
        'utf8',
        prefix + invalid,
        `the byte ${hexadecimal(bytes[invalid])} does not belong to a character`,
      ),
    )
  if (bytes[0] !== 0x7b)
    return left(broken('brace', prefix, `the header begins with ${hexadecimal(bytes[0]) || 'nothing'}`))
  const json = readJson(bytes, prefix)
  if (isLeft(json)) {
    const { rule, at, reason, within } = json.left
    return left(broken(rule, at, reason, within === metadataName ? null : within))
  }
  // It begins with a brace.
  const { members } = json.right as Extract<Json, { readonly kind: 'object' }>
  const about = members.find(({ name }) => name === metadataName)
  const metadata = about === undefined ? right([]) : metadataIn(about.value)
  if (isLeft(metadata)) return metadata
  const tensors: Stated[] = []
  for (const member of members) {
    if (member === about) continue
    const tensor = stated(member)
    if (isLeft(tensor)) return tensor
    tensors.push(tensor.right)
  }
  const entries = placed(tensors, prefix + bytes.length, fileLength)
  if (isLeft(entries)) return entries
  return right({ entries: entries.right, metadata: Object.fromEntries(metadata.right) })
}
