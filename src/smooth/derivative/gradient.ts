/**
 * Gradients of scalar functions, and what is made of them by sending a tangent through: products with the Hessian and with the
 * Gauss-Newton matrix.
 *
 * @module
 */

import { needs, requireGivenTree, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, DTypeError, showPath } from '../../tensor/error.ts'
import { onesLike } from '../../tensor/function/constructors.ts'
import type { Cotangent } from '../../tensor/function/cotangent.ts'
import { entries } from '../../tensor/function/traversal.ts'
import { type Shape, showShape } from '../../tensor/shape.ts'
import { isList } from '../../tensor/stranger.ts'
import { type AnyTensor, isTensor, type Tensor } from '../../tensor/tensor.ts'
import type { ElementwiseMap } from '../map/polymorphic.ts'
import type { Smooth } from '../map/smooth.ts'
import { pushForward, type Tangent } from './jvp.ts'
import { requirePure } from './trial.ts'

/**
 * A smooth map to a single number.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type Scalar<A> = Smooth<A, Tensor<[]>>

/** A scalar map that can take a `B`: a loss of tensors of any shape can take those of one shape. */
type Takes<B> = (b: B) => readonly [value: Tensor<[]>, pullback: (dy: Tensor<[]>) => unknown]

const place = (path: readonly (string | number)[]): string =>
  path.length === 0 ? 'its argument' : `its argument at ${showPath(path)}`

/** Requires all tensors of an argument to be floats: nothing can be differentiated by integers. */
export const requireFloats = (operation: string, a: unknown): void => {
  for (const { path, leaf } of entries(a))
    if (!isTensor(leaf) || leaf.kind !== 'float')
      throw new DTypeError(
        `${operation} cannot differentiate by integers, but ${place(path)} is ` +
          `${isTensor(leaf) ? `${leaf.dtype}${showShape(leaf.shape)}` : 'trivial'}. Give the function what stays fixed from outside.`,
      )
}

/** A run of a smooth map; of what is none, an error that says what it is. */
export const runSmooth = <A, B>(operation: string, f: Smooth<A, B>, a: A): ReturnType<Smooth<A, B>> => {
  const run: unknown = f(a)
  if (isList(run) && run.length === 2 && typeof run[1] === 'function') {
    const pullback = run[1] as ReturnType<Smooth<A, B>>[1]
    return [
      run[0] as B,
      db => {
        const da = pullback(db)
        requireGivenTree(`The pullback of the smooth map given to ${operation}`, '', da)
        return da
      },
    ]
  }
  const gave = isTensor(run) ? `${run.dtype}${showShape(run.shape)}` : 'something else'
  throw new ArgumentError(
    `${operation} needs a smooth map, which gives a value and its pullback, but the function gave ${gave}. Lift it: ` +
      `smooth.${operation}(smooth.lift(f)).`,
  )
}

const requireScalar = (operation: string, y: AnyTensor): void => {
  if (!isTensor(y))
    throw new ArgumentError(
      `${operation} needs a function that gives one number, but it gives a tree. Use smooth.jacobian.`,
    )
  if (y.kind !== 'float')
    throw new DTypeError(
      `${operation} needs a function that gives a float, but it gives ${y.dtype}${showShape(y.shape)}, which has no derivative.`,
    )
  if (y.shape.length !== 0)
    throw new ArgumentError(
      `${operation} needs a function that gives one number, but it gives shape ${showShape(y.shape)}. Compose it with ` +
        'smooth.sum, or use smooth.jacobian.',
    )
}

const run = <A>(operation: string, f: Scalar<A>, a: A): readonly [Tensor<[]>, Cotangent<A>] => {
  requireFloats(operation, a)
  const [y, pull] = runSmooth(operation, f, a)
  requireScalar(operation, y)
  return [y, pull(onesLike(y))]
}

