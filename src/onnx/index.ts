/**
 * pullback/onnx: model files of ONNX as layers.
 *
 * @module
 */
export type { ElementType } from './file/elementType.ts'
export { type OnnxError, type OnnxPlace, ShowOnnxError, showOnnxError } from './file/onnxError.ts'
export type { OnnxTensor } from './read/declared.ts'
export type { ExternalFiles } from './read/external.ts'
export { fromOnnx } from './read/fromOnnx.ts'
export type { KnownInput } from './read/knownInput.ts'
export type { OnnxInput, OnnxModel, OnnxOptions, OnnxParams, OnnxShaped } from './read/onnxModel.ts'
export {
  type OnnxArgument,
  type OnnxFile,
  type OnnxFileOptions,
  type OnnxFunctionOptions,
  type OnnxPort,
  type OnnxRole,
  onnx,
} from './write/onnx.ts'
export { type OnnxModelOptions, onnxModel } from './write/onnxModel.ts'
export { type OnnxStepOptions, onnxStep } from './write/onnxStep.ts'
