/**
 * Many samples at once of a key that is there in numbers: what the operations of `sample.ts` give, bit for bit, without a tensor
 * for each of them. In f32 each result is rounded where the operation would have rounded its own.
 *
 * @module
 */
import { allocate, type Elements, type FloatDType } from '../../tensor/dtype.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import { isConcrete } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'
import { type Chunks, chunk, type Range } from './chunk.ts'
import { plainChunks } from './plainChunks.ts'
import { vectorChunks } from './vectorChunks.ts'
import { vectorModule } from './vectorModule.ts'

/** Samples below which operations are as fast. */
const fewest = 1024

/** Samples from which on a module is worth its making: in a fresh process that takes as long as some 60,000 samples without it. */
const many = 2 ** 16

/** Whether samples are made here: of a key in numbers, and many of them. */
export const inBulk = (shape: Shape, key: Key): boolean => isConcrete(key.bits) && sizeOf(shape) >= fewest

let vectors: Chunks | null | undefined

/** By vectors where the host has them and there are many, else one after the other. Both give the same bits. */
const chunksFor = (size: number): Chunks => {
  if (size >= many && vectors === undefined) {
    const made = vectorModule()
    vectors = made === null ? null : vectorChunks(made)
  }
  return (size >= fewest ? vectors : null) ?? plainChunks(Math.min(size, chunk))
}

const inChunks = (size: number, visit: (range: Range) => void): void => {
  for (let first = 0; first < size; first += chunk) visit({ first, count: Math.min(chunk, size - first) })
}

const uniform32 = (to: Float32Array, low: number, high: number): void => {
  const [width, lowest, end] = [high - low, Math.fround(low), Math.fround(high)]
  for (let i = 0; i < to.length; i++) {
    const sample = Math.fround(Math.fround(to[i]! * width) + low)
    to[i] = end > sample ? sample : lowest
  }
}

const uniform64 = (to: Float64Array, low: number, high: number): void => {
  const width = high - low
  for (let i = 0; i < to.length; i++) {
    const sample = to[i]! * width + low
    to[i] = high > sample ? sample : low
  }
}

/** `shift(low)(scale(high - low)(u))`, and `low` where that is rounded up to `high`. */
export const uniformElements = (
  size: number,
  low: number,
  high: number,
  dtype: FloatDType,
  key: Key,
): Elements => {
  const samples = allocate(dtype, size)
  const chunks = chunksFor(size)
  const isUnit = low === 0 && high === 1
  inChunks(size, range => {
    if (dtype === 'f32') {
      const units = chunks.unit32(key, range)
      if (!isUnit) uniform32(units, low, high)
      samples.set(units, range.first)
    } else {
      const units = chunks.unit64(key, range)
      if (!isUnit) uniform64(units, low, high)
      samples.set(units, range.first)
    }
  })
  return samples
}

/** `shift(mean)(scale(deviation)(mul(radius, cos(angle))))`, with radius and angle of a key each. */
export const normalElements = (
  size: number,
  mean: number,
  deviation: number,
  dtype: FloatDType,
  keys: readonly [Key, Key],
): Elements => {
  const samples = allocate(dtype, size)
  const chunks = chunksFor(size)
  const normal = dtype === 'f32' ? chunks.normal32 : chunks.normal64
  inChunks(size, range => samples.set(normal(keys, range, mean, deviation), range.first))
  return samples
}

/** Ones where `probability > u`, else zeros. */
export const bernoulliElements = (size: number, probability: number, key: Key): Elements => {
  const samples = new Uint8Array(size)
  const { ones } = chunksFor(size)
  inChunks(size, range => samples.set(ones(key, range, probability), range.first))
  return samples
}
