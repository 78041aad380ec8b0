/**
 * Results so far along an axis. Sums double the reach of what is added up at each of a few steps; others, in which a number may make
 * all that follows 0 or infinite, go one after the other in double precision, as their kernels do.
 *
 * @module
 */
import { add, mul } from '../../primitive/elementwise/arithmetic.ts'
import { maximum, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { exp, log } from '../../primitive/elementwise/elementary.ts'
import { type AlongOptions, type DirectedOptions, part } from '../../primitive/movement/line.ts'
import { pad } from '../../primitive/movement/pad.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { loopOf } from '../../program/loopOf.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { full } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { above, both, equals, everywhere, minus, not, plus, where } from './arithmetic.ts'

const onAxis = (x: Tensor, axis: number, n: number): readonly number[] =>
  x.shape.map((_, i) => (i === axis ? n : 0))

export const cumSum =
  ({ axis, reverse }: DirectedOptions) =>
  (x: Tensor): Tensor => {
    const n = x.shape[axis] as number
    const none = onAxis(x, axis, 0)
    let sum = x
    for (let reach = 1; reach < n; reach *= 2) {
      const [room, rest] = [onAxis(x, axis, reach), n - reach]
      const moved = reverse
        ? pad(none, room)(part(sum, axis, reach, rest))
        : pad(room, none)(part(sum, axis, 0, rest))
      sum = add(sum, moved)
    }
    return sum
  }

/** The axis in front of the others, or back. */
const inFront = (rank: number, axis: number): readonly number[] => [
  axis,
  ...Array.from({ length: rank }, (_, i) => i).filter(i => i !== axis),
]

/** One after the other along an axis: what is carried, and what each gives; in double precision. */
const along = (
  axis: number,
  reverse: boolean,
  xs: readonly Tensor[],
  begin: (first: Tensor) => readonly AnyTensor[],
  step: (
    carried: readonly AnyTensor[],
    slices: readonly Tensor[],
  ) => readonly [readonly AnyTensor[], AnyTensor],
): AnyTensor => {
  const [x] = xs as readonly [Tensor]
  const order = inFront(x.shape.length, axis)
  const slices = xs.map(it => transpose(order)(convert('f64')(it)) as Tensor)
  const first = slices[0] as Tensor
  const like = everywhere(full(first.shape.slice(1), 0, 'f64') as Tensor, 0)
  const carried = begin(like)
  const results = loopOf(
    (now, own) => {
      const [next, y] = step(now, own as readonly Tensor[])
      return [next, [y]]
    },
    { count: x.shape[axis] as number, reverse },
    carried,
    slices,
  )
  const back = order.map((_, i) => order.indexOf(i))
  return transpose(back)(results.at(-1) as Tensor)
}

const rounded = (x: Tensor, y: AnyTensor): AnyTensor => convert(x.dtype as FloatDType)(y as Tensor)

export const cumProd =
  ({ axis }: AlongOptions) =>
  (x: Tensor): AnyTensor =>
    rounded(
      x,
      along(
        axis,
        false,
        [x],
        first => [everywhere(first, 1)],
        ([product], [own]) => {
          const next = mul(product as Tensor, own as Tensor)
          return [[next], next]
        },
      ),
    )

export const linearRecurrence =
  ({ axis, reverse }: DirectedOptions) =>
  (a: Tensor, b: Tensor): AnyTensor =>
    rounded(
      b,
      along(
        axis,
        reverse,
        [a, b],
        // Nothing stands before the first, whose factor may be anything.
        first => [everywhere(first, 0), full(first.shape, 1, 'u8')],
        ([before, isFirst], [factor, term]) => {
          const [x, y] = [before as Tensor, term as Tensor]
          const next = where(isFirst as Integers, y, plus(mul(factor as Tensor, x), y))
          return [[next, full(x.shape, 0, 'u8')], next]
        },
      ),
    )

export const cumArgmax =
  ({ axis }: AlongOptions) =>
  (x: Tensor): AnyTensor =>
    along(
      axis,
      false,
      [x],
      first => [
        full(first.shape, 0, 'i32'),
        everywhere(first, Number.NEGATIVE_INFINITY),
        full(first.shape, 0, 'i32'),
      ],
      ([best, largest, at], [value]) => {
        const [most, own] = [largest as Tensor, value as Tensor]
        // The first NaN stays. Of equal ones the last counts.
        const isNext = both(equals(most, most), not(above(most, own)))
        const next = select(isNext, at as Integers, best as Integers)
        const after = add(at as Integers, full((at as Integers).shape, 1, 'i32') as Integers)
        return [[next, where(isNext, own, most), after], next]
      },
    )

export const logCumSumExp =
  ({ axis }: AlongOptions) =>
  (x: Tensor): AnyTensor =>
    rounded(
      x,
      along(
        axis,
        false,
        [x],
        first => [everywhere(first, Number.NEGATIVE_INFINITY), everywhere(first, 0)],
        ([level, total], [value]) => {
          const [before, own] = [level as Tensor, value as Tensor]
          const next = maximum(before, own)
          // Beside itself each counts 1, also where both are infinite.
          const beside = (it: Tensor): Tensor => where(equals(it, next), 1, exp(minus(it, next)))
          const sum = plus(mul(total as Tensor, beside(before)), beside(own))
          return [[next, sum], plus(next, log(sum))]
        },
      ),
    )
