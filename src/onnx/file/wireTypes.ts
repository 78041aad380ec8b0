/**
 * The wire types of protobuf's scalars.
 *
 * @module
 */
import { WireType } from '@bufbuild/protobuf/wire'
import type { Scalar } from './schema.ts'

/** How each is stored. */
export const wireTypes: Readonly<Record<Scalar, WireType>> = {
  int32: WireType.Varint,
  int64: WireType.Varint,
  uint64: WireType.Varint,
  float: WireType.Bit32,
  double: WireType.Bit64,
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
}
