/**
 * Probes of smooth maps: a map and a point, cotangents of its value there, and tangents of the point.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type Cotangent, fromElements, isTensor, type smooth, toValues, tree } from '../../src/index.ts'
import { cotangentsOf } from '../arbitraries.ts'

/**
 * A map of a family and a point of it.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Instance<A, B> {
  readonly f: smooth.Smooth<A, B>
  readonly x: A
  /** The same map without its pullback, written in another way, if there is one. */
  readonly plain?: ((a: A) => B) | undefined
  /** What tells this map from the others of the family, to be shown. */
  readonly options?: unknown
  /**
   * The map as a function of a tree, such as a layer's state and key: `f` is `of(given)`. A program of `of` then serves all
   * maps that differ in what is given only, which law 44 would compile one by one.
   */
  readonly family?: Family<A, B> | undefined
}

/** Maps that differ in a tree of tensors, and the tree of one of them. */
export interface Family<A, B> {
  readonly of: (given: never) => smooth.Smooth<A, B>
  readonly given: unknown
}

/** An instance, two cotangents of the value at `x`, and two tangents at `x`. */
export interface Probe<A, B> extends Instance<A, B> {
  readonly db: Cotangent<B>
  readonly dc: Cotangent<B>
  readonly u: smooth.Tangent<A>
  readonly v: smooth.Tangent<A>
}

/** Instances with those parts of a probe that a law speaks of. */
export type Probing<A, B> = <K extends 'db' | 'dc' | 'u' | 'v' = never>(
  ...parts: readonly K[]
) => Arbitrary<Pick<Probe<A, B>, keyof Instance<A, B> | K>>

const copied = <A>(x: A): A =>
  tree.map((leaf: tree.Leaf) => (isTensor(leaf) ? fromElements(leaf.shape, toValues(leaf)) : leaf))(x)

/**
 * What a map gives at a point. A map that throws there is found out by the law, which runs it again, and not here; and a map
 * that writes to its argument must not have done so before the law looks, so it runs on a copy.
 */
const valueAt = <A, B>({ f, x }: Instance<A, B>): unknown => {
  try {
    return f(copied(x))[0]
  } catch {
    return []
  }
}

/** Random instances with random signed cotangents and tangents. */
export const probing =
  <A, B>(instances: Arbitrary<Instance<A, B>>): Probing<A, B> =>
  (...parts) =>
    instances.chain(instance => {
      const part = (name: string): Arbitrary<unknown> =>
        cotangentsOf<unknown>(name === 'db' || name === 'dc' ? valueAt(instance) : instance.x)
      return fc
        .record(Object.fromEntries(parts.map(name => [name, part(name)])))
        .map(drawn => ({ ...instance, ...drawn })) as never
    })
