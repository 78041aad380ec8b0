/**
 * Probabilities from random words, and the ratio of Mills, for openings of quantiles.
 *
 * @module
 */
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { minimum } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { exp } from '../../primitive/elementwise/elementary.ts'
import { floor } from '../../primitive/elementwise/rounding.ts'
import { uniform01 } from '../../primitive/random/uniform01.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { max } from '../../primitive/reduction/reduceMax.ts'
import { erfCoefficients, erfNearZero } from '../../primitive/special/erfOf.ts'
import { loopOf } from '../../program/loopOf.ts'
import { whileOf } from '../../program/whileOf.ts'
import { fromValues, full } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import {
  above,
  below,
  both,
  everywhere,
  firstOf,
  from,
  over,
  plus,
  polynomial,
  times,
  where,
} from './arithmetic.ts'
import { erf } from './errorFunction.ts'

/** The probabilities below and above that pairs of words tell, each exact. */
export const probabilities = (words: AnyTensor): readonly [p: Tensor, q: Tensor] => {
  const n = floor(times(uniform01('f64')(words as Integers<[2]>) as Tensor, 2 ** 52))
  return [times(plus(n, 0.5), 2 ** -52), times(plus(from(2 ** 52 - 1, n), 0.5), 2 ** -52)]
}

/** Whether a mask holds anywhere. */
const anywhere = (mask: Integers): Integers => {
  const largest = max(mask.shape.map((_, axis) => axis))(convert('f64')(mask) as Tensor) as Tensor
  return above(largest, 0)
}

/**
 * Steps for each element by itself, until none goes on: where the mask that a step gives does not hold, the element stays as it is from
 * then on.
 */
export const untilNone = <S extends readonly Tensor[]>(
  limit: number,
  begin: S,
  step: (state: S, n: Tensor) => readonly [next: S, goesOn: Integers],
): S => {
  const [first] = begin as readonly Tensor[] as readonly [Tensor]
  const open = full(first.shape, 1, 'u8') as Integers
  const [, , ...state] = whileOf(
    {
      predicate: ([mask]) => anywhere(mask as Integers),
      step: ([mask, n, ...values]) => {
        const [isOpen, count, now] = [mask as Integers, n as Tensor, values as readonly Tensor[]]
        const [next, goesOn] = step(now as readonly Tensor[] as S, count)
        return [
          both(isOpen, goesOn),
          plus(count, 1),
          ...now.map((x, i) => where(isOpen, next[i] as Tensor, x)),
        ]
      },
    },
    { limit },
    [open, everywhere(first, 1), ...begin],
  )
  return state as readonly AnyTensor[] as readonly Tensor[] as S
}

const { r, s } = erfCoefficients

/** `e^(y²) (1 − erf y)` from 0 up. */
const scaledErfc = (y: Tensor): Tensor => {
  const fractions = Array.from({ length: 40 }, (_, i) => (40 - i) / 2)
  const [rest] = loopOf(
    ([now], [half]) => [
      [plus(y, over(broadcastAlong(y.shape, [])(half as Tensor) as Tensor, now as Tensor))],
      [],
    ],
    { count: fractions.length, reverse: false },
    [y],
    [fromValues([fractions.length], fractions, 'f64') as AnyTensor],
  ) as readonly [Tensor]
  const near = minimum(y, everywhere(y, 4))
  return firstOf(
    [
      [below(y, erfNearZero), mul(exp(mul(near, near)), from(1, erf(near)))],
      [below(y, 4), over(polynomial(r, near), polynomial(s, near))],
    ],
    over(1, times(rest, Math.sqrt(Math.PI))),
  )
}

/** The probability above x beside the density there, from 0 up. */
export const mills = (x: Tensor): Tensor => times(scaledErfc(times(x, Math.SQRT1_2)), Math.sqrt(Math.PI / 2))
