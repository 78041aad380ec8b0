/**
 * A planet around its sun: the motion of the example, which comes back to where it began.
 *
 * @module
 */
import { op, type Tensor, tensor } from 'pullback'

/** How fast place and velocity, [x, y, vx, vy], change where the sun pulls with a strength. */
export const kepler = (strength: Tensor<[]>, y: Tensor): Tensor => {
  const [at, velocity] = [op.slice([0], [2])(y), op.slice([2], [2])(y)]
  const square = op.sum()(op.mul(at, at))
  const pull = op.div(op.neg(strength), op.mul(square, op.sqrt(square)))
  return op.concat(0)(velocity, op.scaleBy(pull)(at)) as Tensor
}

const eccentricity = 0.9

/** Where it is nearest to the sun, on an orbit of eccentricity 0.9 and, for the strength 1, of a period of 2π. */
export const perihelion: Tensor = tensor(
  [1 - eccentricity, 0, 0, Math.sqrt((1 + eccentricity) / (1 - eccentricity))],
  'f64',
)
