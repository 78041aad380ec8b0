/**
 * Jacobians and Hessians as tensors: the derivative along every direction of a basis, all at once.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { allocate, type DType, type Kind } from '../../tensor/dtype.ts'
import { ArgumentError, DTypeError, showPath } from '../../tensor/error.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import { entries, leaves, map, withLeaves } from '../../tensor/function/traversal.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import { type AnyTensor, isTensor, type Tensor, unsafeFromElements } from '../../tensor/tensor.ts'
import type { Leaf } from '../../tensor/tree.ts'
import type { Trivial } from '../../tensor/trivial.ts'
import type { Smooth } from '../map/smooth.ts'
import { gradient, requireFloats, runSmooth, type Scalar } from './gradient.ts'
import { pushForward, type Tangent } from './jvp.ts'
import { requirePure } from './trial.ts'
import { type Batched, batched } from './vmap.ts'

/** For each tensor of `A`, a tensor with the axes `S` first and then its own. */
type Against<A, S extends Shape> =
  A extends Tensor<infer R extends Shape, infer K extends Kind>
    ? K extends 'float'
      ? Tensor<[...S, ...R]>
      : Trivial
    : A extends object
      ? { readonly [I in keyof A]: Against<A[I], S> }
      : never

/**
 * The Jacobian of a map from `A` to `B`: for each tensor of the value and, in it, for each tensor of the argument a tensor with
 * the axes of the first and then those of the second. Of a map between tensors of shapes S and R it is one tensor, [...S, ...R].
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Jacobian<A, B> =
  B extends Tensor<infer S extends Shape, infer K extends Kind>
    ? K extends 'float'
      ? Against<A, S>
      : Trivial
    : B extends object
      ? { readonly [I in keyof B]: Jacobian<A, B[I]> }
      : never

/**
 * The Hessian of a scalar function of `A`: the Jacobian of its gradient.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Hessian<A> = Jacobian<A, Cotangent<A>>

const counts = (tree: unknown): readonly number[] =>
  leaves(tree).map(leaf => sizeOf((leaf as AnyTensor).shape))
const total = (ns: readonly number[]): number => ns.reduce((sum, n) => sum + n, 0)
const before = (ns: readonly number[], i: number): number => total(ns.slice(0, i))

const reshaped = (shape: Shape, x: AnyTensor): AnyTensor => bind(Reshape, { shape }, [x])

/** Every unit vector of a tree, one behind the other along a new first axis. */
const basisOf = <A>(a: A): A => {
  const ns = counts(a)
  const n = total(ns)
  let offset = 0
  return map((leaf: AnyTensor) => {
    const size = sizeOf(leaf.shape)
    const elements = allocate(leaf.dtype as DType, n * size)
    for (let i = 0; i < size; i++) elements[(offset + i) * size + i] = 1
    offset += size
    return unsafeFromElements<Shape, Kind>([n, ...leaf.shape], leaf.dtype, elements)
  })(a)
}

/** The rows of a tensor that belong to the i-th leaf, as that leaf's shape. */
const rowsOf = (ns: readonly number[], i: number, shape: Shape, x: AnyTensor): AnyTensor => {
  if (!isTensor(x))
    throw new ArgumentError(
      'A pullback has to give a tensor of floats for each tensor of floats, but gave the trivial cotangent.',
    )
  const start = x.shape.map((_, axis) => (axis === 0 ? before(ns, i) : 0))
  const rows = slice(start, x.shape.with(0, ns[i] as number))(x as Tensor)
  return reshaped([...shape, ...x.shape.slice(1)], rows)
}

/** The axes of the leaf that was varied, which come first, behind all others. */
const behind = (rank: number, x: AnyTensor): AnyTensor => {
  const axes = x.shape.map((_, axis) => axis)
  return transpose([...axes.slice(rank), ...axes.slice(0, rank)])(x as Tensor) as AnyTensor
}

const requireFloatValue = (operation: string, b: unknown): void => {
  for (const { path, leaf } of entries(b))
    if (!isTensor(leaf) || leaf.kind !== 'float')
      throw new DTypeError(
        `${operation} needs a function that gives floats, but its value${path.length === 0 ? '' : ` at ${showPath(path)}`} is ` +
          `${isTensor(leaf) ? `${leaf.dtype}${showShape(leaf.shape)}` : 'trivial'}, which has no derivative.`,
      )
}

const forward = <A, B>(operation: string, f: (a: A) => B, a: A, given: object = f): Jacobian<A, B> => {
  requireFloats(operation, a)
  requirePure(operation, given, f, a)
  const ns = counts(a)
  const along = (v: A): unknown => {
    const [b, tangent] = pushForward(operation, f)(a, v as Tangent<A>)
    requireFloatValue(operation, b)
    return tangent
  }
  const tangents = batched(operation, along)(basisOf(a) as Batched<A>)
  // A leaf of the value becomes a tree of the argument's structure.
  return grown(
    (all: AnyTensor) =>
      withLeaves(
        leaves(a).map((x, i) => {
          const { shape } = x as AnyTensor
          return behind(shape.length, rowsOf(ns, i, shape, all)) as Leaf
        }),
      )(a),
    tangents,
  ) as Jacobian<A, B>
}

