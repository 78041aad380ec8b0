/**
 * Weights whose width keeps the variance of values about equal through layers with rectified activations.
 *
 * @see K. He, X. Zhang, S. Ren and J. Sun: "Delving deep into rectifiers" (2015)
 * @module
 */
import { gains, varianceScaling } from './varianceScaling.ts'

/**
 * Uniform in ±√(6 / fan in). For relu and its relatives.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const heUniform = varianceScaling({ gain: gains.relu })

/**
 * Normal with standard deviation √(2 / fan in). For relu and its relatives.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const heNormal = varianceScaling({ gain: gains.relu, distribution: 'normal' })
