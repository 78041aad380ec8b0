/**
 * The messages of a model file, named as in ONNX's own definition (onnx.proto of ONNX 1.23, Apache-2.0): what a field is absent of is
 * undefined, and what is repeated is a list. Integers of 64 bits are bigints.
 *
 * @module
 */

export interface Model {
  readonly ir_version?: bigint
  readonly producer_name?: string
  readonly producer_version?: string
  readonly domain?: string
  readonly model_version?: bigint
  readonly doc_string?: string
  readonly graph?: Graph
  readonly opset_import: readonly OperatorSetId[]
  readonly metadata_props: readonly Entry[]
  readonly training_info: readonly unknown[]
  readonly functions: readonly FunctionMessage[]
}

export interface OperatorSetId {
  readonly domain?: string
  readonly version?: bigint
}

export interface Entry {
  readonly key?: string
  readonly value?: string
}

export interface Graph {
  readonly node: readonly Node[]
  readonly name?: string
  readonly initializer: readonly TensorMessage[]
  readonly doc_string?: string
  readonly input: readonly ValueInfo[]
  readonly output: readonly ValueInfo[]
  readonly value_info: readonly ValueInfo[]
  readonly sparse_initializer: readonly unknown[]
}

export interface FunctionMessage {
  readonly name?: string
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly attribute: readonly string[]
  readonly attribute_proto: readonly Attribute[]
  readonly node: readonly Node[]
  readonly opset_import: readonly OperatorSetId[]
  readonly domain?: string
  readonly overload?: string
}

export interface Node {
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly name?: string
  readonly op_type?: string
  readonly domain?: string
  readonly overload?: string
  readonly attribute: readonly Attribute[]
}

export interface Attribute {
  readonly name?: string
  readonly ref_attr_name?: string
  readonly type?: number
  readonly f?: number
  readonly i?: bigint
  readonly s?: Uint8Array
  readonly t?: TensorMessage
  readonly g?: Graph
  readonly floats: readonly number[]
  readonly ints: readonly bigint[]
  readonly strings: readonly Uint8Array[]
  readonly tensors: readonly TensorMessage[]
  readonly graphs: readonly Graph[]
}

export interface TensorMessage {
  readonly dims: readonly bigint[]
  readonly data_type?: number
  readonly segment?: unknown
  readonly float_data: readonly number[]
  readonly int32_data: readonly number[]
  readonly string_data: readonly Uint8Array[]
  readonly int64_data: readonly bigint[]
  readonly name?: string
  readonly raw_data?: Uint8Array
  readonly double_data: readonly number[]
  readonly uint64_data: readonly bigint[]
  readonly external_data: readonly Entry[]
  readonly data_location?: number
}

export interface ValueInfo {
  readonly name?: string
  readonly type?: TypeMessage
}

export interface TypeMessage {
  readonly tensor_type?: TensorType
  readonly sequence_type?: unknown
  readonly map_type?: unknown
  readonly opaque_type?: unknown
  readonly sparse_tensor_type?: unknown
  readonly optional_type?: { readonly elem_type?: TypeMessage }
}

export interface TensorType {
  readonly elem_type?: number
  readonly shape?: { readonly dim: readonly Dimension[] }
}

export interface Dimension {
  readonly dim_value?: bigint
  readonly dim_param?: string
}
