/**
 * Weights whose width keeps the variance of values about equal through layers without activations, or with selu.
 *
 * @see Y. LeCun, L. Bottou, G. Orr and K.-R. Müller: "Efficient BackProp" (1998)
 * @module
 */
import { varianceScaling } from './varianceScaling.ts'

/**
 * Uniform in ±√(3 / fan in).
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const lecunUniform = varianceScaling()

/**
 * Normal with standard deviation √(1 / fan in). For selu.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const lecunNormal = varianceScaling({ distribution: 'normal' })
