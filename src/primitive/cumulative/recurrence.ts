/**
 * Linear recurrences along an axis, of which cumulative sums are one, and which the derivatives of cumulative operations are: each is
 * one pass, and right where a quotient of cumulative results would be 0 / 0.
 *
 * @see G. E. Blelloch: "Prefix sums and their applications", 1990, section 1.4
 * @module
 */
import type { Elements } from '../../tensor/dtype.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { bind } from '../core/bind.ts'
import type { Primitive } from '../core/primitive.ts'
import { input, requireSameDType, requireSameShape } from '../core/rule.ts'
import { mul } from '../elementwise/arithmetic.ts'
import { type DirectedOptions, type Lines, linesOf, sameAlong, shifted } from '../movement/line.ts'

/** Visits the rows along an axis in order, or in reverse: where each begins, and whether it is the first. */
const eachRow = (
  { outer, length, inner }: Lines,
  reverse: boolean,
  visit: (from: number, isFirst: boolean) => void,
): void => {
  for (let block = 0; block < outer; block++)
    for (let i = 0; i < length; i++) visit((block * length + (reverse ? length - 1 - i : i)) * inner, i === 0)
}

const sumLines = (xs: Elements, ys: Elements, { outer, length }: Lines, reverse: boolean): void => {
  for (let block = 0; block < outer; block++) {
    let total = 0
    const [start, end] = [block * length, (block + 1) * length]
    if (reverse)
      for (let i = end - 1; i >= start; i--) {
        total += xs[i]!
        ys[i] = total
      }
    else
      for (let i = start; i < end; i++) {
        total += xs[i]!
        ys[i] = total
      }
  }
}

export const CumSum: Primitive<DirectedOptions> = {
  name: 'cumSum',
  shape: (inputs, { axis }) => sameAlong('cumSum', input(inputs, 0), axis),
  // In double precision, each rounded once, as sums are.
  kernel: ([x], y, { axis, reverse }) => {
    const lines = linesOf(y.shape, axis)
    const [xs, ys] = [x!.elements, y.elements]
    if (lines.inner === 1) {
      sumLines(xs, ys, lines, reverse)
      return
    }
    const totals = new Float64Array(lines.inner)
    eachRow(lines, reverse, (from, isFirst) => {
      if (isFirst) totals.fill(0)
      for (let j = 0; j < totals.length; j++) {
        totals[j]! += xs[from + j]!
        ys[from + j] = totals[j]!
      }
    })
  },
  partials: (_inputs, _, { axis, reverse }) => [
    {
      apply: dx => bind(CumSum, { axis, reverse }, [dx]),
      transpose: dy => bind(CumSum, { axis, reverse: !reverse }, [dy]),
    },
  ],
}

export const LinearRecurrence: Primitive<DirectedOptions> = {
  name: 'linearRecurrence',
  shape: (inputs, { axis }) => {
    const [a, b] = [input(inputs, 0), input(inputs, 1)]
    requireSameDType('linearRecurrence', a, b)
    requireSameShape('linearRecurrence', a, b)
    return sameAlong('linearRecurrence', b, axis)
  },
  kernel: ([a, b], y, { axis, reverse }) => {
    const lines = linesOf(y.shape, axis)
    const [factors, terms, ys] = [a!.elements, b!.elements, y.elements]
    const before = new Float64Array(lines.inner)
    eachRow(lines, reverse, (from, isFirst) => {
      for (let j = 0; j < before.length; j++) {
        const next = isFirst ? terms[from + j]! : factors[from + j]! * before[j]! + terms[from + j]!
        before[j] = next
        ys[from + j] = next
      }
    })
  },
  partials: ([a], y, { axis, reverse }) => {
    const before = (x: AnyTensor): Tensor => shifted(x as Tensor, axis, reverse ? -1 : 1)
    const after = (x: AnyTensor): Tensor => shifted(x as Tensor, axis, reverse ? 1 : -1)
    const apply = (db: AnyTensor): Tensor => recurrence(axis, reverse)(a as Tensor, db as Tensor)
    const transpose = (dy: AnyTensor): Tensor => recurrence(axis, !reverse)(after(a!), dy as Tensor)
    return [
      {
        apply: da => apply(mul(da as Tensor, before(y))),
        transpose: dy => mul(transpose(dy), before(y)),
      },
      { apply, transpose },
    ]
  },
}

/** `yᵢ = aᵢ yᵢ₋₁ + bᵢ` along an axis, where nothing stands before the first; in reverse `yᵢ = aᵢ yᵢ₊₁ + bᵢ`. */
export const recurrence =
  (axis: number, reverse: boolean) =>
  (a: Tensor, b: Tensor): Tensor =>
    bind(LinearRecurrence, { axis, reverse }, [a, b])
