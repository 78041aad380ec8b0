/**
 * Derivatives of any order along a line.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { requireFloats } from './gradient.ts'
import { pushForward, type Tangent } from './jvp.ts'
import { requirePure } from './trial.ts'

/**
 * The derivatives of `t ↦ f(a + t v)` at 0 up to an order: `[f(a), f'(a) v, f''(a) v v, …]`, by tangents of tangents. Over the
 * factorials they are the coefficients of its Taylor polynomial. Each order doubles the cost.
 *
 * @throws ArgumentError unless the order is a non-negative integer; DTypeError if there are integers in the argument.
 *
 * @example
 * import { op, smooth, tensor } from 'pullback'
 * const [y, slope, curvature] = smooth.derivativesAlong(op.sin, 2)(tensor(0), tensor(1)) // 0, 1, -0
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const derivativesAlong = takes(
  'derivativesAlong',
  { f: needs.fn, order: needs.integerBetween(0, 100) },
  () => derivativesAlongUnchecked,
)

const derivativesAlongUnchecked = <A, B>(
  f: (a: A) => B,
  order: number,
): ((a: A, v: Tangent<A>) => readonly [value: B, ...derivatives: readonly Tangent<B>[]]) => {
  if (!Number.isSafeInteger(order) || order < 0)
    throw new ArgumentError(
      `derivativesAlong needs a non-negative integer as its order, but was given ${typeof order === 'string' ? `'${order}'` : order}.`,
    )
  return (a, v) => {
    requireFloats('derivativesAlong', a)
    const upTo = (k: number): ((x: A) => readonly unknown[]) =>
      k === 0
        ? x => [f(x)]
        : x => {
            const [lower, tangents] = pushForward('derivativesAlong', upTo(k - 1))(x, v)
            return [...lower, (tangents as readonly unknown[]).at(-1)]
          }
    const derivatives = upTo(order)(a)
    requirePure('derivativesAlong', f, f, a)
    return derivatives as readonly [B, ...Tangent<B>[]]
  }
}
