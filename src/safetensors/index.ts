/**
 * pullback/safetensors: the format of tensors by name that other frameworks write and read (https://github.com/huggingface/safetensors),
 * from bytes and as bytes, in any host, and model files in it.
 *
 * @module
 */
export { decodeSafetensors, type Safetensors, type SafetensorsPattern } from './decode.ts'
export type { SafetensorsElement } from './elementType.ts'
export { encodeSafetensors, type NamedTensors, type SafetensorsOptions } from './encode.ts'
export type { SafetensorsEntry, SafetensorsHeader } from './header.ts'
export {
  type ModelFileError,
  type ModelMismatch,
  ShowModelFileError,
  showModelFileError,
} from './modelError.ts'
export { decodeModel, encodeModel, type LoadedModel, type ModelFileOptions } from './modelFile.ts'
export { tensorsOf, treeOf } from './names.ts'
export {
  type SafetensorsError,
  type SafetensorsRule,
  ShowSafetensorsError,
  showSafetensorsError,
} from './safetensorsError.ts'
