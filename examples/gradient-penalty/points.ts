/**
 * Two distributions in the plane whose distance is known: a disc, and a ring around it.
 *
 * @module
 */
import { type FloatDType, fromValues, type Key, op, random, type Tensor } from 'pullback'

/** Points of the plane. */
export type Points = Tensor<[number, 2]>

/** Radii between which points are spread evenly over the area. */
export interface Ring {
  readonly from: number
  readonly to: number
}

/** The two distributions. */
export const disc: Ring = { from: 0, to: 1 }
export const ring: Ring = { from: 1, to: 2 }

/** The mean radius of a ring: `2/3 (to³ - from³) / (to² - from²)`. */
const meanRadius = ({ from, to }: Ring): number => ((2 / 3) * (to ** 3 - from ** 3)) / (to ** 2 - from ** 2)

/**
 * The Wasserstein-1 distance of the two. Every point of the disc moves outwards, so no critic does better than the radius, whose
 * slope is 1 everywhere: the distance is the difference of the mean radii, 14/9 - 6/9.
 */
export const distance = meanRadius(ring) - meanRadius(disc)

/** So many random points. */
export const drawn =
  ({ from, to }: Ring, count: number, dtype: FloatDType) =>
  (key: Key): Points => {
    const [forRadius, forAngle] = random.split(2)(key)
    const radius = op.sqrt(random.uniform([count, 1], from ** 2, to ** 2, { dtype })(forRadius))
    const angle = random.uniform([count, 1], 0, 2 * Math.PI, { dtype })(forAngle)
    return op.concat(1)(op.mul(radius, op.cos(angle)), op.mul(radius, op.sin(angle))) as Points
  }

const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/** So many points on a spiral on which each has the same area around it, as sunflowers have it: to take means over. */
export const even = ({ from, to }: Ring, count: number, dtype: FloatDType): Points =>
  fromValues<number, [number, 2], FloatDType>(
    [count, 2],
    Array.from({ length: count }, (_, i) => {
      const radius = Math.sqrt(from ** 2 + ((i + 0.5) / count) * (to ** 2 - from ** 2))
      return [radius * Math.cos(i * goldenAngle), radius * Math.sin(i * goldenAngle)]
    }).flat(),
    dtype,
  ) as Points
