/**
 * Many samples at once of a key that is there in numbers: what the operations of `sample.ts` give, bit for bit, without a tensor
 * for each of them. Words are made and used a few thousand at a time, so that they stay in the processor's cache.
 *
 * In f32 each result is rounded where the operation would have rounded its own.
 *
 * @module
 */
import { fillWords } from '../primitive/fillWords.ts'
import { allocate, type Elements, type FloatDType } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { elementsOf, isConcrete } from '../tensor/tensor.ts'
import { domains, type Key } from './key.ts'
import { cosOfAngle } from './cosine.ts'

/** Samples that are made at a time. */
const chunk = 2048

/** Samples below which operations are as fast. */
const fewest = 1024

/** Whether samples are made here: of a key in numbers, and many of them. */
export const inBulk = (shape: Shape, key: Key): boolean => isConcrete(key.bits) && sizeOf(shape) >= fewest

/** Fills words for so many samples from number `first` on: two for each. */
const fillFor = (words: Int32Array, key: Key, first: number, count: number): void => {
  const [k0, k1] = elementsOf(key.bits) as unknown as readonly [number, number]
  fillWords(count === chunk ? words : words.subarray(0, 2 * count), k0, k1, domains.draw, first)
}

const inChunks = (size: number, visit: (first: number, count: number) => void): void => {
  for (let first = 0; first < size; first += chunk) visit(first, Math.min(chunk, size - first))
}

/** The sample in f32 that a pair of words stands for, as `unit` has it. */
const unit32 = (words: Int32Array, i: number): number => (words[2 * i]! >>> 8) * 2 ** -24

/** The sample in f64. */
const unit64 = (words: Int32Array, i: number): number =>
  ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) * 2 ** -53

// What follows are functions of a chunk for each element type: loops over what is given are faster than over what is closed over.

const uniform32 = (to: Float32Array, words: Int32Array, low: number, high: number): void => {
  const [width, lowest, end] = [high - low, Math.fround(low), Math.fround(high)]
  for (let i = 0; i < to.length; i++) {
    const sample = Math.fround(Math.fround(unit32(words, i) * width) + low)
    to[i] = end > sample ? sample : lowest
  }
}

const uniform64 = (to: Float64Array, words: Int32Array, low: number, high: number): void => {
  const width = high - low
  for (let i = 0; i < to.length; i++) {
    const sample = unit64(words, i) * width + low
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
  const [samples, words] = [allocate(dtype, size), new Int32Array(2 * chunk)]
  inChunks(size, (first, count) => {
    fillFor(words, key, first, count)
    const to = samples.subarray(first, first + count)
    if (dtype === 'f32') uniform32(to as Float32Array, words, low, high)
    else uniform64(to as Float64Array, words, low, high)
  })
  return samples
}

/** A turn in radians. */
const turn = 2 * Math.PI

const normal32 = (to: Float32Array, r: Int32Array, a: Int32Array, mean: number, deviation: number): void => {
  for (let i = 0; i < to.length; i++) {
    const radius = Math.fround(Math.sqrt(-2 * Math.fround(Math.log1p(-unit32(r, i)))))
    const cosine = Math.fround(cosOfAngle(Math.fround(unit32(a, i) * turn)))
    to[i] = Math.fround(Math.fround(radius * cosine) * deviation) + mean
  }
}

const normal64 = (to: Float64Array, r: Int32Array, a: Int32Array, mean: number, deviation: number): void => {
  for (let i = 0; i < to.length; i++) {
    const radius = Math.sqrt(-2 * Math.log1p(-unit64(r, i)))
    to[i] = radius * Math.cos(unit64(a, i) * turn) * deviation + mean
  }
}

/** `shift(mean)(scale(deviation)(mul(radius, cos(angle))))`, with radius and angle of a key each. */
export const normalElements = (
  size: number,
  mean: number,
  deviation: number,
  dtype: FloatDType,
  [forRadius, forAngle]: readonly [Key, Key],
): Elements => {
  const [samples, radii, angles] = [
    allocate(dtype, size),
    new Int32Array(2 * chunk),
    new Int32Array(2 * chunk),
  ]
  inChunks(size, (first, count) => {
    fillFor(radii, forRadius, first, count)
    fillFor(angles, forAngle, first, count)
    const to = samples.subarray(first, first + count)
    if (dtype === 'f32') normal32(to as Float32Array, radii, angles, mean, deviation)
    else normal64(to as Float64Array, radii, angles, mean, deviation)
  })
  return samples
}

const bernoulli = (to: Uint8Array, words: Int32Array, probability: number): void => {
  for (let i = 0; i < to.length; i++) to[i] = probability > unit64(words, i) ? 1 : 0
}

/** Ones where `probability > u`, else zeros. */
export const bernoulliElements = (size: number, probability: number, key: Key): Elements => {
  const [samples, words] = [new Uint8Array(size), new Int32Array(2 * chunk)]
  inChunks(size, (first, count) => {
    fillFor(words, key, first, count)
    bernoulli(samples.subarray(first, first + count), words, probability)
  })
  return samples
}
