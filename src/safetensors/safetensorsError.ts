/**
 * Errors in the bytes of a safetensors file: each says which tensor, which rule of the format, at which byte, and how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, type Cases, errorOf, texts } from '../codec/contract.ts'
import { type FormatError, formatError, showFormatError } from '../codec/formatError.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { readElements } from './elementType.ts'

/** What each rule of the format says, in the order in which they are checked. */
const statements = {
  length: 'a file begins with the length of its header, in 8 bytes',
  headerLength: 'a header has up to 100,000,000 bytes',
  headerEnd: 'the header ends within the file',
  utf8: 'the header is UTF-8',
  brace: "the header begins with '{'",
  json: 'the header is one JSON object, with nothing but spaces behind it',
  depth: 'objects and lists lie up to 128 levels deep in each other',
  characters: 'texts have whole characters',
  names: 'no name is there twice',
  metadata: '__metadata__ is an object of texts',
  entry: 'each tensor is an object with dtype, shape and data_offsets',
  dtype: 'dtype is the name of an element type',
  shape: 'shape is a list of integers ≥ 0, written as integers',
  offsets: 'data_offsets are two integers ≥ 0, written as integers, the first not above the second',
  contiguous: 'the data of tensors lie one behind the other, from 0 on, without holes and overlaps',
  overflow: 'the elements of a tensor, and their bits, are counted in 64 bits',
  wholeBytes: 'a tensor takes whole bytes',
  size: 'a tensor has the bytes that its shape and its dtype take',
  end: 'the file ends where the data of the last tensor end',
} as const

/**
 * A rule of the format, by name.
 *
 * @category Errors
 * @since 0.1.0
 */
export type SafetensorsRule = keyof typeof statements

/**
 * A reason why bytes are not a safetensors file, or hold other tensors than were wanted. Bytes are counted from the beginning of the
 * file.
 *
 * @category Errors
 * @since 0.1.0
 */
export type SafetensorsError =
  /** A rule of the format is broken; the tensor is `null` where it is of none. */
  | {
      readonly _tag: 'RuleBroken'
      readonly rule: SafetensorsRule
      readonly tensor: string | null
      readonly byte: number
      readonly reason: string
    }
  /** The tensor is right, but has elements that tensors here do not hold exactly. */
  | {
      readonly _tag: 'ElementsUnsupported'
      readonly tensor: string
      readonly byte: number
      readonly elements: string
    }
  /** The tensor is right, but larger than tensors here can be. */
  | {
      readonly _tag: 'TensorTooLarge'
      readonly tensor: string
      readonly byte: number
      readonly reason: string
    }
  /** An integer that does not fit 32 bits with a sign; the position counts elements, from 0. */
  | {
      readonly _tag: 'IntegerOutOfRange'
      readonly tensor: string
      readonly byte: number
      readonly position: number
      readonly value: bigint
    }
  | { readonly _tag: 'TensorMissing'; readonly tensor: string; readonly found: readonly string[] }
  /** The tensor is there, with another element type or shape than was wanted. */
  | {
      readonly _tag: 'TensorMisfit'
      readonly tensor: string
      readonly byte: number
      readonly error: FormatError
    }
  /** More bytes than were allowed. */
  | { readonly _tag: 'TensorsTooLarge'; readonly limit: number; readonly bytes: number }

/** A broken rule. */
export const broken = (
  rule: SafetensorsRule,
  byte: number,
  reason: string,
  tensor: string | null = null,
): SafetensorsError => ({ _tag: 'RuleBroken', rule, tensor, byte, reason })

const mends: Readonly<Partial<Record<SafetensorsRule, string>>> = {
  length: 'Check that it is the right file, and get a complete copy.',
  headerLength: 'Check that it is a safetensors file, and not one of another format.',
  headerEnd: 'Check that it is a safetensors file, and get a complete copy.',
  end: 'Get a complete and intact copy.',
}

const mendOf = (rule: SafetensorsRule): string =>
  mends[rule] ?? 'Get an intact copy, or write the file again by a library of the format.'

/** A name as it can stand in a line, however long it is and whatever is in it. */
export const quoted = (name: string): string =>
  JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name)

const byte = needs.number
const tensor = anyText

/** What each case has. */
export const safetensorsCases: Cases<SafetensorsError> = {
  RuleBroken: {
    rule: needs.oneOf(...Object.keys(statements)),
    tensor: needs.described('a text or null', x => x === null || typeof x === 'string'),
    byte,
    reason: anyText,
  },
  ElementsUnsupported: { tensor, byte, elements: anyText },
  TensorTooLarge: { tensor, byte, reason: anyText },
  IntegerOutOfRange: {
    tensor,
    byte,
    position: needs.number,
    value: needs.described('a bigint', x => typeof x === 'bigint'),
  },
  TensorMissing: { tensor, found: texts },
  TensorMisfit: { tensor, byte, error: formatError },
  TensorsTooLarge: { limit: needs.number, bytes: needs.number },
}

/** What `showSafetensorsError` takes. */
export const safetensorsError = errorOf(safetensorsCases, 'a reader of safetensors')

/**
 * A safetensors error in one line: the tensor, the byte, what is wrong, the rule, and how to mend it.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { decodeSafetensors, showSafetensorsError } from 'pullback/safetensors'
 * const decoded = decodeSafetensors(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x5b, 0x5d))
 * if (isLeft(decoded)) console.log(showSafetensorsError(decoded.left))
 * // byte 8: there is '[' (the rule: the header begins with '{'). Get an intact copy, or write the file again by …
 *
 * @category Errors
 * @since 0.1.0
 */
export const showSafetensorsError = takes(
  'showSafetensorsError',
  { error: safetensorsError },
  () => sentenceOf,
)

const listed = (names: readonly string[]): string =>
  names.length === 0
    ? 'none'
    : `${names.slice(0, 20).map(quoted).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`

const sentenceOf = (error: SafetensorsError): string => {
  switch (error._tag) {
    case 'RuleBroken': {
      const of = error.tensor === null ? '' : `tensor ${quoted(error.tensor)}, `
      return `${of}byte ${error.byte}: ${error.reason} (the rule: ${statements[error.rule]}). ${mendOf(error.rule)}`
    }
    case 'ElementsUnsupported':
      return (
        `tensor ${quoted(error.tensor)}, byte ${error.byte}: its elements are ${error.elements}, and those that are read are ` +
        `${readElements.join(', ')}. Convert it where it was written, or read the other tensors by their names.`
      )
    case 'TensorTooLarge':
      return `tensor ${quoted(error.tensor)}, byte ${error.byte}: ${error.reason}. Read it in parts, or split it where it was written.`
    case 'IntegerOutOfRange':
      return (
        `tensor ${quoted(error.tensor)}, byte ${error.byte}: element ${error.position} is ${error.value}, which does not fit an ` +
        'i32. Save the tensor as F64, or subtract an offset.'
      )
    case 'TensorMissing':
      return `there is no tensor ${quoted(error.tensor)}, only ${listed(error.found)}. Check the name.`
    case 'TensorMisfit':
      return `tensor ${quoted(error.tensor)}, byte ${error.byte}: ${showFormatError(error.error)}`
    case 'TensorsTooLarge':
      return (
        `the tensors take ${error.bytes} bytes of memory, and up to ${error.limit} are allowed. Raise maxBytes if you trust the ` +
        'file, or read the tensors one by one.'
      )
  }
}

/**
 * Shows safetensors errors: the fp-ts instance of `showSafetensorsError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowSafetensorsError: Show<SafetensorsError> = { show: showSafetensorsError }
