/**
 * Weights whose width keeps the variance of values and of cotangents about equal from layer to layer.
 *
 * @see X. Glorot and Y. Bengio: "Understanding the difficulty of training deep feedforward neural networks" (2010)
 * @module
 */
import { fansOf, type Initialiser } from './initialiser.ts'
import { normal, uniform } from './random.ts'

/** Uniform in ±√(6 / (fan in + fan out)). For sigmoid, tanh and linear layers. */
export const glorotUniform: Initialiser = (shape, dtype) => {
  const fans = fansOf(shape)
  const bound = Math.sqrt(6 / (fans.in + fans.out))
  return uniform(-bound, bound)(shape, dtype)
}

/** Normal with standard deviation √(2 / (fan in + fan out)). */
export const glorotNormal: Initialiser = (shape, dtype) => {
  const fans = fansOf(shape)
  return normal(0, Math.sqrt(2 / (fans.in + fans.out)))(shape, dtype)
}
