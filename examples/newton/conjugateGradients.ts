/**
 * Conjugate gradients for trees of parameters.
 *
 * @module
 */
import { op, type Tensor, tree } from 'pullback'

/** `Σ x y` over all leaves. */
export const inner = <P>(x: P, y: P): Tensor<[]> =>
  tree
    .tensors(tree.zipWith((a: Tensor, b: Tensor) => op.sum()(op.mul(a, b)))(x, y))
    .reduce((total, part) => op.add(total as Tensor<[]>, part as Tensor<[]>)) as Tensor<[]>

/** `x + s y`, leaf by leaf. */
export const plus = <P>(x: P, s: Tensor<[]>, y: P): P =>
  tree.zipWith((a: Tensor, b: Tensor) => op.add(a, op.scaleBy(s)(b)))(x, y)

/**
 * An approximate solution of `A x = b` for a positive definite linear map A, by so many steps (Hestenes and Stiefel 1952). It looks at
 * no value, so that it can be part of a program.
 */
export const conjugateGradients =
  <P>(multiply: (x: P) => P, steps: number) =>
  (b: P): P => {
    let x = tree.map((leaf: Tensor) => op.scale(0)(leaf))(b)
    let [rest, direction] = [b, b]
    let size = inner(rest, rest)
    for (let i = 0; i < steps; i++) {
      const product = multiply(direction)
      // A residual of 0 would be divided by 0: there is nothing left to do then, and a tiny number does no harm.
      const length = op.div(size, op.shift(1e-300)(inner(direction, product)))
      x = plus(x, length, direction)
      rest = plus(rest, op.neg(length), product)
      const next = inner(rest, rest)
      direction = plus(rest, op.div(next, op.shift(1e-300)(size)), direction)
      size = next
    }
    return x
  }
