/**
 * Reasons why bytes are not a model that can be read: a sum of cases, each of which says what, where and how to mend it.
 *
 * @module
 */
import type { Show } from 'fp-ts/lib/Show.js'
import { anyText, type Cases, errorOf } from '../../codec/contract.ts'
import { needs, takes } from '../../tensor/contract/index.ts'

/**
 * Where in a model something is: the node's name, its operator and its number among the nodes of its graph, counted from 0.
 *
 * @category Errors
 * @since 0.1.0
 */
export interface OnnxPlace {
  readonly node: string
  readonly operator: string
  readonly index: number
  readonly opset: number
}

/**
 * A reason why bytes are not a model, or not one that can be read.
 *
 * @category Errors
 * @since 0.1.0
 */
export type OnnxError =
  /** The bytes are not those of a model file: the message and field in which they part from the format, and the byte. */
  | { readonly _tag: 'BadBytes'; readonly where: string; readonly byte: number; readonly reason: string }
  /** The file says something impossible of a tensor, an input, an output or of the model as a whole. */
  | { readonly _tag: 'BadModel'; readonly where: string; readonly reason: string }
  /** A node says something impossible: an attribute of another type, a name that nothing gives, a cycle. */
  | { readonly _tag: 'BadNode'; readonly place: OnnxPlace; readonly reason: string }
  /** The node is right, but is not among what can be read. */
  | { readonly _tag: 'Unsupported'; readonly place: OnnxPlace; readonly reason: string }
  /** The numbers of a tensor are in another file that is not there, or may not be read. */
  | { readonly _tag: 'ExternalData'; readonly tensor: string; readonly reason: string }
  /** An input decides over shapes, so that it has to be known when the model is read. */
  | {
      readonly _tag: 'UnknownInput'
      readonly input: string
      readonly place: OnnxPlace
      readonly reason: string
    }

/** The name and number of a node. */
export const showPlace = ({ node, operator, index, opset }: OnnxPlace): string =>
  `node ${index}${node === '' ? '' : ` '${node}'`} (${operator}, opset ${opset})`

const place = needs.record({ node: anyText, operator: anyText, index: needs.number, opset: needs.number })

/** What each case has. */
export const onnxCases: Cases<OnnxError> = {
  BadBytes: { where: anyText, byte: needs.number, reason: anyText },
  BadModel: { where: anyText, reason: anyText },
  BadNode: { place, reason: anyText },
  Unsupported: { place, reason: anyText },
  ExternalData: { tensor: anyText, reason: anyText },
  UnknownInput: { input: anyText, place, reason: anyText },
}

const error = errorOf(onnxCases, 'fromOnnx')

/**
 * What is wrong with a model file in one sentence or two, with the place and how to mend it.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { fromOnnx, showOnnxError } from 'pullback/onnx'
 * const read = fromOnnx(new Uint8Array([8, 8]))
 * if (isLeft(read)) console.log(showOnnxError(read.left)) // the model has no graph. …
 *
 * @category Errors
 * @since 0.1.0
 */
export const showOnnxError = takes('showOnnxError', { error }, () => sentenceOf)

const sentenceOf = (error: OnnxError): string => {
  switch (error._tag) {
    case 'BadBytes':
      return `byte ${error.byte}, in ${error.where}: ${error.reason}. Check that it is an ONNX file, and get an intact copy.`
    case 'BadModel':
      return `${error.where}: ${error.reason}. Export the model again, and check it with onnx.checker.`
    case 'BadNode':
      return `${showPlace(error.place)}: ${error.reason}. Export the model again, and check it with onnx.checker.`
    case 'Unsupported':
      return (
        `${showPlace(error.place)}: ${error.reason}. The operators that are read are in docs/onnx.md; export the model with others, ` +
        'or take this node out.'
      )
    case 'ExternalData':
      return `the numbers of tensor '${error.tensor}' are in another file: ${error.reason}.`
    case 'UnknownInput':
      return (
        `${showPlace(error.place)}: ${error.reason}, which the input '${error.input}' decides. Give it when the model is read: ` +
        `fromOnnx(bytes, { known: { ${JSON.stringify(error.input)}: … } }).`
      )
  }
}

/**
 * Shows errors of model files: the fp-ts instance of `showOnnxError`.
 *
 * @category Errors
 * @since 0.1.0
 */
export const ShowOnnxError: Show<OnnxError> = { show: showOnnxError }
