/**
 * Errors in the bytes of an array file: a sum of cases, each of which says what, where and how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { needs, takes } from '../tensor/contract/index.ts'
import type { DType } from '../tensor/dtype.ts'
import { anyText, type Cases, errorOf, sizePattern, texts } from './contract.ts'

/**
 * The array formats that are read and written.
 *
 * @category Errors
 * @since 0.1.0
 */
export type ArrayFormat = 'IDX' | 'npy'

/**
 * A size that is known, or `null` where any will do.
 *
 * @category Errors
 * @since 0.1.0
 */
export type SizePattern = readonly (number | null)[]

/**
 * A reason why bytes are not an array, or another array than was wanted.
 *
 * @category Errors
 * @since 0.1.0
 */
export type FormatError =
  /** The first bytes, in hexadecimal, are not those that the format begins with. */
  | { readonly _tag: 'BadMagic'; readonly format: ArrayFormat; readonly found: string }
  /** The format itself is right, but the header says something impossible, or something that tensors cannot hold. */
  | { readonly _tag: 'BadHeader'; readonly format: ArrayFormat; readonly reason: string }
  /** Fewer bytes than the header announces, itself included. */
  | {
      readonly _tag: 'Truncated'
      readonly format: ArrayFormat
      readonly expected: number
      readonly found: number
    }
  /** More bytes than the header announces, itself included. */
  | { readonly _tag: 'TrailingBytes'; readonly format: ArrayFormat; readonly expected: number }
  | { readonly _tag: 'WrongDType'; readonly expected: DType; readonly found: DType }
  | { readonly _tag: 'WrongShape'; readonly expected: SizePattern; readonly found: readonly number[] }
  /** An integer that does not fit 32 bits with a sign; the position counts elements in the file's order, from 0. */
  | { readonly _tag: 'OutOfRange'; readonly position: number; readonly value: bigint }
  /** The archive is damaged, or is none. */
  | { readonly _tag: 'ZipCorrupt'; readonly reason: string }
  /** An archive has other arrays than the one that is wanted. */
  | { readonly _tag: 'ArrayMissing'; readonly name: string; readonly found: readonly string[] }
  /** More than `limit` bytes, after decompression. */
  | { readonly _tag: 'TooLarge'; readonly limit: number }

/** The error of a file that begins with other bytes than its format does. */
export const badMagic = (format: ArrayFormat, beginning: Uint8Array): FormatError => ({
  _tag: 'BadMagic',
  format,
  found: Array.from(beginning, byte => byte.toString(16).padStart(2, '0')).join(' '),
})

const beginnings: Readonly<Record<ArrayFormat, string>> = {
  IDX: '00 00, a type code and the number of axes',
  npy: '93 4e 55 4d 50 59 (\\x93NUMPY)',
}

const showPattern = (sizes: SizePattern): string => `[${sizes.map(size => size ?? 'any').join(', ')}]`

const format = needs.oneOf('IDX', 'npy')

/** What each case has. */
export const formatCases: Cases<FormatError> = {
  BadMagic: { format, found: anyText },
  BadHeader: { format, reason: anyText },
  Truncated: { format, expected: needs.number, found: needs.number },
  TrailingBytes: { format, expected: needs.number },
  WrongDType: { expected: needs.dtype, found: needs.dtype },
  WrongShape: { expected: sizePattern, found: sizePattern },
  OutOfRange: { position: needs.number, value: needs.described('a bigint', x => typeof x === 'bigint') },
  ZipCorrupt: { reason: anyText },
  ArrayMissing: { name: anyText, found: texts },
  TooLarge: { limit: needs.number },
}

/** What `showFormatError` takes. */
export const formatError = errorOf(formatCases, 'a decoder of arrays')

/**
 * A format error in one sentence or two: what is wrong and how to mend it.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showFormatError = takes('showFormatError', { error: formatError }, () => sentenceOf)

const sentenceOf = (error: FormatError): string => {
  switch (error._tag) {
    case 'BadMagic':
      return (
        `the bytes begin with ${error.found || 'nothing'}, but ${error.format} begins with ${beginnings[error.format]}. ` +
        'Check that it is the right file, and decompressed or named .gz.'
      )
    case 'BadHeader':
      return `the ${error.format} header is wrong: ${error.reason}. Get an intact copy, or convert the file.`
    case 'Truncated':
      return (
        `the ${error.format} data end after ${error.found} bytes, but the header announces ${error.expected}. ` +
        'Get a complete copy.'
      )
    case 'TrailingBytes':
      return (
        `there are bytes after the ${error.expected} that the ${error.format} header announces. Get an intact copy, or ` +
        'cut the file.'
      )
    case 'WrongDType':
      return `the elements are ${error.found}, but ${error.expected} is wanted. Ask for ${error.found}, and convert.`
    case 'WrongShape':
      return (
        `the array is ${showPattern(error.found)}, but ${showPattern(error.expected)} is wanted. Check that it is the ` +
        'right file, or ask for another shape.'
      )
    case 'OutOfRange':
      return (
        `element ${error.position} is ${error.value}, which does not fit an i32. Save the array as float64, or ` +
        'subtract an offset.'
      )
    case 'ZipCorrupt':
      return `the zip archive is damaged, or is none (${error.reason}). Get an intact copy.`
    case 'ArrayMissing':
      return `there is no array '${error.name}', only ${error.found.map(name => `'${name}'`).join(', ') || 'none'}. Check the name.`
    case 'TooLarge':
      return `the content is longer than ${error.limit} bytes. Raise maxBytes if you trust the file.`
  }
}

/**
 * Shows format errors: the fp-ts instance of `showFormatError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowFormatError: Show<FormatError> = { show: showFormatError }
