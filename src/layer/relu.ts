/**
 * The rectified linear unit.
 *
 * @module
 */
import { greater, select } from '../primitive/compare.ts'
import { takes } from '../tensor/contract/index.ts'
import { type Tensor, zerosLike } from '../tensor/tensor.ts'
import type { Empty } from '../tensor/tree.ts'
import { type Layer, withoutParams } from './layer.ts'
import type { Same } from './typeFunction.ts'

/**
 * `max(x, 0)`, element by element. The derivative at 0 is 0.
 *
 * Takes and gives any shape.
 *
 * @example
 * import { compose, dense, relu } from 'pullback'
 * const hidden = compose(dense(3, 8), relu())
 */
export const relu = takes('relu', {}, () => reluUnchecked)

const reluUnchecked = (): Layer<Tensor, Same, Empty> =>
  withoutParams('relu', (x: Tensor) => {
    const zeros = zerosLike(x)
    const positive = greater(x, zeros)
    return [select(positive, x, zeros), (dy: Tensor) => select(positive, dy, zeros)]
  })
