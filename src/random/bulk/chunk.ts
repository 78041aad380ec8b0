/**
 * Samples a chunk at a time, which stays in the processor's cache: what two ways of making them have in common.
 *
 * @module
 */
import { elementsOf } from '../../tensor/tensor.ts'
import type { Key } from '../key.ts'

/** The most samples that are made at a time. */
export const chunk = 2048

/** Which samples of a key: those from number `first` on. */
export interface Range {
  readonly first: number
  readonly count: number
}

/** Makes uniform samples of [0, 1). */
type Units<E> = (key: Key, range: Range) => E

/** Makes normal samples of a key for the radius and one for the angle. */
type Normals<E> = (keys: readonly [Key, Key], range: Range, mean: number, deviation: number) => E

/** Makes samples, which are overwritten by the next ones. */
export interface Chunks {
  readonly unit32: Units<Float32Array>
  readonly unit64: Units<Float64Array>
  /** Ones where a probability is larger than a uniform sample in f64, else zeros. */
  readonly ones: (key: Key, range: Range, probability: number) => Uint8Array
  readonly normal32: Normals<Float32Array>
  readonly normal64: Normals<Float64Array>
}

/** The two words of a key in numbers. */
export const wordsOf = (key: Key): readonly [number, number] => {
  const [a, b] = elementsOf(key.bits)
  return [a as number, b as number]
}
