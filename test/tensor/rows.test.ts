import { runInNewContext } from 'node:vm'
import { expect, expectTypeOf, test } from 'vitest'
import {
  ArgumentError,
  fromElements,
  fromValues,
  ShapeError,
  type Tensor,
  type TypedArray,
  tensor,
  toNested,
  toValues,
} from '../../src/index.ts'

// What a tensor is made of: nested arrays, typed arrays of any class and realm, Buffers.

const foreign = (code: string): never => runInNewContext(code) as never

test.each([
  ['Float32Array', 'f32', [1.5, -2]],
  ['Float64Array', 'f64', [0.1, -2]],
  ['Int32Array', 'i32', [1, -2]],
  ['Uint8Array', 'u8', [1, 255]],
  ['Uint8ClampedArray', 'u8', [1, 255]],
  ['Int8Array', 'i32', [1, -128]],
  ['Int16Array', 'i32', [1, -32768]],
  ['Uint16Array', 'i32', [1, 65535]],
  ['Uint32Array', 'i32', [1, 2 ** 31 - 1]],
  ['BigInt64Array', 'i32', [1, -(2 ** 31)]],
  ['BigUint64Array', 'i32', [1, 2 ** 31 - 1]],
] as const)('a %s, of this realm or another, is %s', (name, dtype, values) => {
  const written = name.startsWith('Big') ? values.map(x => `${x}n`) : values
  const here = (globalThis[name] as { of: (...values: unknown[]) => TypedArray }).of(
    ...(name.startsWith('Big') ? values.map(BigInt) : values),
  )
  for (const elements of [here, foreign(`${name}.of(${written.join(', ')})`) as TypedArray])
    for (const x of [tensor(elements), fromElements([2], elements)] as Tensor[]) {
      expect(x.dtype).toBe(dtype)
      expect(x.shape).toEqual([2])
      expect(toNested(x)).toEqual(values)
    }
})

test('a Float16Array is f32, where the host has the class', () => {
  const half = (globalThis as unknown as { Float16Array?: { of: (...values: number[]) => Float32Array } })
    .Float16Array
  expect(half === undefined ? 'f32' : tensor(half.of(0.5, 2)).dtype).toBe('f32')
})

test('fromElements([3], …) with a Float32Array of another realm is f32', () => {
  const x = fromElements([3], foreign('new Float32Array([1.5, 2.5, 3.5])') as Float32Array)
  expect([x.dtype, toNested(x)]).toEqual(['f32', [1.5, 2.5, 3.5]])
  expect(toValues(x)).toBeInstanceOf(Float32Array)
})

test('a Buffer is bytes', () => {
  const x = tensor(Buffer.from('ab'))
  expect([x.dtype, toNested(x)]).toEqual(['u8', [97, 98]])
  expectTypeOf(x).toEqualTypeOf<Tensor<[number], 'integer'>>()
})

test('a typed array is copied, and its type is known', () => {
  const elements = Float64Array.of(1, 2)
  const x = tensor(elements)
  elements[0] = 7
  expect(toNested(x)).toEqual([1, 2])
  expectTypeOf(x).toEqualTypeOf<Tensor<[number]>>()
  expectTypeOf(tensor(Int16Array.of(1))).toEqualTypeOf<Tensor<[number], 'integer'>>()
  expectTypeOf(tensor(Int16Array.of(1), 'f32')).toEqualTypeOf<Tensor<[number]>>()
})

test('rows of typed arrays', () => {
  const x = tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)])
  expect([x.dtype, x.shape, toNested(x)]).toEqual([
    'f64',
    [2, 2],
    [
      [1, 2],
      [3, 4],
    ],
  ])
  expectTypeOf(tensor([Uint8Array.of(1)])).toEqualTypeOf<Tensor<[number, number], 'integer'>>()
  expect(tensor([[Uint8Array.of(1, 2)], [foreign('Uint8Array.of(3, 4)')]] as never).shape).toEqual([2, 1, 2])
  expect(toNested(tensor([Uint8Array.of(1), [2]] as never))).toBeDefined()
})

test('an empty array, empty rows, a number', () => {
  expect(tensor([]).shape).toEqual([0])
  expect(tensor([[], []]).shape).toEqual([2, 0])
  expect(tensor(new Float64Array(0)).dtype).toBe('f64')
  expect(toNested(tensor(5, 'i32'))).toBe(5)
})

test.each([
  ['wide integers', Uint32Array.of(1, 2 ** 31), ArgumentError, 'Value 2147483648 at [1] is not a valid i32'],
  ['64-bit integers', BigInt64Array.of(1n, 2n ** 40n), ArgumentError, 'Value 1099511627776 at [1] is not'],
  [
    '64-bit integers as f64',
    [BigInt64Array.of(2n ** 53n + 1n)],
    ArgumentError,
    'at [0][0] is not a valid f64',
    'f64',
  ],
  [
    'fractions as i32',
    [Float32Array.of(1, 0.5)],
    ArgumentError,
    'Value 0.5 at [0][1] is not a valid i32',
    'i32',
  ],
  [
    'numbers that do not fit',
    [
      [1, 2],
      [3, 300],
    ],
    ArgumentError,
    'Value 300 at [1][1] is not a valid u8',
    'u8',
  ],
  ['a short typed row', [Float32Array.of(1, 2), Float32Array.of(3)], ShapeError, '[1] has 1 entries'],
  ['a typed row among deeper ones', [[[1]], Float32Array.of(3)], ShapeError, '[1][0] is a number'],
  [
    'rows of two element types',
    [Uint8Array.of(1), Float32Array.of(1)],
    ArgumentError,
    '[1] is f32, but the first is u8',
  ],
  // biome-ignore lint/suspicious/noSparseArray: a hole is what it is about
  ['a hole', [[1, , 3]], ShapeError, '[0][1] is undefined'],
  ['a text', ['1'], ShapeError, '[0] is 1'],
  ['an object', [[1, {}]], ShapeError, '[0][1] is a Object'],
  ['a missing array', null, ShapeError, 'the outermost level is null'],
  ['a view of bytes', new DataView(new ArrayBuffer(4)), ShapeError, 'the outermost level is a DataView'],
  [
    'rows without end',
    (() => {
      const a: unknown[] = []
      a.push(a)
      return a
    })(),
    ArgumentError,
    'Is it in itself?',
  ],
  [
    'a ragged array that announces more than any memory has',
    Array(1e6).fill([]).with(0, Array(1e6).fill(0)).with(1, [[]]),
    ShapeError,
    '[1] has 1 entries',
  ],
] as const)('%s are refused with the place', (_, rows, error, message, dtype?: 'f64' | 'i32' | 'u8') => {
  expect(() => tensor(rows as never, dtype)).toThrow(error)
  expect(() => tensor(rows as never, dtype)).toThrow(message)
})

test('fromValues and fromElements name the number that does not fit', () => {
  expect(() => fromElements([2], Uint32Array.of(1, 2 ** 31))).toThrow('Value 2147483648 at position 1')
  expect(() => fromElements([2], [1, 2] as never)).toThrow('fromElements needs a typed array')
  expect(() => fromValues([2], BigInt64Array.of(1n, 2n ** 60n) as never, 'i32')).toThrow('position 1')
})
