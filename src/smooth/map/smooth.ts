/**
 * Smooth maps: functions that come with their pullbacks.
 *
 * Running a smooth map at a point gives the value there and the pullback: the linear map that takes a cotangent of the
 * value to a cotangent of the point (the vector-Jacobian product). Composition is the chain rule, and nothing else in this
 * library differentiates.
 *
 * @module
 */
import { needs, showValue, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'

/**
 * A function with its pullback at each point.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Smooth<A, B> = (a: A) => readonly [value: B, pullback: Pullback<A, B>]

/**
 * The vector-Jacobian product at one point: linear, and safe to call any number of times.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Pullback<A, B> = (db: Cotangent<NoInfer<B>>) => Cotangent<NoInfer<A>>

/**
 * The value of a smooth map alone.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const value = takes('value', [{ f: needs.smooth }, { at: needs.tensors }], () => valueUnchecked)

const valueUnchecked =
  <A, B>(f: Smooth<A, B>) =>
  (a: A): B =>
    f(a)[0]

/**
 * The reverse derivative: `R[f](a, db)`, the cotangent at `a` that `db` pulls back to.
 *
 * @see R. Cockett et al.: "Reverse derivative categories" (2020)
 * @category Smooth maps
 * @since 0.1.0
 */
export const pullbackAt = takes(
  'pullbackAt',
  [{ f: needs.smooth }, { at: needs.tensors }],
  () => pullbackAtUnchecked,
)

const pullbackAtUnchecked =
  <A, B>(f: Smooth<A, B>) =>
  (a: A, db: Cotangent<B>): Cotangent<A> => {
    const pullback: unknown = f(a)?.[1]
    if (typeof pullback !== 'function')
      throw new ArgumentError(
        `pullbackAt needs a smooth map, which gives a value and a pullback, but the pullback is ${showValue(pullback)}.`,
      )
    return pullback(db) as Cotangent<A>
  }
