/**
 * Many samples at once of a key that is there in numbers: what the operations of `sample.ts` give, bit for bit, without a tensor
 * for each of them. Uniform samples are made and used a few thousand at a time, so that they stay in the processor's cache.
 *
 * In f32 each result is rounded where the operation would have rounded its own.
 *
 * @module
 */
import { allocate, type Elements, type FloatDType } from '../tensor/dtype.ts'
import { type Shape, sizeOf } from '../tensor/shape.ts'
import { isConcrete } from '../tensor/tensor.ts'
import type { Key } from './key.ts'
import { cosOfAngle } from './cosine.ts'
import { minusLogOfRest } from './logarithm.ts'
import { unitsFor } from './units.ts'

/** Samples that are made at a time. */
const chunk = 2048

/** Samples below which operations are as fast. */
const fewest = 1024

/** Whether samples are made here: of a key in numbers, and many of them. */
export const inBulk = (shape: Shape, key: Key): boolean => isConcrete(key.bits) && sizeOf(shape) >= fewest

const inChunks = (size: number, visit: (first: number, count: number) => void): void => {
  for (let first = 0; first < size; first += chunk) visit(first, Math.min(chunk, size - first))
}

// What follows are functions of a chunk for each element type: loops over what is given are faster than over what is closed over.

const uniform32 = (to: Float32Array, units: Float32Array, low: number, high: number): void => {
  if (low === 0 && high === 1) {
    to.set(units)
    return
  }
  const [width, lowest, end] = [high - low, Math.fround(low), Math.fround(high)]
  for (let i = 0; i < to.length; i++) {
    const sample = Math.fround(Math.fround(units[i]! * width) + low)
    to[i] = end > sample ? sample : lowest
  }
}

const uniform64 = (to: Float64Array, units: Float64Array, low: number, high: number): void => {
  if (low === 0 && high === 1) {
    to.set(units)
    return
  }
  const width = high - low
  for (let i = 0; i < to.length; i++) {
    const sample = units[i]! * width + low
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
  const [units] = unitsFor(size, chunk)
  inChunks(size, (first, count) => {
    const to = samples.subarray(first, first + count)
    if (dtype === 'f32') uniform32(to as Float32Array, units.f32(key, first, count), low, high)
    else uniform64(to as Float64Array, units.f64(key, first, count), low, high)
  })
  return samples
}

/** A turn in radians. */
const turn = 2 * Math.PI

const normal32 = (
  to: Float32Array,
  r: Float32Array,
  a: Float32Array,
  mean: number,
  deviation: number,
): void => {
  for (let i = 0; i < to.length; i++) {
    const radius = Math.fround(Math.sqrt(2 * Math.fround(minusLogOfRest(r[i]!))))
    const cosine = Math.fround(cosOfAngle(Math.fround(a[i]! * turn)))
    to[i] = Math.fround(Math.fround(radius * cosine) * deviation) + mean
  }
}

const normal64 = (
  to: Float64Array,
  r: Float64Array,
  a: Float64Array,
  mean: number,
  deviation: number,
): void => {
  for (let i = 0; i < to.length; i++) {
    const radius = Math.sqrt(-2 * Math.log1p(-r[i]!))
    to[i] = radius * Math.cos(a[i]! * turn) * deviation + mean
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
  const samples = allocate(dtype, size)
  const [radii, angles] = unitsFor(size, chunk)
  inChunks(size, (first, count) => {
    const to = samples.subarray(first, first + count)
    const [r, a] = [[forRadius, first, count] as const, [forAngle, first, count] as const]
    if (dtype === 'f32') normal32(to as Float32Array, radii.f32(...r), angles.f32(...a), mean, deviation)
    else normal64(to as Float64Array, radii.f64(...r), angles.f64(...a), mean, deviation)
  })
  return samples
}

const bernoulli = (to: Uint8Array, units: Float64Array, probability: number): void => {
  // From above 0 to 1 where the probability is larger, else above -1: a branch here would be guessed wrong as often as not.
  for (let i = 0; i < to.length; i++) to[i] = Math.ceil(probability - units[i]!)
}

/** Ones where `probability > u`, else zeros. */
export const bernoulliElements = (size: number, probability: number, key: Key): Elements => {
  const samples = new Uint8Array(size)
  const [units] = unitsFor(size, chunk)
  inChunks(size, (first, count) =>
    bernoulli(samples.subarray(first, first + count), units.f64(key, first, count), probability),
  )
  return samples
}
