/**
 * Distances of tensors, beside the largest number.
 *
 * @module
 */
import { type AnyTensor, toValues } from '../../../src/index.ts'

/** The largest difference beside the largest number, and infinite where shapes, types, or what is not finite differ. */
export const apart = (got: AnyTensor | undefined, wanted: AnyTensor): number => {
  if (got === undefined || got.dtype !== wanted.dtype || got.shape.join() !== wanted.shape.join())
    return Number.POSITIVE_INFINITY
  const [xs, ys] = [[...toValues(got)], [...toValues(wanted)]]
  const size = ys.reduce((most, y) => (Number.isFinite(y) ? Math.max(most, Math.abs(y)) : most), 1e-30)
  return xs.reduce((most, x, i) => {
    const y = ys[i] as number
    if (Object.is(x, y) || x === y) return most
    return Number.isFinite(x) && Number.isFinite(y)
      ? Math.max(most, Math.abs(x - y) / size)
      : Number.POSITIVE_INFINITY
  }, 0)
}