const reverse = <A, B>(operation: string, [b, pull]: ReturnType<Smooth<A, B>>, a: A): Jacobian<A, B> => {
  requireFloats(operation, a)
  requireFloatValue(operation, b)
  const ns = counts(b)
  const gradients = batched(operation, (db: Cotangent<B>) => pull(db))(basisOf(b) as Batched<Cotangent<B>>)
  let i = 0
  return grown((y: AnyTensor) => {
    const at = i++
    return map((all: AnyTensor) => rowsOf(ns, at, y.shape, all))(gradients)
  }, b) as Jacobian<A, B>
}

/** A tree with a tree in the place of each leaf. */
const grown = (f: (leaf: AnyTensor) => unknown, tree: unknown): unknown =>
  isTensor(tree)
    ? f(tree)
    : Array.isArray(tree)
      ? Object.freeze(tree.map(branch => grown(f, branch)))
      : Object.freeze(
          Object.fromEntries(Object.entries(tree as object).map(([key, branch]) => [key, grown(f, branch)])),
        )

/**
 * The Jacobian column by column, by tangents: for few inputs and many outputs. Any pure function will do.
 *
 * @throws DTypeError if there are integers in the argument or the value, with their place.
 *
 * @example
 * import { op, smooth, tensor } from 'pullback'
 * const columns = smooth.jacfwd(op.sin)(tensor([0, 1])) // diagonal: cos 0, cos 1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const jacfwd = takes('jacfwd', [{ f: needs.fn }, { at: needs.tensors }], () => jacfwdUnchecked)

const jacfwdUnchecked =
  <A, B>(f: (a: A) => B) =>
  (a: A): Jacobian<A, B> =>
    forward('jacfwd', f, a)

/**
 * The Jacobian row by row, by pullbacks: for many inputs and few outputs.
 *
 * @throws DTypeError if there are integers in the argument or the value, with their place.
 *
 * @example
 * import { smooth, tensor } from 'pullback'
 * const rows = smooth.jacrev(smooth.sin)(tensor([0, 1])) // diagonal: cos 0, cos 1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const jacrev = takes('jacrev', [{ f: needs.fn }, { at: needs.tensors }], () => jacrevUnchecked)

const jacrevUnchecked =
  <A, B>(f: Smooth<A, B>) =>
  (a: A): Jacobian<A, B> =>
    reverse('jacrev', runSmooth('jacrev', f, a), a)

/**
 * The Jacobian of a smooth map: for each tensor of the value and each of the argument a tensor with the axes of the first and
 * then those of the second. By tangents or by pullbacks, whichever takes fewer.
 *
 * @throws DTypeError if there are integers in the argument or the value, with their place.
 *
 * @example
 * import { smooth, tensor } from 'pullback'
 * const j = smooth.jacobian(smooth.softmax)(tensor([0, 1, 2])) // Tensor<[3, 3]>: diag(y) - y yᵀ
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const jacobian = takes('jacobian', [{ f: needs.fn }, { at: needs.tensors }], () => jacobianUnchecked)

const jacobianUnchecked =
  <A, B>(f: Smooth<A, B>) =>
  (a: A): Jacobian<A, B> => {
    requireFloats('jacobian', a)
    const run = runSmooth('jacobian', f, a)
    requireFloatValue('jacobian', run[0])
    return total(counts(a)) <= total(counts(run[0]))
      ? forward('jacobian', (x: A) => f(x)[0], a, f)
      : reverse('jacobian', run, a)
  }

/**
 * The Hessian of a scalar function: the Jacobian of its gradient, by tangents. For tensors of shapes S and R of the argument, the
 * block of second derivatives by both has shape [...S, ...R]; of one tensor it is [...S, ...S]. With n parameters it has n²
 * numbers: `hvp` multiplies by it without making it.
 *
 * @throws DTypeError if there are integers in the argument, with their place; ArgumentError if the value is not a scalar.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const cubes = smooth.lift((x: Tensor<[2]>) => op.sum()(op.mul(x, op.mul(x, x))))
 * const h = smooth.hessian(cubes)(tensor([1, 2])) // Tensor<[2, 2]>: 6, 0, 0, 12
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const hessian = takes('hessian', [{ f: needs.fn }, { at: needs.tensors }], () => hessianUnchecked)

const hessianUnchecked =
  <A>(f: Scalar<A>) =>
  (a: A): Hessian<A> =>
    forward('hessian', gradient(f), a, f) as Hessian<A>
