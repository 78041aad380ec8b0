/**
 * Refusals of tensors that cannot be joined, and of matrices that cannot be multiplied.
 *
 * @module
 */
import fc from 'fast-check'
import type { Shape } from '../../../src/index.ts'
import { every, holds } from '../../close.ts'
import { type Law, law, type Verdict } from '../../law.ts'
import { apply, notFloats, of, otherType, refuses, shapes, show, sizes } from './refusal.ts'

/** Tensors that cannot be joined, and matrices that cannot be multiplied. */
export const productRefusals: readonly Law[] = [
  law(
    'V5',
    'tensors are joined whose other axes agree, and matrices multiplied whose inner sizes and leading axes do',
    [shapes, fc.nat(2), fc.tuple(sizes, sizes, sizes, sizes), fc.tuple(fc.boolean(), fc.boolean())],
    (shape, at, [m, k, n, more], [transposeA, transposeB]) => {
      const axis = at % shape.length
      const spoilt = shape.map((size, i) => (i === axis ? size : size + more))
      const joining = (other: Shape): Verdict =>
        refuses(
          `concat along axis ${axis} needs the other axes to agree, but was given ${show(shape)} and ${show(other)}.`,
          apply('concat', { axis }, of(shape), of(other)),
          { axis, shapes: [shape, other] },
        )
      const options = { transposeA, transposeB }
      const side = (turned: boolean): string => (turned ? ' (transposed)' : '')
      const turn = (turned: boolean, shape: readonly [number, number]): Shape =>
        turned ? [shape[1], shape[0]] : shape
      const [a, b] = [turn(transposeA, [m, k]), turn(transposeB, [k, n])]
      const wrong = turn(transposeB, [k + more, n])
      const words = (x: Shape, y: Shape): string =>
        `${show(x)}${side(transposeA)} by ${show(y)}${side(transposeB)}`
      const product = apply('matmul', options, of([more, ...a]), of([more, ...b]))()
      return every(
        ...(shape.length > 1 ? [joining(spoilt)] : []),
        joining([...shape, more]),
        holds(show(product.shape) === show([more, m, n]), product.shape, [more, m, n]),
        refuses(
          `matmul cannot multiply ${words(a, wrong)}: ${k} columns meet ${k + more} rows.`,
          apply('matmul', options, of(a), of(wrong)),
          { axis: transposeB ? 1 : 0, shapes: [a, wrong] },
        ),
        refuses(
          `matmul needs matrices, but was given ${words([k], b)}. Reshape vectors to one row or column.`,
          apply('matmul', options, of([k]), of(b)),
        ),
        refuses(
          `matmul needs matrices, but was given ${words(a, [k])}. Reshape vectors to one row or column.`,
          apply('matmul', options, of(a), of([k])),
        ),
        refuses(
          `matmul cannot multiply ${words([more, ...a], [more + 1, ...b])}: the leading axes differ. Use op.broadcast.`,
          apply('matmul', options, of([more, ...a]), of([more + 1, ...b])),
        ),
        otherType('matmul', apply('matmul', options, of(a), of(b, 'f64'))),
        notFloats('matmul', a, apply('matmul', options, of(a, 'i32'), of(b, 'i32'))),
      )
    },
  ),
]
