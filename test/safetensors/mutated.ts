/**
 * Files of safetensors with bytes changed, left out, doubled and put in, and what has to hold of whatever is read of them.
 *
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { toValues } from 'pullback'
import { decodeSafetensors, encodeSafetensors, showSafetensorsError } from 'pullback/safetensors'

/** A random number generator (mulberry32), so that the same files are made each time. */
const generator = (seed: number): ((below: number) => number) => {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const file = (header: string, bytes: number): Uint8Array => {
  const text = new TextEncoder().encode(header)
  const whole = new Uint8Array(8 + text.length + bytes)
  new DataView(whole.buffer).setBigUint64(0, BigInt(text.length), true)
  whole.set(text, 8)
  for (let i = 0; i < bytes; i++) whole[8 + text.length + i] = (i * 37) & 255
  return whole
}

/** Where mutation begins: files that are good, of every kind of thing that a header may have. */
const seeds: readonly Uint8Array[] = [
  file('{}', 0),
  file('{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}', 16),
  file(
    '{"__metadata__":{"k":"v\\u00fc"},"ü😀":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"I64","shape":[1,1],' +
      '"data_offsets":[6,14],"x":[1,{"y":null}]},"c":{"dtype":"BOOL","shape":[0,9],"data_offsets":[14,14]}}  ',
    14,
  ),
  file(
    '{"s":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"t":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]}}',
    12,
  ),
]

/** What is put into files: pieces that mean something in them. */
const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\\u',
    '\\ud800',
    '0',
    '-',
    '1e9',
    '18446744073709551616',
    '9007199254740993',
    ' ',
  ],
  ...[
    'null',
    '"__metadata__":',
    '"dtype":"F32",',
    '"shape":[]',
    '"data_offsets":[0,0]',
    '[[[[[[[[',
    '\u0000',
    '2.0',
    '"F4"',
    '"I64"',
  ],
].map(text => new TextEncoder().encode(text))

const spliced = (bytes: Uint8Array, at: number, without: number, piece: Uint8Array): Uint8Array => {
  const changed = new Uint8Array(bytes.length - without + piece.length)
  changed.set(bytes.subarray(0, at))
  changed.set(piece, at)
  changed.set(bytes.subarray(at + without), at + piece.length)
  return changed
}

/** Whether the length of the header is put right after the change, so that more than the first rules are reached. */
const withLength = (bytes: Uint8Array, change: number): Uint8Array => {
  if (bytes.length < 8) return bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  view.setBigUint64(0, BigInt.asUintN(64, view.getBigUint64(0, true) + BigInt(change)), true)
  return bytes
}

const mutated = (random: (below: number) => number): Uint8Array => {
  let bytes: Uint8Array = (seeds[random(seeds.length)] as Uint8Array).slice()
  for (let changes = 1 + random(3); changes > 0 && bytes.length > 0; changes--) {
    const at = random(bytes.length)
    switch (random(5)) {
      case 0:
        bytes[at] = random(256)
        break
      case 1:
        bytes[at] = (bytes[at] as number) ^ (1 << random(8))
        break
      case 2: {
        const piece = pieces[random(pieces.length)] as Uint8Array
        bytes = withLength(spliced(bytes, at, 0, piece), random(2) * piece.length)
        break
      }
      case 3: {
        const without = Math.min(1 + random(6), bytes.length - at)
        bytes = withLength(spliced(bytes, at, without, new Uint8Array(0)), -random(2) * without)
        break
      }
      default: {
        const piece = bytes.slice(at, at + 1 + random(40))
        bytes = withLength(spliced(bytes, random(bytes.length), 0, piece), random(2) * piece.length)
      }
    }
  }
  return bytes
}

/** What is wrong with the answer to a file; `null` if nothing is. */
const complaintAbout = (bytes: Uint8Array): string | null => {
  const decoded = decodeSafetensors(bytes)
  if (isLeft(decoded)) {
    const error = decoded.left
    if ('byte' in error && !(error.byte >= 0 && error.byte <= bytes.length)) return `the byte ${error.byte}`
    const sentence = showSafetensorsError(error)
    return /\.$/.test(sentence) && sentence.length < 1500 ? null : sentence
  }
  const { tensors, metadata } = decoded.right
  const memory = Object.values(tensors).reduce((sum, x) => sum + toValues(x).byteLength, 0)
  if (memory > 2 * bytes.length) return `${memory} bytes of memory for a file of ${bytes.length}`
  const again = decodeSafetensors(encodeSafetensors({ metadata })(tensors))
  return isLeft(again) ? showSafetensorsError(again.left) : null
}

/** The first of so many mutated files that is answered wrongly, and what is wrong; and how many were read, and refused by which rules. */
export const tryMutated = (count: number, seed: number) => {
  const random = generator(seed)
  const rules = new Map<string, number>()
  for (let i = 0; i < count; i++) {
    const bytes = mutated(random)
    const decoded = decodeSafetensors(bytes)
    const outcome = isLeft(decoded)
      ? decoded.left._tag === 'RuleBroken'
        ? decoded.left.rule
        : decoded.left._tag
      : 'read'
    rules.set(outcome, (rules.get(outcome) ?? 0) + 1)
    const complaint = complaintAbout(bytes)
    if (complaint !== null) return { complaint, file: Array.from(bytes), rules }
  }
  return { complaint: null, file: null, rules }
}
