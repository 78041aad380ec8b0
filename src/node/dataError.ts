/**
 * Errors in a data file: a sum of cases, each of which says what, where and how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, type Cases, errorOf } from '../codec/contract.ts'
import { type CsvError, csvCases, csvPlace, csvSentence } from '../codec/csvError.ts'
import { type FormatError, formatCases, showFormatError } from '../codec/formatError.ts'
import { type ParquetError, parquetCases, parquetSentence } from '../codec/parquetError.ts'
import { type OnnxError, onnxCases, showOnnxError } from '../onnx/file/onnxError.ts'
import { type ModelMismatch, mismatchText, modelCases } from '../safetensors/modelError.ts'
import {
  type SafetensorsError,
  safetensorsCases,
  showSafetensorsError,
} from '../safetensors/safetensorsError.ts'
import { type Arguments, needs, takes } from '../tensor/contract/index.ts'

/**
 * The digest that the bytes of a file must have, in hexadecimal.
 *
 * @category Errors
 * @since 0.1.0
 */
export type Checksum = { readonly md5: string } | { readonly sha256: string }

/**
 * A format error, or another, with the file that has it.
 *
 * @category Errors
 * @since 0.1.0
 */
export type FormatErrorIn<E = FormatError> = E extends unknown ? E & { readonly path: string } : never

/**
 * A reason why a data file could not be read, with the file and, as far as there is one, the place in it.
 *
 * @category Errors
 * @since 0.1.0
 */
export type DataError =
  | { readonly _tag: 'FileMissing'; readonly path: string }
  | { readonly _tag: 'FileUnreadable'; readonly path: string; readonly reason: string }
  | { readonly _tag: 'FileUnwritable'; readonly path: string; readonly reason: string }
  /** The name ends in .gz, but the bytes are something else. */
  | { readonly _tag: 'NotGzip'; readonly path: string }
  | { readonly _tag: 'GzipTruncated'; readonly path: string }
  | { readonly _tag: 'GzipCorrupt'; readonly path: string; readonly reason: string }
  /** The bytes, as stored, have another digest than they should. */
  | {
      readonly _tag: 'ChecksumMismatch'
      readonly path: string
      readonly algorithm: string
      readonly expected: string
      readonly found: string
    }
  /** A compressed file, whose rows are wanted in another order. */
  | { readonly _tag: 'OnlyInOrder'; readonly path: string }
  | { readonly _tag: 'NotAUrl'; readonly path: string; readonly url: string }
  /** No answer, or one that broke off, also when it was asked again. */
  | {
      readonly _tag: 'ConnectionFailed'
      readonly path: string
      readonly url: string
      readonly reason: string
    }
  /** `onProgress` threw. */
  | { readonly _tag: 'ProgressFailed'; readonly path: string; readonly reason: string }
  /** The server answers, but not with the file. */
  | { readonly _tag: 'HttpStatus'; readonly path: string; readonly url: string; readonly status: number }
  /** The bytes are not an array, or another array than was wanted. */
  | FormatErrorIn
  /** The bytes are not a file of tensors, or have other tensors than were wanted. */
  | FormatErrorIn<SafetensorsError>
  /** The file holds another model. */
  | FormatErrorIn<ModelMismatch>
  /** The bytes are not a model of ONNX, or one that cannot be read. */
  | FormatErrorIn<OnnxError>
  /** A Parquet file, or a column of it, could not be read. */
  | FormatErrorIn<ParquetError>
  /** An index of files of tensors is wrong, or is not one of these files. */
  | { readonly _tag: 'IndexBroken'; readonly path: string; readonly byte: number; readonly reason: string }
  /** Another file is at the path than when it was looked into. */
  | { readonly _tag: 'FileChanged'; readonly path: string }
  /** The bytes are no UTF-8 text. */
  | { readonly _tag: 'NotText'; readonly path: string }
  /** The text is not a table, or another table than was wanted. */
  | FormatErrorIn<CsvError>

