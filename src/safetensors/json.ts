/**
 * JSON (RFC 8259), read strictly: with the place of everything, integers as they are written, no name twice, and no halves of
 * characters. `JSON.parse` keeps the last of two names, rounds integers, and does not tell 2.0 from 2.
 *
 * @module
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { textOfValid } from '../codec/utf8.ts'

/** A value, and the byte that it begins at. */
export type Json =
  | { readonly kind: 'object'; readonly at: number; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Json[] }
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  /** A number as it is written. */
  | { readonly kind: 'number'; readonly at: number; readonly text: string }
  | { readonly kind: 'word'; readonly at: number; readonly text: 'true' | 'false' | 'null' }

/** An entry of an object. */
export interface Member {
  readonly name: string
  readonly at: number
  readonly value: Json
}

/** Which rule a text breaks, where, and how. */
export interface JsonError {
  readonly rule: 'json' | 'depth' | 'characters' | 'names'
  readonly at: number
  /** The entry of the outermost object that it is in; `null` if it is in none. */
  readonly within: string | null
  readonly reason: string
}

/** How many objects and lists may lie in each other. */
export const deepestJson = 128

/** How long a list may be: beyond any shape, and short of filling the memory with what is read. */
const longestList = 2 ** 20

class Fault {
  readonly error: JsonError

  constructor(error: JsonError) {
    this.error = error
  }
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** What stands at a place, for a sentence. */
const shown = (bytes: Uint8Array, at: number): string => {
  const byte = bytes[at]
  if (byte === undefined) return 'the end'
  return byte > 0x20 && byte < 0x7f
    ? `'${String.fromCharCode(byte)}'`
    : `the byte ${byte.toString(16).padStart(2, '0')}`
}

const escapes: ReadonlyMap<number, string> = new Map(
  [...'"\\/bfnrt'].map((letter, i) => [letter.charCodeAt(0), '"\\/\b\f\n\r\t'[i] as string]),
)

const words = ['true', 'false', 'null'] as const

class Reader {
  at = 0
  within: string | null = null
  readonly bytes: Uint8Array
  /** What is added to places: where the bytes begin in a file. */
  readonly base: number

  constructor(bytes: Uint8Array, base: number) {
    this.bytes = bytes
    this.base = base
  }

  fail(rule: JsonError['rule'], at: number, reason: string): never {
    throw new Fault({ rule, at: this.base + at, within: this.within, reason })
  }

  expected(what: string): never {
    return this.fail('json', this.at, `${what} is expected, but there is ${shown(this.bytes, this.at)}`)
  }

  skipSpaces(): void {
    while (isSpace(this.bytes[this.at])) this.at++
  }

  /** Whether this byte comes next; it is passed over then, with spaces around it. */
  takes(byte: number): boolean {
    this.skipSpaces()
    if (this.bytes[this.at] !== byte) return false
    this.at++
    this.skipSpaces()
    return true
  }

  /** Whether a list or an object ends here. */
  ends(byte: number): boolean {
    if (this.bytes[this.at] !== byte) return false
    this.at++
    return true
  }

  value(depth: number): Json {
    const from = this.at
    const at = this.base + from
    const byte = this.bytes[from]
    if (byte === quote) return { kind: 'text', at, text: this.text() }
    if (byte === 0x7b || byte === 0x5b) {
      if (depth === deepestJson)
        this.fail('depth', from, `objects and lists lie more than ${deepestJson} levels deep`)
      this.at++
      this.skipSpaces()
      return byte === 0x7b
        ? { kind: 'object', at, members: this.members(depth + 1) }
        : { kind: 'list', at, items: this.items(depth + 1) }
    }
    if (byte === 0x2d || isDigit(byte)) return { kind: 'number', at, text: this.number() }
    const word = words.find(text => [...text].every((c, i) => this.bytes[from + i] === c.charCodeAt(0)))
    if (word === undefined) return this.expected('a value')
    this.at += word.length
    return { kind: 'word', at, text: word }
  }

