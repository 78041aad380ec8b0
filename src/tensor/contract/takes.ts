/**
 * Contracts of exported functions.
 *
 * @module
 */
import { callable } from './methods.ts'
import { type Takes, taking } from './taking.ts'

/**
 * A function that looks at its arguments before it does anything. It has the type of the function it is made of, which is given by
 * a function, so that it can stand below and the documentation stays with the export. Of a curried function the arguments of the
 * later calls can be said as well, in a list. A layer, an objective or an optimiser that it gives looks at what its methods are given.
 *
 * @throws ArgumentError unless it is given a name, arguments and a function that gives the function.
 *
 * @example
 * import { layer, smooth } from 'pullback'
 *
 * const { needs, takes } = layer
 * const gain = takes('gain', { by: needs.finite }, () => (by: number) => layer.elementwise(`gain(${by})`, smooth.scale(by)))
 *
 * @category Contracts
 * @since 0.1.0
 */
export const takes: Takes = taking(callable)
