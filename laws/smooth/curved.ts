/**
 * A curved scalar function, points and directions to differentiate it at, and how close derivatives are to each other.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import { op, smooth, type Tensor, tensor, toValues } from '../../src/index.ts'
import { norm, summed } from '../close.ts'
import { alike } from './maps.ts'

export type T = Tensor
export type Point = { readonly x: T; readonly y: T }

const count = (x: T): number => toValues(x).length
export const square = (x: T): T => op.mul(x, x)
export const total = (x: T): Tensor<[]> => op.sum()(x)

/** `Σ x² sin x + y³ - x y`, in which all second derivatives and some third ones differ. */
export const curved = ({ x, y }: Point): Tensor<[]> =>
  total(op.sub(op.add(op.mul(square(x), op.sin(x)), op.mul(y, square(y))), op.mul(x, y)))

/** A scalar function of a record whose pullback comes from its operations. */
export const scalarMap: smooth.Scalar<Point> = smooth.lift(curved)

const asPoint = ([x, y]: readonly [T, T]): Point => ({ x, y })

/** Points of it. */
export const scalarPoints: Arbitrary<Point> = alike(2).map(asPoint)

export const withTangent = alike(4).map(([x, y, u, v]) => [asPoint([x, y]), asPoint([u, v])] as const)
export const withTwo = alike(6).map(
  ([x, y, a, b, c, d]) => [asPoint([x, y]), asPoint([a, b]), asPoint([c, d])] as const,
)

/** A matrix with the axes of `rows` in front of those of `columns` times a tensor of the latter's shape. */
export const times = (matrix: T, rows: T, columns: T): T => {
  const [m, n] = [count(rows), count(columns)]
  const product = op.matmul(op.reshape([m, n])(matrix), op.reshape([n, 1])(columns))
  return op.reshape(rows.shape)(product)
}

export const one = tensor(1, 'f64')
export const integers = tensor([1, 2], 'i32')
export const near = (x: unknown, terms = 64) => summed(terms, undefined, norm(x))

export const rowsOf = (x: T): readonly T[] =>
  Array.from({ length: x.shape[0] as number }, (_, i) =>
    op.reshape(x.shape.slice(1))(
      op.slice(
        x.shape.map((__, axis) => (axis === 0 ? i : 0)),
        x.shape.with(0, 1),
      )(x),
    ),
  )
