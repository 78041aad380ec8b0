/**
 * Many samples at once of a key that is there in numbers: what the operations of `sample.ts` give, bit for bit, without a tensor
 * for each of them. Words are made and used a few thousand at a time, so that they stay in the processor's cache.
 *
 * In f32 each result is rounded where the operation would have rounded its own.
 *
 * @module
 */
import { fillWords } from '../primitive/fillWords.ts'
import type { Elements, FloatDType } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { elementsOf, isConcrete } from '../tensor/tensor.ts'
import { domains, type Key } from './key.ts'
import { cosOfAngle } from './cosine.ts'

const { fround } = Math

/** Samples that are made at a time. */
const chunk = 2048

/** Samples below which operations are as fast. */
const fewest = 1024

/** Whether samples are made here: of a key in numbers, and many of them. */
export const inBulk = (shape: Shape, key: Key): boolean => isConcrete(key.bits) && sizeOf(shape) >= fewest

/** Words of a key, a chunk at a time: two for each sample. The array is the same each time. */
const wordsOf = (key: Key): ((first: number, count: number) => Int32Array) => {
  const [k0, k1] = elementsOf(key.bits) as unknown as readonly [number, number]
  const words = new Int32Array(2 * chunk)
  return (first, count) => {
    fillWords(count === chunk ? words : words.subarray(0, 2 * count), k0, k1, domains.draw, first)
    return words
  }
}

const inChunks = (size: number, visit: (first: number, count: number) => void): void => {
  for (let first = 0; first < size; first += chunk) visit(first, Math.min(chunk, size - first))
}

/** The sample in f32 that a pair of words stands for, as `unit` has it. */
const unit32 = (words: Int32Array, i: number): number => (words[2 * i]! >>> 8) * 2 ** -24

/** The sample in f64. */
const unit64 = (words: Int32Array, i: number): number =>
  ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) * 2 ** -53

/** `shift(low)(scale(high - low)(u))`, and `low` where that is rounded up to `high`. */
export const uniformElements = (
  size: number,
  low: number,
  high: number,
  dtype: FloatDType,
  key: Key,
): Elements => {
  const [words, width] = [wordsOf(key), high - low]
  if (dtype === 'f64') {
    const samples = new Float64Array(size)
    inChunks(size, (first, count) => {
      const w = words(first, count)
      for (let i = 0; i < count; i++) {
        const sample = unit64(w, i) * width + low
        samples[first + i] = high > sample ? sample : low
      }
    })
    return samples
  }
  const samples = new Float32Array(size)
  const [lowest, end] = [fround(low), fround(high)]
  inChunks(size, (first, count) => {
    const w = words(first, count)
    for (let i = 0; i < count; i++) {
      const sample = fround(fround(unit32(w, i) * width) + low)
      samples[first + i] = end > sample ? sample : lowest
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
  [forRadius, forAngle]: readonly [Key, Key],
): Elements => {
  const [radii, angles] = [wordsOf(forRadius), wordsOf(forAngle)]
  const turn = 2 * Math.PI
  if (dtype === 'f64') {
    const samples = new Float64Array(size)
    inChunks(size, (first, count) => {
      const [r, a] = [radii(first, count), angles(first, count)]
      for (let i = 0; i < count; i++) {
        const radius = Math.sqrt(-2 * Math.log1p(-unit64(r, i)))
        samples[first + i] = radius * Math.cos(unit64(a, i) * turn) * deviation + mean
      }
    })
    return samples
  }
  const samples = new Float32Array(size)
  inChunks(size, (first, count) => {
    const [r, a] = [radii(first, count), angles(first, count)]
    for (let i = 0; i < count; i++) {
      const radius = fround(Math.sqrt(-2 * fround(Math.log1p(-unit32(r, i)))))
      const cosine = fround(cosOfAngle(fround(unit32(a, i) * turn)))
      samples[first + i] = fround(fround(radius * cosine) * deviation) + mean
    }
  })
  return samples
}

/** Ones where `probability > u`, else zeros. */
export const bernoulliElements = (size: number, probability: number, key: Key): Elements => {
  const [words, samples] = [wordsOf(key), new Uint8Array(size)]
  inChunks(size, (first, count) => {
    const w = words(first, count)
    for (let i = 0; i < count; i++) samples[first + i] = probability > unit64(w, i) ? 1 : 0
  })
  return samples
}
