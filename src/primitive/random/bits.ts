/**
 * Random bits from a key: the only source of randomness. A primitive, so that a key can be an input of a program.
 *
 * The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw: "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011), a counter-based one: block `i` of a stream is the key's permutation of the counter `(i, domain)`.
 *
 * @module
 */
import { ShapeError } from '../../tensor/error.ts'
import { isShape, type Shape, showShape } from '../../tensor/shape.ts'
import type { Integers, Sizes } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import { notDifferentiable, type Primitive } from '../core/primitive.ts'
import { input, requireInteger } from '../core/rule.ts'
import { fillWords } from './fillWords.ts'

/** Counters start at `offset`; different domains never share a counter. */
export interface BitsOptions {
  readonly shape: Shape
  readonly domain: number
  readonly offset: number
}

export const Bits: Primitive<BitsOptions> = {
  name: 'bits',
  shape: (inputs, { shape }) => {
    const key = input(inputs, 0)
    requireInteger('bits', key)
    if (key.shape.length !== 1 || key.shape[0] !== 2 || key.dtype !== 'i32')
      throw new ShapeError(
        `bits needs a key of two i32 words, but was given ${key.dtype}${showShape(key.shape)}.`,
        [key.shape],
      )
    if (!isShape(shape))
      throw new ShapeError(`bits needs a shape, but was given ${showShape(shape)}.`, [shape])
    return { shape, dtype: 'i32' }
  },
  kernel: ([key], y, { domain, offset }) => {
    const [k0, k1] = [key!.elements[0]!, key!.elements[1]!]
    fillWords(y.elements as Int32Array, k0, k1, domain, offset)
  },
  partials: notDifferentiable,
}

/** Random 32-bit words (as i32) of a key, from one of its independent domains. */
export const bits =
  <N extends number, S extends Sizes<N>>(shape: S, domain: number, offset = 0) =>
  (key: Integers<[2]>): Integers<S> =>
    bind(Bits, { shape, domain, offset }, [key])
