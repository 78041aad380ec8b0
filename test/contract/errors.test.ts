import { ArgumentError } from 'pullback'
import * as codec from 'pullback/codec'
import * as node from 'pullback/node'
import * as onnx from 'pullback/onnx'
import * as pytorch from 'pullback/pytorch'
import * as safetensors from 'pullback/safetensors'
import { expect, test } from 'vitest'
import { isInWords } from './fuzz.ts'
import { junk } from './junk.ts'

type Show = (error: unknown) => unknown

const formats = [
  { _tag: 'BadMagic', format: 'npy', found: '00 01' },
  { _tag: 'WrongShape', expected: [2, null], found: [2, 3] },
  { _tag: 'OutOfRange', position: 3, value: 12n },
  { _tag: 'ArrayMissing', name: 'x', found: ['y'] },
] as const
const csv = [
  { _tag: 'ColumnMissing', line: 1, name: 'x', found: ['y'] },
  { _tag: 'WrongColumnCount', line: 2, expected: 3, found: 2 },
] as const
const tensors = [
  { _tag: 'RuleBroken', rule: 'shape', tensor: 'w', byte: 20, reason: 'a size in its shape is 2.0' },
  { _tag: 'RuleBroken', rule: 'end', tensor: null, byte: 20, reason: 'the data end' },
  { _tag: 'ElementsUnsupported', tensor: 'w', byte: 9, elements: 'F8_E4M3' },
  { _tag: 'TensorTooLarge', tensor: 'w', byte: 9, reason: 'it has more elements' },
  { _tag: 'IntegerOutOfRange', tensor: 'w', byte: 9, position: 3, value: 12n },
  { _tag: 'TensorMissing', tensor: 'w', found: ['v'] },
  { _tag: 'TensorMisfit', tensor: 'w', byte: 9, error: formats[1] },
  { _tag: 'TensorsTooLarge', limit: 3, bytes: 4 },
] as const
const place = { node: 'a', operator: 'Add', index: 3, opset: 20 }
const models = [
  { _tag: 'BadBytes', where: 'model.graph', byte: 12, reason: 'Graph has no field 3' },
  { _tag: 'BadModel', where: "the output 'y'", reason: 'nothing gives it' },
  { _tag: 'BadNode', place, reason: 'the attribute axis is missing' },
  { _tag: 'Unsupported', place, reason: 'its operator is not among those that are read' },
  { _tag: 'ExternalData', tensor: 'w', reason: 'no file is named' },
  { _tag: 'UnknownInput', input: 'shape', place, reason: 'its input 1 decides over shapes' },
] as const
const xla = ['PythonMissing', 'JaxMissing', 'XlaFailed'].map(_tag => ({
  _tag,
  python: 'python3',
  reason: 'the reason',
}))
const blas = [
  { _tag: 'LibraryMissing', tried: [{ library: 'a', reason: 'b' }] },
  { _tag: 'SymbolMissing', library: 'a', symbol: 'b' },
] as const

const cases: readonly (readonly [string, Show, object])[] = [
  ...formats.map(error => ['showFormatError', codec.showFormatError as Show, error] as const),
  ...csv.map(error => ['showCsvError', codec.showCsvError as Show, error] as const),
  ...tensors.map(error => ['showSafetensorsError', safetensors.showSafetensorsError as Show, error] as const),
  [
    'showModelFileError',
    safetensors.showModelFileError as Show,
    {
      _tag: 'ModelMismatch',
      found: 'dense(2, 3)',
      expected: 'dense(2, 4)',
      mismatches: [{ _tag: 'Missing', path: ['w'], expected: 'f32[2]' }],
    },
  ],
  ...xla.map(error => ['showXlaError', node.showXlaError as Show, error] as const),
  [
    'showPyTorchError',
    pytorch.showPyTorchError as Show,
    {
      _tag: 'StateMismatch',
      layer: 'dense(3, 2)',
      problems: [{ _tag: 'Surplus', name: 'fc.weight', found: 'f32[2, 3]' }],
    },
  ],
  ...models.map(error => ['showOnnxError', onnx.showOnnxError as Show, error] as const),
  ...blas.map(error => ['showBlasError', node.showBlasError as Show, error] as const),
  ...formats.map(
    error => ['showDataError', node.showDataError as Show, { path: 'a.npy', ...error }] as const,
  ),
  ...tensors.map(
    error => ['showDataError', node.showDataError as Show, { path: 'a.safetensors', ...error }] as const,
  ),
  [
    'showDataError',
    node.showDataError as Show,
    { _tag: 'IndexBroken', path: 'x.index.json', byte: 3, reason: 'it has no weight_map' },
  ],
  ['showDataError', node.showDataError as Show, { _tag: 'FileChanged', path: 'x' }],
  ['showDataError', node.showDataError as Show, { _tag: 'HttpStatus', path: 'x', url: 'y', status: 404 }],
  [
    'new DataFailure',
    (error: unknown) => new node.DataFailure(error as never).message,
    { _tag: 'NotText', path: 'x' },
  ],
]

// One entry at a time is replaced by junk.
test.each(cases)('%s shows an error, and refuses one that is half right: %#', (_, show, error) => {
  expect(typeof show(error)).toBe('string')
  for (const name of Object.keys(error))
    for (const make of Object.values(junk)) {
      try {
        expect(show({ ...error, [name]: make() })).not.toMatch(/undefined|\[object/)
      } catch (thrown) {
        expect(isInWords(thrown), String(thrown)).toBe(true)
      }
    }
  expect(() => show({ ...error, _tag: 'Unheard' })).toThrow(ArgumentError)
})
