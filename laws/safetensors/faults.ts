/**
 * Headers with one fault each, and where it is: the rules of the format as tables.
 *
 * @module
 */
import type { SafetensorsRule } from '../../src/safetensors/index.ts'

/** What is written in place of what, the rule that it breaks, and what stands at the byte that is named. */
export type Fault = readonly [
  found: string,
  written: string,
  rule: SafetensorsRule,
  place: string,
  tensor: string | null,
]

/** A header without a fault, of two tensors, for 24 bytes of data. */
export const sound =
  '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"U8","shape":[8],"data_offsets":[16,24]}}'

export const soundBytes = 24

const a = '"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}'
const shape = '"shape":[2,2]'
const offsets = '[0,16]'

export const faults: readonly Fault[] = [
  ['{"__', ' {"__', 'brace', ' {"__', null],
  ['{"__', '[{"__', 'brace', '[', null],
  ['[16,24]}}', '[16,24]}', 'json', '', null],
  ['[16,24]}}', '[16,24]}}x', 'json', 'x', null],
  ['[16,24]}}', '[16,24]}}{}', 'json', '{}', null],
  ['[16,24]}}', '[16,24]},}', 'json', '}', null],
  ['[16,24]}}', '[16,24]}}\0', 'json', '\0', null],
  ['"a":{', '"a" {', 'json', '{"dtype":"F32"', 'a'],
  ['"F32"', "'F32'", 'json', "'F32'", 'a'],
  [shape, '"shape":[02,2]', 'json', '02', 'a'],
  [shape, '"shape":[+2,2]', 'json', '+2', 'a'],
  [shape, '"shape":[.5,2]', 'json', '.5', 'a'],
  [shape, '"shape":[2.,2]', 'json', ',2],"data_offsets":[0,16]', 'a'],
  [shape, '"shape":[2e,2]', 'json', ',2],"data_offsets":[0,16]', 'a'],
  [shape, '"shape":[2,2', 'json', ':[0,16]', 'a'],
  [shape, '"shape":[NaN]', 'json', 'NaN', 'a'],
  [shape, '"shape":[2,2]/**/', 'json', '/**/', 'a'],
  ['"F32"', '"F3\n2"', 'json', '\n', 'a'],
  ['"F32"', '"F3\\x2"', 'json', '\\x', 'a'],
  ['"F32"', '"F3\\u00g2"', 'json', '00g2', 'a'],
  ['"a"', '"\\ud800"', 'characters', '\\ud800', null],
  ['"a"', '"\\ud800\\u0041"', 'characters', '\\ud800', null],
  ['"a"', '"\\udc00"', 'characters', '\\udc00', null],
  [
    shape,
    `"x":${'['.repeat(127)}${']'.repeat(127)},${shape}`,
    'depth',
    `${'['.repeat(1)}${']'.repeat(127)}`,
    'a',
  ],
  ['"b"', '"a"', 'names', '"a":{"dtype":"U8"', 'a'],
  ['"b"', '"\\u0061"', 'names', '"\\u0061"', 'a'],
  ['"b"', '"__metadata__"', 'names', '"__metadata__":{"dtype"', null],
  ['{"k":"v"}', '{"k":"v","k":"v"}', 'names', '"k":"v"}', null],
  [shape, `${shape},${shape}`, 'names', '"shape":[2,2],"data', 'a'],
  [shape, `"x":{"y":1,"y":1},${shape}`, 'names', '"y":1}', 'a'],
  ['{"k":"v"}', '{"k":1}', 'metadata', '1}', null],
  ['{"k":"v"}', '{"k":null}', 'metadata', 'null}', null],
  ['{"k":"v"}', '{"k":{}}', 'metadata', '{}}', null],
  ['{"k":"v"}', '["v"]', 'metadata', '["v"]', null],
  ['{"k":"v"}', '"v"', 'metadata', '"v"', null],
  [a, '"a":1', 'entry', '1,', 'a'],
  [a, '"a":null', 'entry', 'null', 'a'],
  [a, '"a":["F32",[2,2],[0,16]]', 'entry', '["F32"', 'a'],
  ['"dtype":"F32",', '', 'entry', '{"shape"', 'a'],
  [`${shape},`, '', 'entry', '{"dtype":"F32"', 'a'],
  [',"data_offsets":[0,16]', '', 'entry', '{"dtype":"F32"', 'a'],
  ['"F32"', '"F33"', 'dtype', '"F33"', 'a'],
  ['"F32"', '"f32"', 'dtype', '"f32"', 'a'],
  ['"F32"', '"toString"', 'dtype', '"toString"', 'a'],
  ['"F32"', '"__proto__"', 'dtype', '"__proto__"', 'a'],
  ['"F32"', '32', 'dtype', '32', 'a'],
  [shape, '"shape":4', 'shape', '4', 'a'],
  [shape, '"shape":null', 'shape', 'null', 'a'],
  [shape, '"shape":["2",2]', 'shape', '"2"', 'a'],
  [shape, '"shape":[2.0,2]', 'shape', '2.0', 'a'],
  [shape, '"shape":[2,2e0]', 'shape', '2e0', 'a'],
  [shape, '"shape":[-2,-2]', 'shape', '-2,', 'a'],
  [shape, '"shape":[-0,2]', 'shape', '-0', 'a'],
  [shape, '"shape":[18446744073709551616,0]', 'shape', '18446744073709551616', 'a'],
  [offsets, '[16]', 'offsets', '[16]}', 'a'],
  [offsets, '[0,16,16]', 'offsets', '[0,16,16]', 'a'],
  [offsets, '16', 'offsets', '16}', 'a'],
  [offsets, 'null', 'offsets', 'null', 'a'],
  [offsets, '[0,16.0]', 'offsets', '16.0', 'a'],
  [offsets, '["0",16]', 'offsets', '"0"', 'a'],
  [offsets, '[-1,16]', 'offsets', '-1', 'a'],
  ['[16,24]', '[24,16]', 'offsets', '[24,16]', 'b'],
  [offsets, '[1,16]', 'contiguous', '[1,16]', 'a'],
  ['[16,24]', '[17,24]', 'contiguous', '[17,24]', 'b'],
  ['[16,24]', '[15,24]', 'contiguous', '[15,24]', 'b'],
  ['[16,24]', '[0,16]', 'contiguous', '[0,16]', 'b'],
  [shape, '"shape":[4294967296,4294967296]', 'overflow', '[4294967296', 'a'],
  [shape, '"shape":[4294967296,4294967296,0]', 'overflow', '[4294967296', 'a'],
  [shape, '"shape":[9223372036854775808]', 'overflow', '[9223372036854775808', 'a'],
  ['"dtype":"F32","shape":[2,2]', '"dtype":"F4","shape":[31]', 'wholeBytes', '[31]', 'a'],
  ['"dtype":"F32","shape":[2,2]', '"dtype":"F6_E2M3","shape":[21]', 'wholeBytes', '[21]', 'a'],
  [shape, '"shape":[2,3]', 'size', '[0,16]', 'a'],
  [shape, '"shape":[]', 'size', '[0,16]', 'a'],
  ['"F32"', '"F64"', 'size', '[0,16]', 'a'],
]
