/**
 * Random well-typed functions of tensors, with a bound for each result's size and for how far rounding may take two
 * engines apart. Where that is nothing, as for sums of small integers, the function may compare.
 *
 * @module
 */

import type { AnyTensor } from '../../src/index.ts'
import type { Abstract } from '../../src/primitive/core/primitive.ts'
import type { Shape } from '../../src/tensor/shape.ts'
import {
  apply,
  type Bounded,
  binary,
  broadcast,
  converted,
  convolved,
  indexed,
  isExact,
  moved,
  product,
  reduced,
  sizeOf,
  unary,
} from './bounded.ts'
import { sizes, subset, type Tape } from './tape.ts'

const shapeFrom = (tape: Tape): Shape => {
  const shape = Array.from({ length: tape.below(4) }, () => (tape.below(24) === 23 ? 0 : tape.of(sizes)))
  return sizeOf(shape) > 400 ? shape.slice(0, 2) : shape
}

/** The inputs of a random function: floats, and indices that are 0 or 1. */
export const inputsFrom = (tape: Tape): readonly Abstract[] => {
  const [dtype, shape] = [tape.of(['f32', 'f32', 'f64'] as const), shapeFrom(tape)]
  return [
    { shape, dtype },
    { shape: tape.of([shape, shapeFrom(tape)]), dtype: tape.of([dtype, dtype, 'f32', 'f64'] as const) },
    { shape: [3], dtype: 'i32' },
    { shape: [5], dtype: 'i32' },
    { shape: [2, 3], dtype: 'i32' },
  ]
}

/** The largest that a whole number may become: sums and products of smaller ones are exact in f32. */
const largest = 2 ** 18

/** What a random function gives for its inputs. */
export const resultsFrom = (tape: Tape, inputs: readonly AnyTensor[]): readonly Bounded[] => {
  const [first, second, ...indices] = inputs as readonly [AnyTensor, AnyTensor, ...AnyTensor[]]
  const pool: Bounded[] = [first, second].map(x => ({ x, most: 4, error: 0 }))
  const others: Bounded[] = []
  while (tape.isLeft()) {
    const a = pool[pool.length - 1 - tape.below(Math.min(pool.length, 4))] as Bounded
    const partners = pool.filter(({ x }) => x.dtype === a.x.dtype && String(x.shape) === String(a.x.shape))
    const step = (): Bounded => {
      switch (tape.below(13)) {
        case 0:
        case 1:
          return unary(tape, a)
        case 2:
        case 3:
        case 4:
          return binary(tape, a, tape.of(partners))
        case 5:
        case 6:
          return binary(tape, a, broadcast(tape, a))
        case 7:
          return reduced(tape, a, subset(tape, a.x.shape.length))
        case 8:
          return moved(tape, a)
        case 9:
          return indexed(tape, a, indices)
        case 10:
          return product(tape, a)
        case 11:
          return convolved(tape, a)
        default:
          return converted(tape, a)
      }
    }
    const made = step()
    if (made.most < largest && sizeOf(made.x.shape) <= 2000) pool.push(made)
    if (isExact(a) && tape.below(6) === 0) {
      const b = tape.of(partners.filter(isExact))
      others.push({ x: apply('greater', {}, a.x, b.x), most: 1, error: 0 })
      if ((a.x.shape.at(-1) ?? 0) > 0) others.push({ x: apply('argmax', {}, a.x), most: 0, error: 0 })
    }
  }
  const last = pool.at(-1) as Bounded
  return [
    ...pool.slice(-3),
    last,
    ...others.slice(-2),
    tape.of(pool),
    { x: indices[0] as AnyTensor, most: 1, error: 0 },
  ]
}
