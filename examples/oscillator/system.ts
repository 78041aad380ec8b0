/**
 * A damped harmonic oscillator, and its motion in closed form.
 *
 * @module
 */

/** `x″ + 2 ζ ω x′ + ω² x = 0` from `x(0) = 1` and `x′(0) = 0`, for times from 0 to `until`: ω in radians a second, times in seconds. */
export const system = { omega: 20, zeta: 0.1, until: 1 } as const

const { omega, zeta } = system
const decay = zeta * omega
const turning = omega * Math.sqrt(1 - zeta ** 2)

/** `x(t) = e^(-ζωt) (cos νt + ζω/ν sin νt)` with `ν = ω √(1 - ζ²)`. */
export const motion = (t: number): number =>
  Math.exp(-decay * t) * (Math.cos(turning * t) + (decay / turning) * Math.sin(turning * t))

/** So many times at equal distances, with both ends. */
export const times = (count: number, until: number = system.until): readonly number[] =>
  Array.from({ length: count }, (_, i) => (i * until) / (count - 1))
