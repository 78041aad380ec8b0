/**
 * Optimisers: gradient transformations as pure pairs of init and update, which compose.
 *
 * An optimiser turns gradients into updates, which are added to the parameters. What it remembers is explicit state, and
 * what changes from step to step without regard to gradients (learning rates, bias corrections) it says as rates, so that
 * its update is one fixed function of tensors for all steps.
 *
 * @module
 */

import { add } from '../primitive/elementwise/arithmetic.ts'
import type { Path } from '../tensor/error.ts'
import { zipWith } from '../tensor/function/traversal.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { isFloat, type Leaf } from '../tensor/tree.ts'

/** A tree like the parameters that an optimiser keeps, and where it is in its state. */
export interface Kept {
  readonly as: 'mean' | 'square' | 'largest' | 'velocity'
  readonly path: Path
}

/** Where an optimiser says which trees like the parameters it keeps, for formats that know them by other names. */
export const kept: unique symbol = Symbol('kept')

/**
 * A gradient transformation with state `S` and rates `R`.
 *
 * It works on trees of any structure: `update` gives updates of the structure of the gradients, and a state of the
 * structure that `init` gave.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export interface Optimiser<S, R> {
  readonly name: string
  /** The state before the first step. */
  readonly init: <P>(params: P) => S
  /** Scalars (f64) for a step, counted from 0: what depends on the step alone. */
  readonly rates: (step: number) => R
  /** Updates to be added to the parameters, and the next state. */
  readonly update: <P>(gradients: P, state: S, params: P, rates: R) => readonly [updates: P, state: S]
  /** The trees like the parameters that it keeps. */
  readonly [kept]?: readonly Kept[]
}

/**
 * Any optimiser.
 *
 * @category Optimisers
 * @since 0.1.0
 */
// biome-ignore lint/suspicious/noExplicitAny: state and rates are both taken and given
export type AnyOptimiser = Optimiser<any, any>

/**
 * The state of an optimiser.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export type OptimiserState<O> = O extends { readonly init: (params: never) => infer S } ? S : never

/** The rates of an optimiser. */
export type OptimiserRates<O> = O extends { readonly rates: (step: number) => infer R } ? R : never

/**
 * Parameters plus updates, leaf by leaf.
 *
 * @category Optimisers
 * @since 0.1.0
 */
export const applyUpdates: <P>(params: P, updates: P) => P = zipWith((p: Leaf, u: Leaf) =>
  isFloat(p) ? add(p, u as Tensor) : p,
)
