/**
 * Weights whose width keeps the variance of values and of cotangents about equal from layer to layer.
 *
 * @see X. Glorot and Y. Bengio: "Understanding the difficulty of training deep feedforward neural networks" (2010)
 * @module
 */
import { varianceScaling } from './varianceScaling.ts'

/**
 * Uniform in ±√(6 / (fan in + fan out)). For sigmoid, tanh and linear layers.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const glorotUniform = varianceScaling({ fan: 'average' })

/**
 * Normal with standard deviation √(2 / (fan in + fan out)).
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const glorotNormal = varianceScaling({ fan: 'average', distribution: 'normal' })