const sentence = (error: DataError): string => {
  switch (error._tag) {
    case 'FileMissing':
      return 'there is no such file. Check the path.'
    case 'FileUnreadable':
      return `the file cannot be read (${error.reason}). Check that it is a file and that you may read it.`
    case 'FileUnwritable':
      return `the file cannot be written (${error.reason}). Check the folder, its permissions and the space on the disk.`
    case 'NotGzip':
      return 'the file is not gzip, though its name ends in .gz. Rename it, or compress it with gzip.'
    case 'GzipTruncated':
      return 'the gzip data end too early. Get a complete copy.'
    case 'GzipCorrupt':
      return `the gzip data are damaged (${error.reason}). Get an intact copy.`
    case 'ChecksumMismatch':
      return (
        `the ${error.algorithm} of the file is ${error.found} instead of ${error.expected}. Get an intact copy, or ` +
        'check which version it should be.'
      )
    case 'OnlyInOrder':
      return 'the file is compressed, so that its rows can be read in order only. Decompress it, or do not shuffle.'
    case 'NotAUrl':
      return `'${error.url}' is not an http or https address. Mend the address.`
    case 'ConnectionFailed':
      return (
        `the file cannot be got from ${error.url} (${error.reason}). Check the network and run it again, or put the file ` +
        'there by hand.'
      )
    case 'ProgressFailed':
      return `the download was ended by onProgress, which threw ${error.reason}. Mend that function.`
    case 'HttpStatus':
      return `${error.url} answers with status ${error.status}. Check the address, or put the file there by hand.`
    case 'NotText':
      return 'the file is not UTF-8 text. Convert it, or add .gz to its name if it is compressed.'
    case 'FileEmpty':
    case 'CsvMalformed':
    case 'WrongHeader':
    case 'ColumnMissing':
    case 'ColumnTwice':
    case 'WrongColumnCount':
    case 'BadField':
    case 'BadRow':
      return csvSentence(error)
    case 'RuleBroken':
    case 'ElementsUnsupported':
    case 'TensorTooLarge':
    case 'IntegerOutOfRange':
    case 'TensorMissing':
    case 'TensorMisfit':
    case 'TensorsTooLarge':
      return showSafetensorsError(error)
    case 'BadBytes':
    case 'BadModel':
    case 'BadNode':
    case 'Unsupported':
    case 'ExternalData':
    case 'UnknownInput':
      return showOnnxError(error)
    case 'ParquetReaderMissing':
    case 'BadParquet':
    case 'ParquetColumnMissing':
    case 'ParquetColumnUnsupported':
    case 'ParquetValue':
      return parquetSentence(error)
    case 'ModelMismatch':
      return mismatchText(error)
    case 'IndexBroken':
      return (
        `byte ${error.byte}: the index is wrong: ${error.reason}. Get the index and its files again, all of one version, or read ` +
        'the files one by one.'
      )
    case 'FileChanged':
      return 'the file is another one than when it was opened. Open it again.'
    default:
      return showFormatError(error)
  }
}

const place = (error: DataError): string => {
  switch (error._tag) {
    case 'CsvMalformed':
    case 'WrongHeader':
    case 'ColumnMissing':
    case 'ColumnTwice':
    case 'WrongColumnCount':
    case 'BadField':
    case 'BadRow':
      return `${error.path}, ${csvPlace(error)}`
    default:
      return error.path
  }
}

const path = anyText
const reason = anyText

/** What the cases have that are of files, in addition to those of what is in them. */
const fileCases = {
  FileMissing: { path },
  FileUnreadable: { path, reason },
  FileUnwritable: { path, reason },
  NotGzip: { path },
  GzipTruncated: { path },
  GzipCorrupt: { path, reason },
  ChecksumMismatch: { path, algorithm: anyText, expected: anyText, found: anyText },
  OnlyInOrder: { path },
  NotAUrl: { path, url: anyText },
  ConnectionFailed: { path, url: anyText, reason },
  ProgressFailed: { path, reason },
  HttpStatus: { path, url: anyText, status: needs.number },
  NotText: { path },
  IndexBroken: { path, byte: needs.number, reason },
  FileChanged: { path },
} as const satisfies Cases<
  Exclude<
    DataError,
    FormatErrorIn<FormatError | CsvError | SafetensorsError | ModelMismatch | OnnxError | ParquetError>
  >
>

const within = (cases: Readonly<Record<string, Arguments>>): Readonly<Record<string, Arguments>> =>
  Object.fromEntries(Object.entries(cases).map(([tag, entries]) => [tag, { path, ...entries }]))

/** What `showDataError` takes. */
export const dataError = errorOf(
  {
    ...fileCases,
    ...within(csvCases),
    ...within(formatCases),
    ...within(safetensorsCases),
    ...within(modelCases),
    ...within(onnxCases),
    ...within(parquetCases),
  },
  'a function that reads or writes files',
)

/**
 * A data error in one line: the place, what is wrong there and how to mend it.
 *
 * @category Errors
 * @since 0.1.0
 */
export const showDataError = takes('showDataError', { error: dataError }, () => lineOf)

const lineOf = (error: DataError): string => `${place(error)}: ${sentence(error)}`

/**
 * Shows data errors: the fp-ts instance of `showDataError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowDataError: Show<DataError> = { show: showDataError }
