/**
 * Looking at what flows by.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { TracingError } from '../../tensor/error.ts'
import { type Tensor, tracer } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { positionwise } from '../fromSmooth.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'

/**
 * The observers of the values, and of the cotangents on their way back.
 *
 * @category Combinators
 * @since 0.1.0
 */
export interface Observer {
  readonly value?: (x: Tensor) => void
  readonly cotangent?: (dx: Tensor) => void
}

/**
 * Shows values and cotangents to an observer and changes neither: the identity, for logging, statistics and debugging.
 *
 * A compiled program has no observers: a tap in it is an error and no silence. Train with `compile: false` to observe.
 *
 * @throws TracingError when it is run to make a program.
 *
 * @example
 * import { compose, dense, relu, tap } from 'pullback'
 * const net = compose(dense(4, 8), tap({ value: x => console.log(x.shape) }), relu())
 *
 * @category Combinators
 * @since 0.1.0
 */
export const tap = takes(
  'tap',
  { observer: needs.options({ value: needs.fn, cotangent: needs.fn }) },
  () => tapUnchecked,
)

const tapUnchecked = (observer: Observer = {}): Layer<Tensor, Same, Empty> =>
  positionwise('tap', (x: Tensor) => {
    const observes = observer.value !== undefined || observer.cotangent !== undefined
    if (observes && x[tracer]?.name === 'a program')
      throw new TracingError(
        'A tap cannot observe a compiled program: it would see the program being made and nothing of its runs. Train with ' +
          '{ compile: false }, or take the tap out.',
      )
    observer.value?.(x)
    return [
      x,
      (dx: Tensor) => {
        observer.cotangent?.(dx)
        return dx
      },
    ]
  })
