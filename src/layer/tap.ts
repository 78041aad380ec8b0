/**
 * Looking at what flows by.
 *
 * @module
 */
import type { Tensor } from '../tensor/tensor.ts'
import type { Empty } from '../tensor/tree.ts'
import { type Layer, withoutParams } from './layer.ts'
import type { Same } from './typeFunction.ts'

/** Who is told of the values, and of the cotangents on their way back. */
export interface Observer {
  readonly value?: (x: Tensor) => void
  readonly cotangent?: (dx: Tensor) => void
}

/**
 * Shows values and cotangents to an observer and changes neither: the identity, for logging, statistics and debugging.
 *
 * @example
 * import { compose, dense, relu, tap } from 'pullback'
 * const net = compose(dense(4, 8), tap({ value: x => console.log(x.shape) }), relu())
 */
export const tap = (observer: Observer): Layer<Tensor, Same, Empty> =>
  withoutParams('tap', (x: Tensor) => {
    observer.value?.(x)
    return [
      x,
      (dx: Tensor) => {
        observer.cotangent?.(dx)
        return dx
      },
    ]
  })
