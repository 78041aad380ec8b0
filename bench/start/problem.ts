/**
 * Problems: the data, batches and first parameters that all contestants of a case share.
 *
 * @module
 */

import { type AnyTensor, toValues } from 'pullback'

/** An array by its shape and its numbers in row-major order; `Int32Array` for labels. */
export interface Values {
  readonly shape: readonly number[]
  readonly values: Float64Array | Int32Array
}

/** What stands between the dense layers of a classifier. */
export type Activation = 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu'

/** A classifier of dense layers, trained by plain gradient descent on the mean cross-entropy. */
export interface Classifier {
  readonly kind: 'classifier'
  readonly activation: Activation | null
  readonly rate: number
  /** λ in `λ/2 · Σ ‖p‖²` over all parameters. */
  readonly l2: number
  /** `w1`, `b1`, `w2`, …: weights as [in, out]; a layer without its `b` has no bias. */
  readonly params: { readonly [name: string]: Values }
  /** [batches, batch, features]. */
  readonly inputs: Values
  /** Labels, [batches, batch]. */
  readonly targets: Values
}

/** The product of two matrices, `a` and `b`. */
export interface Product {
  readonly kind: 'product'
  readonly params: { readonly a: Values; readonly b: Values }
}

/**
 * LeNet-5 with rectified units and maximum pooling, trained by plain gradient descent on the mean cross-entropy: a 5 by 5
 * convolution to 6 channels with padding 2, one to 16 channels, each followed by relu and a pool of 2 by 2; then 120 and 84 units
 * and 10 classes.
 */
export interface LeNet {
  readonly kind: 'lenet'
  readonly rate: number
  /** `w1`, `b1`, …: kernels as [out, in, height, width], then weights as [in, out]. */
  readonly params: { readonly [name: string]: Values }
  /** [batches, batch, 1, 28, 28]. */
  readonly inputs: Values
  /** Labels, [batches, batch]. */
  readonly targets: Values
}

/**
 * A language model: embedding of characters, learned positions, blocks of causal attention and of two dense layers with gelu between
 * them, each with a layer norm before it and a shortcut around both, a last layer norm, and scores for the next character. Trained
 * by Adam on the mean cross-entropy over all positions.
 */
export interface Transformer {
  readonly kind: 'transformer'
  readonly rate: number
  /** In each block. */
  readonly heads: number
  /** `blocks.0.self.attention.query.w`, …: the paths of pullback's parameters; weights as [in, out]. */
  readonly params: { readonly [name: string]: Values }
  /** Characters, [batches, batch, context]. */
  readonly inputs: Values
  /** The character after each of them, [batches, batch, context]. */
  readonly targets: Values
}

/**
 * A long short-term memory from zeros, a dense layer on its last output, trained by plain gradient descent on the mean cross-entropy.
 */
export interface Lstm {
  readonly kind: 'lstm'
  readonly rate: number
  /** `lstm.input.w`, …: the paths of pullback's parameters; weights as [in, 4 · hidden], the gates i, f, g and o beside each other. */
  readonly params: { readonly [name: string]: Values }
  /** [batches, batch, time, features]. */
  readonly inputs: Values
  /** Labels, [batches, batch]. */
  readonly targets: Values
}

/**
 * The same language model, which writes: a step is one character, drawn from the scores for the character before, with a cache of keys and
 * values. Its losses are the cross-entropies of given characters, each after those before it.
 */
export interface Generation extends Omit<Transformer, 'kind' | 'rate'> {
  readonly kind: 'generation'
}

/** What is to be done. */
export type Problem = Classifier | Generation | LeNet | Lstm | Product | Transformer

/** Numbers in a shape. */
export const valuesOf = (values: Values['values'], ...shape: readonly number[]): Values => {
  const size = shape.reduce((n, axis) => n * axis, 1)
  if (values.length !== size)
    throw new Error(`${values.length} numbers do not fill the shape [${shape.join(', ')}].`)
  return { shape, values }
}

/** The numbers of a tensor in its shape. */
export const valuesIn = (x: AnyTensor): Values => valuesOf(toValues(x) as Values['values'], ...x.shape)

/** Zeros in a shape. */
export const zerosOf = (...shape: readonly number[]): Values =>
  valuesOf(new Float64Array(shape.reduce((n, axis) => n * axis, 1)), ...shape)

/** Some rows of a table with so many columns, one after the other. */
export const rowsAt = (table: Float64Array, columns: number, rows: Iterable<number>): Float64Array => {
  const chosen = Array.from(rows)
  const out = new Float64Array(chosen.length * columns)
  chosen.forEach((row, i) => {
    out.set(table.subarray(row * columns, (row + 1) * columns), i * columns)
  })
  return out
}

/** The numbers from 0 to n - 1. */
export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)
