/**
 * A mask of where numbers are infinite.
 *
 * @module
 */

import { scalar } from '../../tensor/function/constructors.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import { equal } from '../elementwise/compare.ts'
import { abs } from '../elementwise/elementary.ts'
import { broadcastBeside } from '../reduction/broadcast.ts'

/** 1 where x is ∞ or -∞: not where it is NaN, which is to be seen. */
export const isInfinite = (x: Tensor): Integers =>
  equal(abs(x), broadcastBeside(x)(scalar(Number.POSITIVE_INFINITY, x.dtype as 'f32')))
