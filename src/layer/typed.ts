/**
 * The seam between layers that have types and those that compute.
 *
 * The types of a layer (what it takes, what it gives, its parameters and its state) are for those who put layers together:
 * type functions, tuples of layers and records by label are far beyond what the compiler can follow through a loop over layers.
 * So a combinator works on untyped layers, from trees to trees, and says the types of its result once, by `typed`. That they
 * are true is what the laws of each layer check; nothing else in `layer` casts.
 *
 * @module
 */
import { callable } from '../tensor/contract/index.ts'
import type { Tree } from '../tensor/tree.ts'
import type { AnyLayer, Layer } from './layer.ts'

/** A layer whose types are forgotten: from trees to trees. */
export type Untyped = Layer<Tree, Tree, Tree, Tree>

/** The same layer, its types forgotten. The compiler may have put a sentence in the place of one that does not fit. */
export const untyped = (layer: AnyLayer | string): Untyped => layer as Untyped

/** The same layer with the types that its maker answers for, and whose methods look at what they are given. */
export const typed = <A, B, P, S>(layer: AnyLayer): Layer<A, B, P, S> => callable(layer as Layer<A, B, P, S>)
