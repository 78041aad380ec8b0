/**
 * The cotangent of what has no derivative. An integer tensor cannot be varied by a little, so the space of its cotangents
 * is a single point. Having it as a value keeps the structure of cotangents equal to that of their primals.
 *
 * @module
 */

class TrivialCotangent {
  readonly _tag = 'Trivial'
}

/**
 * The type of the cotangents of integer tensors.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Trivial = TrivialCotangent

/**
 * The only cotangent of an integer tensor.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const trivial: Trivial = Object.freeze(new TrivialCotangent())

/**
 * Whether a value is the trivial cotangent.
 *
 * @category Tensors
 * @since 0.1.0
 */
export const isTrivial = (x: unknown): x is Trivial => x === trivial
