/**
 * The distance of numbers, beside the largest of them.
 *
 * @module
 */
import { type AnyTensor, toValues } from '../../../src/index.ts'

/** Beside the largest finite number, or `least`; infinite where one is not finite and the other is another. */
export const apart = (x: AnyTensor, y: AnyTensor, least = 1e-300): number => {
  const [xs, ys] = [[...toValues(x)], [...toValues(y)]]
  const size = ys.reduce((most, b) => (Number.isFinite(b) ? Math.max(most, Math.abs(b)) : most), least)
  return xs.reduce((most, a, i) => {
    const b = ys[i] as number
    if (Object.is(a, b) || a === b) return most
    return Number.isFinite(a) && Number.isFinite(b)
      ? Math.max(most, Math.abs(a - b) / size)
      : Number.POSITIVE_INFINITY
  }, 0)
}
