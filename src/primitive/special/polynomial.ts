/**
 * Polynomials by their coefficients.
 *
 * @module
 */

/** `Σ coefficients[i] · xⁱ`. */
export const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
