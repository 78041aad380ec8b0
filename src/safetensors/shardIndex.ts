/**
 * The index of tensors that lie in several files: `model.safetensors.index.json`, as Hugging Face's libraries write it.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { bytesOfText, firstInvalid } from '../codec/utf8.ts'
import { ArgumentError } from '../tensor/error.ts'
import { byCodePoint, bytesTakenBy, type Described, inFileOrder } from './encode.ts'
import { type Json, readJson } from './json.ts'

/** What is wrong with an index, and at which byte. */
export interface IndexError {
  readonly byte: number
  readonly reason: string
}

/** A tensor's file, as an index names it. */
export interface IndexEntry {
  readonly tensor: string
  readonly file: string
  /** Where the index names the file. */
  readonly byte: number
}

/** How long an index may be. */
export const longestIndex = 100_000_000

/**
 * What keeps a text from naming a file in the folder of an index, or in one within it; `null` if nothing does. A path from elsewhere is
 * not to be trusted.
 */
const outside = (file: string): string | null => {
  if (file === '') return 'is empty'
  if ([...file].some(c => c === '\\' || c < ' ')) return 'has a backslash or a control character'
  if (/^[a-zA-Z]:/.test(file) || file.startsWith('/')) return 'is absolute'
  if (file.split('/').some(part => part === '..' || part === '.' || part === ''))
    return 'leads out of the folder, or goes about'
  return null
}

/** The tensors of an index with their files, from its bytes. */
export const readIndex = (bytes: Uint8Array): Either<IndexError, readonly IndexEntry[]> => {
  const wrong = (byte: number, reason: string): Either<IndexError, never> => left({ byte, reason })
  const invalid = firstInvalid(bytes)
  if (invalid !== -1) return wrong(invalid, 'it is not UTF-8')
  const json = readJson(bytes)
  if (isLeft(json)) return wrong(json.left.at, json.left.reason)
  if (json.right.kind !== 'object') return wrong(json.right.at, 'it is not an object')
  const map: Json | undefined = json.right.members.find(({ name }) => name === 'weight_map')?.value
  if (map === undefined) return wrong(0, 'it has no weight_map')
  if (map.kind !== 'object') return wrong(map.at, 'its weight_map is not an object')
  const entries: IndexEntry[] = []
  for (const { name, value } of map.members) {
    if (value.kind !== 'text')
      return wrong(value.at, `the file of the tensor ${JSON.stringify(name)} is not a text`)
    const reason = outside(value.text)
    if (reason !== null)
      return wrong(value.at, `the path ${JSON.stringify(value.text.slice(0, 200))} of a file ${reason}`)
    entries.push({ tensor: name, file: value.text, byte: value.at })
  }
  return right(entries)
}

/** The bytes of an index. */
export const indexBytes = (
  files: readonly (readonly [file: string, tensors: Readonly<Record<string, Described>>])[],
): Uint8Array => {
  const size = files.reduce(
    (sum, [, tensors]) => sum + Object.values(tensors).reduce((own, x) => own + bytesTakenBy(x), 0),
    0,
  )
  const map = files
    .flatMap(([file, tensors]) => Object.keys(tensors).map(name => [name, file] as const))
    .toSorted(([x], [y]) => byCodePoint(x, y))
  const lines = map.map(([name, file]) => `    ${JSON.stringify(name)}: ${JSON.stringify(file)}`)
  const weights = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`
  const text = bytesOfText(
    `{\n  "metadata": {\n    "total_size": ${size}\n  },\n  "weight_map": ${weights}\n}\n`,
  )
  if (text === null)
    throw new ArgumentError('A name has half of a character, a lone surrogate. Mend the name.')
  return text
}

/** Tensors in the order in which they are written, in groups of up to so many bytes; one that is larger is alone. */
export const inShards = <T extends Described>(
  tensors: Readonly<Record<string, T>>,
  most: number,
): readonly Readonly<Record<string, T>>[] => {
  const shards: (readonly [string, T])[][] = []
  let room = -1
  for (const [name, tensor] of inFileOrder(tensors)) {
    const bytes = bytesTakenBy(tensor)
    if (bytes > room) {
      shards.push([])
      room = most
    }
    shards.at(-1)!.push([name, tensor])
    room -= bytes
  }
  return (shards.length === 0 ? [[]] : shards).map(shard => Object.fromEntries(shard))
}
