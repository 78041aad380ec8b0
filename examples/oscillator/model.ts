/**
 * The network as a motion, and by how much it breaks the law of motion.
 *
 * @module
 */
import {
  compose,
  dense,
  fromValues,
  init,
  key,
  label,
  onesLike,
  op,
  type ParamsOf,
  smooth,
  smoothOf,
  type Tensor,
  tanh,
} from 'pullback'
import { system } from './system.ts'

/** Two hidden layers, smooth everywhere. */
export const net = compose(
  label('first')(dense(1, 32)),
  tanh(),
  label('second')(dense(32, 32)),
  tanh(),
  label('last')(dense(32, 1)),
)

export type Params = ParamsOf<typeof net>

/** Times, or what is at these times. */
export type Column = Tensor<[number, 1]>

/** Numbers under each other. */
export const column = (values: readonly number[]): Column =>
  fromValues<number, [number, 1], 'f64'>([values.length, 1], values, 'f64')

/** The first parameters. */
export const begin = (seed: number): Params => init(net, { dtype: 'f64' })(key(seed)).params

const { state } = init(net)(key(0))
const outputOf = smoothOf(net, state)

/** Times from 0 to the end as inputs from -3 to 3, over which the units of the first layer bend. */
const spread = (t: Column): Column => op.shift(-3)(op.scale(6 / system.until)(t))

/**
 * `x(t) = 1 + g(t) · net(t)` with `g = (ωt)² / (1 + (ωt)²)`, whose value and slope at 0 are 0: it begins as it must, whatever the
 * parameters are (Lagaris, Likas and Fotiadis: “Artificial neural networks for solving ordinary and partial differential equations”,
 * 1998).
 */
export const positionOf =
  (params: Params) =>
  (t: Column): Column => {
    const square = op.scale(system.omega ** 2)(op.mul(t, t))
    const gate = op.div(square, op.shift(1)(square))
    return op.shift(1)(op.mul(gate, outputOf([params, spread(t)])[0]))
  }

/** `(x″ + 2 ζ ω x′ + ω² x) / ω²`: 0 where the motion keeps to the law. The derivatives are those by the input. */
export const residualOf =
  (params: Params) =>
  (t: Column): Column => {
    const { omega, zeta } = system
    const [x, velocity, acceleration] = smooth.derivativesAlong(positionOf(params), 2)(
      t,
      onesLike(t),
    ) as readonly [Column, Column, Column]
    const forces = op.add(op.scale(2 * zeta * omega)(velocity), op.scale(omega ** 2)(x))
    return op.scale(1 / omega ** 2)(op.add(acceleration, forces))
  }

/** The largest difference from what is at some times. */
export const furthest = (x: readonly number[], y: readonly number[]): number =>
  Math.max(...x.map((value, i) => Math.abs(value - (y[i] as number))))
