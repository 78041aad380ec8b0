/**
 * Smooth maps inside of functions that are lifted.
 *
 * @module
 */
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import type { Smooth } from './smooth.ts'
import { applyGiven } from './withPullback.ts'

/**
 * The value of a smooth map, for use inside of a function that is lifted: there the map is one step, and its own pullback the way back.
 * Unlike that of `withPullback` it keeps what the map found out on its way forward.
 */
export const applied =
  <A, B>(f: Smooth<A, B>): ((a: A) => B) =>
  a => {
    let known: readonly [point: A, pullback: (db: Cotangent<B>) => Cotangent<A>] | null = null
    const forward = (point: A): B => {
      const [b, pullback] = f(point)
      known = [point, pullback]
      return b
    }
    const back = (point: A, _: B, db: Cotangent<B>): Cotangent<A> =>
      known !== null && known[0] === point ? known[1](db) : f(point)[1](db)
    return applyGiven({ f: forward, pullback: back }, a)
  }
