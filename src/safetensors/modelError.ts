/**
 * Errors of model files: those of their format, and what keeps them from being files of the model.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, errorOf } from '../codec/contract.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Mismatch } from '../tensor/function/restore.ts'
import { quoted, type SafetensorsError, safetensorsCases, showSafetensorsError } from './safetensorsError.ts'

/**
 * The file is right, but has the parameters and state of another model: every entry that is missing, not expected, or of another form.
 *
 * @category Errors
 * @since 0.1.0
 */
export interface ModelMismatch {
  readonly _tag: 'ModelMismatch'
  /** The name of the model that the file says it holds; `null` if it does not say. */
  readonly found: string | null
  /** The name of the model that was wanted. */
  readonly expected: string
  readonly mismatches: readonly Mismatch[]
}

/**
 * A reason why a file does not hold a model.
 *
 * @category Errors
 * @since 0.1.0
 */
export type ModelFileError = SafetensorsError | ModelMismatch

/** The cases of a mismatch. */
export const modelCases = {
  ModelMismatch: {
    found: needs.described('a text or null', x => x === null || typeof x === 'string'),
    expected: anyText,
    mismatches: needs.listOf(
      needs.described(
        'a mismatch',
        x => typeof x === 'object' && x !== null && Array.isArray(Reflect.get(x, 'path')),
      ),
      'mismatches',
    ),
  },
} as const

/** What does not fit in an entry, by the name that it has in a file. */
export const mismatchLine = (mismatch: Mismatch): string => {
  const name = quoted(mismatch.path.map(String).join('.'))
  switch (mismatch._tag) {
    case 'Missing':
      return `${name} is missing: ${mismatch.expected} is expected`
    case 'Surplus':
      return `${name} is not expected: it is ${mismatch.found}`
    default:
      return `${name} is ${mismatch.found}, but ${mismatch.expected} is expected`
  }
}

const said = (name: string | null): string =>
  name === null ? 'which does not say what it holds' : `which says it holds ${quoted(name)}`

/** What is wrong, an entry a line, and how to mend it. */
export const mismatchText = ({ found, expected, mismatches }: ModelMismatch): string =>
  [
    `the file, ${said(found)}, is not one of the model ${quoted(expected)}:`,
    ...mismatches.map(mismatch => `  ${mismatchLine(mismatch)}`),
    'Read it with the model that it was written with, or read its tensors by name and choose among them.',
  ].join('\n')

/** What `showModelFileError` takes. */
const modelFileError = errorOf({ ...safetensorsCases, ...modelCases }, 'a reader of models')

/**
 * What is wrong with a model file: a line, or, if it is one of another model, a line for each entry that does not fit.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { dense, init, key } from 'pullback'
 * import { decodeModel, encodeModel, showModelFileError } from 'pullback/safetensors'
 * const bytes = encodeModel(dense(4, 3))(init(dense(4, 3))(key(0)))
 * const model = decodeModel(dense(4, 2))(bytes)
 * if (isLeft(model)) console.log(showModelFileError(model.left)) // "params.w" is f32[4, 3], but f32[4, 2] is expected …
 *
 * @category Errors
 * @since 0.1.0
 */
export const showModelFileError = takes('showModelFileError', { error: modelFileError }, () => textOf)

const textOf = (error: ModelFileError): string =>
  error._tag === 'ModelMismatch' ? mismatchText(error) : showSafetensorsError(error)

/**
 * Shows errors of model files: the fp-ts instance of `showModelFileError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowModelFileError: Show<ModelFileError> = { show: showModelFileError }