/**
 * The value of a scalar function and its gradient, in one run.
 *
 * @throws DTypeError if there are integers in the argument, with their place; ArgumentError if the value is not a scalar.
 *
 * @example
 * import { smooth, tensor } from 'pullback'
 * const [y, dy] = smooth.valueAndGradient(smooth.compose(smooth.sin, smooth.sum))(tensor([0, 1]))
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const valueAndGradient = takes(
  'valueAndGradient',
  [{ f: needs.fn }, { at: needs.tensors }],
  () => valueAndGradientUnchecked,
)

const valueAndGradientUnchecked =
  <A>(f: Scalar<A>) =>
  (a: A): readonly [value: Tensor<[]>, gradient: Cotangent<A>] =>
    run('valueAndGradient', f, a)

/**
 * The gradient of a scalar function: what 1 pulls back to.
 *
 * @throws DTypeError if there are integers in the argument, with their place; ArgumentError if the value is not a scalar.
 *
 * @example
 * import { smooth, tensor } from 'pullback'
 * const slopes = smooth.gradient(smooth.compose(smooth.sin, smooth.sum))(tensor([0, 1])) // cos 0, cos 1
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const gradient = takes('gradient', [{ f: needs.fn }, { at: needs.tensors }], () => gradientUnchecked)

const gradientUnchecked =
  <A>(f: Scalar<A>) =>
  (a: A): Cotangent<A> =>
    run('gradient', f, a)[1]

/**
 * The Hessian of a scalar function times a tangent, without the Hessian: the tangent of the gradient. It costs about as much as
 * two gradients (Pearlmutter: "Fast exact multiplication by the Hessian", 1994).
 *
 * @throws DTypeError if there are integers in the argument, with their place; ArgumentError if the value is not a scalar.
 *
 * @example
 * import { op, smooth, type Tensor, tensor } from 'pullback'
 * const cubes = smooth.lift((x: Tensor<[2]>) => op.sum()(op.mul(x, op.mul(x, x))))
 * const product = smooth.hvp(cubes)(tensor([1, 2]), tensor([1, 0])) // 6 x v
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const hvp = takes('hvp', { f: needs.fn }, () => hvpUnchecked)

const hvpUnchecked =
  <A>(f: Scalar<A>) =>
  (a: A, v: Tangent<A>): Cotangent<A> => {
    requireFloats('hvp', a)
    const slope = (x: A): Cotangent<A> => run('hvp', f, x)[1]
    const [, product] = pushForward('hvp', slope)(a, v)
    requirePure('hvp', f, slope, a)
    return product as Cotangent<A>
  }

/**
 * The Gauss-Newton matrix `Jᵀ H J` times a tangent, without either: J is the Jacobian of `f` and H the Hessian of the scalar
 * `loss` of its value. Unlike the Hessian of `loss ∘ f` it has no negative eigenvalues if the loss is convex (Schraudolph: "Fast
 * curvature matrix-vector products for second-order gradient descent", 2002).
 *
 * @throws DTypeError if there are integers in the argument, with their place; ArgumentError if the loss is not a scalar.
 *
 * @example
 * import { meanSquaredError, smooth, type Tensor, tensor } from 'pullback'
 * const curve = smooth.gaussNewtonVectorProduct(smooth.tanh, meanSquaredError()(tensor([0, 1])))
 * const product = curve(tensor([0.5, 0.5]), tensor([1, 0]))
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const gaussNewtonVectorProduct = takes(
  'gaussNewtonVectorProduct',
  { f: needs.fn, loss: needs.fn },
  () => gaussNewtonVectorProductUnchecked,
)

function gaussNewtonVectorProductUnchecked<S extends Shape>(
  f: ElementwiseMap,
  loss: Takes<Tensor<S>>,
): (a: Tensor<S>, v: Tangent<Tensor<S>>) => Tensor<S>
function gaussNewtonVectorProductUnchecked<A, B>(
  f: Smooth<A, B>,
  loss: Takes<B>,
): (a: A, v: Tangent<A>) => Cotangent<A>
function gaussNewtonVectorProductUnchecked(f: unknown, loss: unknown): unknown {
  return curvatureOf(f as Smooth<unknown, unknown>, loss as Takes<unknown>)
}

const curvatureOf =
  <A, B>(f: Smooth<A, B>, loss: Takes<B>) =>
  (a: A, v: Tangent<A>): Cotangent<A> => {
    requireFloats('gaussNewtonVectorProduct', a)
    const name = 'gaussNewtonVectorProduct'
    const [b, pull] = runSmooth(name, f, a)
    const value = (x: A): B => f(x)[0]
    const slope = (y: B): Cotangent<B> => run(name, loss as Scalar<B>, y)[1]
    const [, tangent] = pushForward(name, value)(a, v)
    const [, curved] = pushForward(name, slope)(b, tangent)
    requirePure(name, f, value, a)
    requirePure(name, loss, slope, b)
    return pull(curved as Cotangent<B>)
  }
