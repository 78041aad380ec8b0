/**
 * Points at which a layer is tried: parameters, input, state and context.
 *
 * Parameters begin as the layer makes them and are then moved by numbers from the lattice, so that zeros at the beginning
 * hide nothing.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type Context,
  type Cotangent,
  evaluation,
  type FloatDType,
  key,
  type Layer,
  op,
  type Shape,
  type Tensor,
  training,
  tree,
} from '../../src/index.ts'
import { cotangentsOf, keys, kinkSafe, lattice, tensors } from '../arbitraries.ts'

/** Contexts of both modes. */
export const contexts: Arbitrary<Context> = fc.oneof(fc.constant(evaluation), keys.map(training))

/** What a layer is given: tensors of a shape with entries from the lattice, or what the arbitrary gives. */
export const inputsOf = <A>(input: Shape | Arbitrary<A>, kinky = false): Arbitrary<A> =>
  Array.isArray(input)
    ? (tensors(input as Shape, { entries: kinky ? kinkSafe : lattice }) as Arbitrary<unknown> as Arbitrary<A>)
    : (input as Arbitrary<A>)

/** `x + factor · u` in the float leaves. */
export const plusScaled = <T>(x: T, u: unknown, factor: number): T =>
  tree.zipWith((leaf: tree.Leaf, du: tree.Leaf) =>
    tree.isFloat(leaf) ? op.add(leaf, op.scale(factor)(du as Tensor)) : leaf,
  )(x, u as T)

const inPlaceOf = <T>(x: T, u: unknown): T =>
  tree.zipWith((leaf: tree.Leaf, du: tree.Leaf) => (tree.isFloat(leaf) ? du : leaf))(x, u as T)

/** Initial parameters moved by numbers from the lattice; for affine laws the lattice alone, so that sums are exact. */
export const paramsOf = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  { onLattice = false }: { readonly onLattice?: boolean } = {},
): Arbitrary<P> =>
  keys
    .map(k => layer.init(k, 'f64').params)
    .chain(params =>
      cotangentsOf(params).map(u => (onLattice ? inPlaceOf(params, u) : plusScaled(params, u, 1 / 4))),
    )

/** States as training leaves them: what the layer remembers after a run from its beginning on some input. */
export const statesOf = <A, B, P, S>(layer: Layer<A, B, P, S>, input: Arbitrary<A>): Arbitrary<S> => {
  const beginning = ofRun(() => [layer.init(key(0), 'f64').state], [])
  // Nothing to remember: law 38b sees to it that it stays so.
  if (beginning.length > 0 && tree.leaves(beginning).length === 0) return fc.constant(beginning[0] as S)
  return fc.tuple(keys, input, keys).map(([from, x, k]) => {
    const { params, state } = layer.init(from, 'f64')
    return ofRun(() => layer.run(params, x, state, training(k))[2], state)
  })
}

// A layer that throws is found out by the laws, which run it again, and not while samples are made.
const ofRun = <X>(run: () => X, otherwise: X): X => {
  try {
    return run()
  } catch {
    return otherwise
  }
}

/** What a run of a layer takes, and a cotangent for what it gives. */
export interface Run<P, A, S> {
  readonly params: P
  readonly input: A
  readonly state: S
  readonly context: Context
  readonly db: Cotangent<unknown>
}

/** Random runs of a layer with random signed cotangents of what they give. */
export const runsOf = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  inputs: Arbitrary<A>,
  among: Arbitrary<Context> = contexts,
): Arbitrary<Run<P, A, S>> =>
  fc.tuple(paramsOf(layer), inputs, statesOf(layer, inputs), among).chain(([params, input, state, context]) =>
    cotangentsOf(ofRun<unknown>(() => layer.run(params, input, state, context)[0], [])).map(db => ({
      params,
      input,
      state,
      context,
      db: db as Cotangent<unknown>,
    })),
  )

/** Float leaves in another element type; the others stay. */
export const converted = <T>(x: T, dtype: FloatDType): T =>
  tree.map((leaf: tree.Leaf) => (tree.isFloat(leaf) ? (op.convert(dtype)(leaf) as Tensor) : leaf))(x)
