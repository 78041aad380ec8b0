/**
 * Uniform samples of [0, 1), a chunk at a time: by vectors where the host has them and there are many, else one after the other. Both
 * give the same bits.
 *
 * @module
 */
import { fillWords } from '../primitive/fillWords.ts'
import { elementsOf } from '../tensor/tensor.ts'
import { domains, type Key } from './key.ts'
import { type VectorUnits, vectorUnits } from './vectorUnits.ts'

/** Gives the samples of a key from number `first` on; they are overwritten by the next ones. */
type Units<E> = (key: Key, first: number, count: number) => E

/** Samples in either element type. */
export interface UnitSource {
  readonly f32: Units<Float32Array>
  readonly f64: Units<Float64Array>
}

const wordsOf = (key: Key): readonly [number, number] => elementsOf(key.bits) as never

const unit32 = (to: Float32Array, words: Int32Array): void => {
  for (let i = 0; i < to.length; i++) to[i] = (words[2 * i]! >>> 8) * 2 ** -24
}

const unit64 = (to: Float64Array, words: Int32Array): void => {
  for (let i = 0; i < to.length; i++)
    to[i] = ((words[2 * i]! >>> 5) * 2 ** 26 + (words[2 * i + 1]! >>> 6)) * 2 ** -53
}

/** Up to so many samples at a time, without vectors. */
export const plainUnits = (most: number): UnitSource => {
  const words = new Int32Array(2 * most)
  const [all32, all64] = [new Float32Array(most), new Float64Array(most)]
  const draw = (key: Key, first: number, count: number): Int32Array => {
    const [drawn, [k0, k1]] = [words.subarray(0, 2 * count), wordsOf(key)]
    fillWords(drawn, k0, k1, domains.draw, first)
    return drawn
  }
  return {
    f32: (...those) => {
      const units = all32.subarray(0, those[2])
      unit32(units, draw(...those))
      return units
    },
    f64: (...those) => {
      const units = all64.subarray(0, those[2])
      unit64(units, draw(...those))
      return units
    },
  }
}

/** Up to so many samples at a time by vectors, written from a byte of their memory on; a multiple of eight. */
export const vectorSource = ({ memory, draw }: VectorUnits, from: number, most: number): UnitSource => {
  const [all32, all64] = [new Float32Array(memory, from, most), new Float64Array(memory, from, most)]
  return {
    f32: (key, first, count) => {
      draw.f32(from, from + 4 * count, ...wordsOf(key), domains.draw, first)
      return all32.subarray(0, count)
    },
    f64: (key, first, count) => {
      draw.f64(from, from + 8 * count, ...wordsOf(key), domains.draw, first)
      return all64.subarray(0, count)
    },
  }
}

/** Samples from which on a module is worth its making. */
const many = 4096

let vectors: VectorUnits | null | undefined

/** Two sources of samples that do not overwrite each other's, each of up to `most` at a time, for `size` samples in all. */
export const unitsFor = (size: number, most: number): readonly [UnitSource, UnitSource] => {
  if (size >= many) {
    if (vectors === undefined) vectors = vectorUnits()
    if (vectors !== null) return [vectorSource(vectors, 0, most), vectorSource(vectors, 8 * most, most)]
  }
  return [plainUnits(most), plainUnits(most)]
}
