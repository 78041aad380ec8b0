/**
 * Small files of safetensors, good and bad, named after what is special or wrong in them.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { toValues } from 'pullback'
import { decodeSafetensors, encodeSafetensors, showSafetensorsError } from 'pullback/safetensors'
import { expect } from 'vitest'
import type { ExchangeCase, Family } from './family.ts'

interface Stated {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/** A half as the formula of the standard has it. */
const half = (bits: number): number => {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, (bits & 1023) / 1024]
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15))
}

const brainFloat = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint16(0, bits)
  return view.getFloat32(0)
}

/** How wide an element is, and what it is. */
const readers: Readonly<Record<string, readonly [number, (view: DataView, at: number) => number]>> = {
  F32: [4, (view, at) => view.getFloat32(at, true)],
  F64: [8, (view, at) => view.getFloat64(at, true)],
  I32: [4, (view, at) => view.getInt32(at, true)],
  U8: [1, (view, at) => view.getUint8(at)],
  BOOL: [1, (view, at) => view.getUint8(at)],
  F16: [2, (view, at) => half(view.getUint16(at, true))],
  BF16: [2, (view, at) => brainFloat(view.getUint16(at, true))],
  I64: [8, (view, at) => Number(view.getBigInt64(at, true))],
}

/** What a file that is known to be good holds, by a reading of its own: JSON.parse and a DataView. */
const plainly = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const begin = 8 + Number(view.getBigUint64(0, true))
  const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, begin))) as {
    readonly [name: string]: Stated
  }
  const numbersOf = ({ dtype, data_offsets: [from, to] }: Stated): readonly number[] | null => {
    const reader = readers[dtype]
    if (reader === undefined) return null
    const [width, read] = reader
    return Array.from({ length: (to - from) / width }, (_, i) => read(view, begin + from + i * width))
  }
  return {
    metadata: { ...(__metadata__ as unknown as Readonly<Record<string, string>> | null) },
    tensors: Object.entries(tensors).map(([name, tensor]) => ({
      name,
      shape: tensor.shape,
      dtype: tensor.dtype,
      numbers: numbersOf(tensor),
    })),
  }
}

const isRead = (file: string): void => {
  const bytes = new Uint8Array(readFileSync(file))
  const expected = plainly(bytes)
  const unread = expected.tensors.find(({ numbers }) => numbers === null)
  const decoded = decodeSafetensors(bytes)
  if (unread !== undefined) {
    // An element type that tensors here have not: the file is good, and the tensor is named.
    expect(decoded).toMatchObject({ left: { _tag: 'ElementsUnsupported', elements: unread.dtype } })
    return
  }
  if (isLeft(decoded)) throw new Error(showSafetensorsError(decoded.left))
  const { tensors, metadata } = decoded.right
  expect(metadata).toEqual(expected.metadata)
  expect(Object.keys(tensors).toSorted()).toEqual(expected.tensors.map(({ name }) => name).toSorted())
  for (const { name, shape, numbers } of expected.tensors) {
    expect(tensors[name]!.shape).toEqual(shape)
    expect(Array.from(toValues(tensors[name]!))).toEqual(numbers)
  }
  const again = decodeSafetensors(encodeSafetensors({ metadata })(tensors))
  expect(isRight(again) && again.right).toEqual(decoded.right)
}

const isRefused = (file: string): void => {
  const bytes = new Uint8Array(readFileSync(file))
  const decoded = decodeSafetensors(bytes)
  expect(isLeft(decoded)).toBe(true)
  if (!isLeft(decoded)) return
  const error = decoded.left
  expect(error._tag).toBe('RuleBroken')
  if (error._tag !== 'RuleBroken') return
  expect(error.byte).toBeGreaterThanOrEqual(0)
  expect(error.byte).toBeLessThanOrEqual(bytes.length)
  expect(showSafetensorsError(error)).toMatch(/byte \d+: .+ \(the rule: .+\)\. .+\.$/)
}

export const safetensors: Family = {
  folder: 'safetensors',
  cases: (files, at) => {
    const of = (kind: string, run: (file: string) => void): readonly ExchangeCase[] =>
      files
        .filter(file => file.startsWith(`${kind}/`))
        .map(file => ({ name: file, files: [file], isCheap: true, run: () => run(at(file)) }))
    return [...of('good', isRead), ...of('bad', isRefused)]
  },
}
