/**
 * The fields of ONNX's messages by their numbers: the facts of onnx.proto (ONNX 1.23, Apache-2.0), written as a table, which both
 * the reader and the writer go by.
 *
 * @module
 */

/** What the bytes of a field are. */
export type Scalar = 'int32' | 'int64' | 'uint64' | 'float' | 'double' | 'string' | 'bytes'

/** A field: its name, what it holds, and whether it is repeated. */
export interface Field {
  readonly name: string
  readonly holds: Scalar | MessageName
  readonly repeated: boolean
}

export type MessageName = keyof typeof notation

/** Each as `name holds[*] number`; a star is for what is repeated. */
const notation = {
  Model:
    'ir_version int64 1, producer_name string 2, producer_version string 3, domain string 4, model_version int64 5, doc_string string 6, graph Graph 7, opset_import OperatorSetId* 8, metadata_props Entry* 14, training_info TrainingInfo* 20, functions Function* 25, configuration DeviceConfiguration* 26',
  OperatorSetId: 'domain string 1, version int64 2',
  Entry: 'key string 1, value string 2',
  Graph:
    'node Node* 1, name string 2, initializer Tensor* 5, doc_string string 10, input ValueInfo* 11, output ValueInfo* 12, value_info ValueInfo* 13, quantization_annotation TensorAnnotation* 14, sparse_initializer SparseTensor* 15, metadata_props Entry* 16',
  Node: 'input string* 1, output string* 2, name string 3, op_type string 4, attribute Attribute* 5, doc_string string 6, domain string 7, overload string 8, metadata_props Entry* 9, device_configurations NodeDeviceConfiguration* 10',
  Attribute:
    'name string 1, f float 2, i int64 3, s bytes 4, t Tensor 5, g Graph 6, floats float* 7, ints int64* 8, strings bytes* 9, tensors Tensor* 10, graphs Graph* 11, doc_string string 13, tp Type 14, type_protos Type* 15, type int32 20, ref_attr_name string 21, sparse_tensor SparseTensor 22, sparse_tensors SparseTensor* 23',
  Tensor:
    'dims int64* 1, data_type int32 2, segment Segment 3, float_data float* 4, int32_data int32* 5, string_data bytes* 6, int64_data int64* 7, name string 8, raw_data bytes 9, double_data double* 10, uint64_data uint64* 11, doc_string string 12, external_data Entry* 13, data_location int32 14, metadata_props Entry* 16',
  Segment: 'begin int64 1, end int64 2',
  SparseTensor: 'values Tensor 1, indices Tensor 2, dims int64* 3',
  ValueInfo: 'name string 1, type Type 2, doc_string string 3, metadata_props Entry* 4',
  Type: 'tensor_type TensorType 1, sequence_type SequenceType 4, map_type MapType 5, denotation string 6, opaque_type OpaqueType 7, sparse_tensor_type TensorType 8, optional_type SequenceType 9',
  TensorType: 'elem_type int32 1, shape Shape 2',
  SequenceType: 'elem_type Type 1',
  MapType: 'key_type int32 1, value_type Type 2',
  OpaqueType: 'domain string 1, name string 2',
  Shape: 'dim Dimension* 1',
  Dimension: 'dim_value int64 1, dim_param string 2, denotation string 3',
  TrainingInfo:
    'initialization Graph 1, algorithm Graph 2, initialization_binding Entry* 3, update_binding Entry* 4',
  Function:
    'name string 1, input string* 4, output string* 5, attribute string* 6, node Node* 7, doc_string string 8, opset_import OperatorSetId* 9, domain string 10, attribute_proto Attribute* 11, value_info ValueInfo* 12, overload string 13, metadata_props Entry* 14',
  TensorAnnotation: 'tensor_name string 1, quant_parameter_tensor_names Entry* 2',
  DeviceConfiguration: 'name string 1, num_devices int32 2, device string* 3',
  NodeDeviceConfiguration: 'configuration_id string 1, sharding_spec ShardingSpec* 2, pipeline_stage int32 3',
  ShardingSpec:
    'tensor_name string 1, device int64* 2, index_to_device_group_map Group* 3, sharded_dim ShardedDimension* 4',
  Group: 'key int64 1, value int64* 2',
  ShardedDimension: 'axis int64 1, simple_sharding SimpleShardedDimension* 2',
  SimpleShardedDimension: 'dim_value int64 1, dim_param string 2, num_shards int64 3',
} as const

const fieldsIn = (text: string): ReadonlyMap<number, Field> =>
  new Map(
    text.split(', ').map(field => {
      const [name = '', holds = '', number] = field.split(' ')
      const repeated = holds.endsWith('*')
      return [
        Number(number),
        { name, holds: (repeated ? holds.slice(0, -1) : holds) as Field['holds'], repeated },
      ]
    }),
  )

/** The fields of each message by number. */
export const fieldsOf = Object.fromEntries(
  Object.entries(notation).map(([message, text]) => [message, fieldsIn(text)]),
) as { readonly [M in MessageName]: ReadonlyMap<number, Field> }

/** Whether a field holds messages, and not scalars. */
export const isMessage = (holds: Field['holds']): holds is MessageName => Object.hasOwn(notation, holds)
