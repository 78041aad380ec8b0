import { type AnyTensor, type FloatDType, toValues } from 'pullback'
import { expect } from 'vitest'

/** The elements of a tensor. */
export const listOf = (x: AnyTensor): readonly number[] => Array.from(toValues(x) as ArrayLike<number>)

/** Special values have to be the same; others may differ by some units of the last place, and by subnormal numbers. */
export const expectSame = (
  dtype: FloatDType,
  got: readonly number[],
  want: readonly number[],
  name: string,
  floor = 0,
  units = 8,
): void => {
  const [unit, least] = dtype === 'f32' ? [2 ** -23, 2 ** -149] : [2 ** -52, 2 ** -1074]
  const wrong = want.flatMap((w, i) => {
    const g = got[i] as number
    const special = !Number.isFinite(w) || !Number.isFinite(g)
    const fine = special
      ? Object.is(g, w)
      : Math.abs(g - w) <= units * unit * Math.max(Math.abs(w), floor) + 4 * least
    return fine ? [] : [`${i}: ${g} instead of ${w}`]
  })
  // Asked only where something is wrong, as asking costs more than comparing.
  if (wrong.length > 0) expect(wrong, name).toEqual([])
  if (got.length !== want.length) expect(got, name).toHaveLength(want.length)
}
