/**
 * Weights whose width keeps the variance of values about equal through layers with rectified activations.
 *
 * @see K. He, X. Zhang, S. Ren and J. Sun: "Delving deep into rectifiers" (2015)
 * @module
 */
import { fansOf, type Initialiser } from './initialiser.ts'
import { normal, uniform } from './random.ts'

/** Uniform in ±√(6 / fan in). For relu and its relatives. */
export const heUniform: Initialiser = (shape, dtype) => {
  const bound = Math.sqrt(6 / fansOf(shape).in)
  return uniform(-bound, bound)(shape, dtype)
}

/** Normal with standard deviation √(2 / fan in). For relu and its relatives. */
export const heNormal: Initialiser = (shape, dtype) =>
  normal(0, Math.sqrt(2 / fansOf(shape).in))(shape, dtype)
