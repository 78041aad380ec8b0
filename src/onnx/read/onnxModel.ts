/**
 * Models from files, and how a file is read.
 *
 * @module
 */
import type { ShapeOf } from '../../codec/arrayPattern.ts'
import type { SizePattern } from '../../codec/formatError.ts'
import type { Layer } from '../../layer/layer.ts'
import type { Model } from '../../layer/model.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import type { OnnxTensor } from './declared.ts'
import type { ExternalFiles } from './external.ts'
import type { KnownInput } from './knownInput.ts'

/**
 * The parameters of a model from a file: its float tensors by name.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type OnnxParams = { readonly [name: string]: Tensor }

/**
 * What a model from a file takes or gives: a tensor, or several by name.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type OnnxInput = AnyTensor | { readonly [name: string]: AnyTensor }

/**
 * What a model takes or gives where the sizes of its only input or output are stated.
 *
 * @category Models from files
 * @since 0.1.0
 */
export type OnnxShaped<P> = P extends SizePattern ? Tensor<ShapeOf<P>> : OnnxInput

/**
 * A model from a file: a layer, its parameters as they are in the file, and what the file says of inputs and outputs.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxModel<A = OnnxInput, B = OnnxInput> {
  /** The layer. Its `init` gives the numbers of the file, whatever the key. */
  readonly layer: Layer<A, B, OnnxParams>
  /** The parameters as they are in the file: floats of 16 bits as f32. */
  readonly model: Model<OnnxParams>
  /** The inputs that it takes: those that are not known. */
  readonly inputs: readonly OnnxTensor[]
  readonly outputs: readonly OnnxTensor[]
  /** The version of the operators. */
  readonly opset: number
}

/**
 * How a model file is read.
 *
 * @category Models from files
 * @since 0.1.0
 */
export interface OnnxOptions<I = SizePattern | undefined, O = SizePattern | undefined> {
  /** Inputs that are known: they decide over shapes or branches, and the layer takes the others. Defaults to none. */
  readonly known?: { readonly [input: string]: KnownInput }
  /** The sizes of the input, if there is only one, null where any will do: then the layer's type has them. Defaults to those of the file. */
  readonly input?: I
  /** The sizes of the output, if there is only one, null where any will do: then the layer's type has them. Defaults to any. */
  readonly output?: O
  /** The files that tensors' numbers are in, by the paths in the model. Defaults to none. */
  readonly external?: ExternalFiles
  /** The name of the layer. Defaults to that of the graph, or 'onnx'. */
  readonly name?: string
}
