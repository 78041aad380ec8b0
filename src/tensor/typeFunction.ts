/**
 * Functions from types to types: what a map gives is written in terms of what it is given.
 *
 * @module
 */

/**
 * A function from types to types: `output` is written in terms of `this['input']`.
 *
 * @category Tensors
 * @since 0.1.0
 */
export interface TypeFunction {
  readonly input: unknown
  readonly output: unknown
}

/**
 * What a map's output type `B` is for an input of type `X`; a plain type is a constant.
 *
 * @category Tensors
 * @since 0.1.0
 */
export type Apply<B, X> = B extends TypeFunction ? (B & { readonly input: X })['output'] : B

/**
 * A sentence for people in place of a type: what does not fit what.
 *
 * @category Tensors
 * @since 0.1.0
 */
export interface Mismatch<Sentence extends string> {
  readonly mismatch: Sentence
}