  items(depth: number): readonly Json[] {
    const items: Json[] = []
    if (this.ends(0x5d)) return items
    do {
      if (items.length === longestList)
        this.fail('json', this.at, `a list has more than ${longestList} entries, which no header needs`)
      items.push(this.value(depth))
    } while (this.takes(comma))
    if (!this.ends(0x5d)) this.expected("',' or ']'")
    return items
  }

  members(depth: number): readonly Member[] {
    const members: Member[] = []
    const names = new Set<string>()
    if (this.ends(0x7d)) return members
    do {
      const from = this.at
      if (this.bytes[from] !== quote) this.expected('a name in double quotes')
      const name = this.text()
      if (depth === 1) this.within = name
      if (names.has(name)) this.fail('names', from, `the name ${JSON.stringify(name)} is there twice`)
      names.add(name)
      if (!this.takes(colon)) this.expected("':'")
      members.push({ name, at: this.base + from, value: this.value(depth) })
      if (depth === 1) this.within = null
    } while (this.takes(comma))
    if (!this.ends(0x7d)) this.expected("',' or '}'")
    return members
  }

  digits(): void {
    if (!isDigit(this.bytes[this.at])) this.expected('a digit')
    while (isDigit(this.bytes[this.at])) this.at++
  }

  number(): string {
    const from = this.at
    if (this.bytes[this.at] === 0x2d) this.at++
    if (this.bytes[this.at] === 0x30) {
      this.at++
      if (isDigit(this.bytes[this.at])) this.fail('json', from, 'a number begins with 0')
    } else this.digits()
    if (this.bytes[this.at] === 0x2e) {
      this.at++
      this.digits()
    }
    if (this.bytes[this.at] === 0x65 || this.bytes[this.at] === 0x45) {
      this.at++
      if (this.bytes[this.at] === 0x2b || this.bytes[this.at] === 0x2d) this.at++
      this.digits()
    }
    return textOfValid(this.bytes.subarray(from, this.at))
  }

  /** Four hexadecimal digits. */
  unit(): number {
    // Byte by byte, as a character may begin among them that does not end there.
    const digits = String.fromCharCode(...this.bytes.subarray(this.at, this.at + 4))
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.expected('four hexadecimal digits')
    this.at += 4
    return Number.parseInt(digits, 16)
  }

  escape(): string {
    const from = this.at++
    const letter = this.bytes[this.at++]!
    const plain = escapes.get(letter)
    if (plain !== undefined) return plain
    if (letter !== 0x75)
      this.fail('json', from, `${shown(this.bytes, from + 1)} is not an escape after a backslash`)
    const unit = this.unit()
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit)
    const isPair = unit < 0xdc00 && this.bytes[this.at] === backslash && this.bytes[this.at + 1] === 0x75
    if (isPair) {
      this.at += 2
      const other = this.unit()
      if (other >= 0xdc00 && other <= 0xdfff) return String.fromCharCode(unit, other)
    }
    return this.fail('characters', from, 'there is half of a character, a lone surrogate')
  }

  text(): string {
    const begin = this.at++
    let text = ''
    for (let from = this.at; ; ) {
      const byte = this.bytes[this.at]
      if (byte !== undefined && byte >= 0x20 && byte !== quote && byte !== backslash) {
        this.at++
        continue
      }
      text += textOfValid(this.bytes.subarray(from, this.at))
      if (byte === quote) break
      if (byte === undefined) this.fail('json', begin, 'a text has no end')
      if (byte !== backslash) this.expected('a character, or an escape for it,')
      text += this.escape()
      from = this.at
    }
    this.at++
    return text
  }

  whole(): Json {
    this.skipSpaces()
    const value = this.value(0)
    this.skipSpaces()
    if (this.at < this.bytes.length)
      this.fail('json', this.at, `there is ${shown(this.bytes, this.at)} behind the end`)
    return value
  }
}

/** The value that bytes spell which are known to be UTF-8; places count from where the bytes begin in a file. */
export const readJson = (bytes: Uint8Array, base = 0): Either<JsonError, Json> => {
  try {
    return right(new Reader(bytes, base).whole())
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    return left(fault.error)
  }
}
