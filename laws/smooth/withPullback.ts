/**
 * Functions with a pullback of one's own: it counts for every derivative, also where the operations would say something else.
 *
 * @module
 */
import { type Cotangent, op, program, smooth, type Tensor, tensor, trivial, zero } from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, exact, norm, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused, refusedSaying } from '../oracle/refusal.ts'
import { alike } from './maps.ts'

type T = Tensor
type Pair = readonly [T, T]

const sign = (x: T): T => op.sign(x)
const total = (x: T): Tensor<[]> => op.sum()(x)
const inner = (x: T, y: T): Tensor<[]> => total(op.mul(x, y))

const near = (...xs: readonly unknown[]) => summed(64, undefined, norm(xs))

/**
 * D12: what a given pullback means for all derivatives.
 *
 * @category Laws
 * @since 0.1.0
 */
export const withPullbackLaws = takes(
  'withPullbackLaws',
  { withPullback: implementation },
  () =>
    (withPullback: typeof smooth.withPullback = smooth.withPullback): LawSet => {
      /** Signs, whose slopes are 0 by the operations and 1 by decree. */
      const straightThrough: smooth.Smooth<T, T> = withPullback(sign, (_x, _y, dy) => dy)

      /** `½ Σ sign(x)²`, which has the gradient `sign(x)` and the Hessian 1 then. */
      const energy = smooth.lift((x: T) => {
        const [y] = straightThrough(x)
        return op.scale(0.5)(inner(y, y))
      })

      /** Two signs with other slopes, in more than one argument, that depend on the point and the value. */
      const skewed: smooth.Smooth<Pair, T> = withPullback(
        ([x, y]: Pair) => op.add(sign(x), sign(y)),
        ([x, y], z, dz): Cotangent<Pair> => [op.mul(dz, op.sin(y)), op.mul(dz, op.mul(x, z))],
      )

      return lawSet('functions with pullbacks of their own', [
        law('D12a', 'lifted, the slope of the value is the given pullback', [alike(3)], ([x, y, dz]) =>
          every(
            exact(smooth.pullbackAt(smooth.lift(smooth.value(straightThrough)))(x, dz), dz),
            exact(
              smooth.pullbackAt(smooth.lift(smooth.value(skewed)))([x, y], dz),
              smooth.pullbackAt(skewed)([x, y], dz),
            ),
            exact(smooth.gradient(energy)(x), sign(x)),
          ),
        ),
        law(
          'D12b',
          'its tangents are what the given pullback is the transpose of',
          [alike(5)],
          ([x, y, u, v, dz]) => {
            const pushed = smooth.tangentAt(skewed)([x, y], [u, v])
            const [dx, dy] = smooth.pullbackAt(skewed)([x, y], dz) as Pair
            const pulled = op.add(inner(u, dx), inner(v, dy))
            return every(
              exact(smooth.tangentAt(straightThrough)(x, v), v),
              near(norm([dx, dy]) * norm([u, v]) + norm(pushed) * norm(dz))(inner(pushed, dz), pulled),
            )
          },
        ),
        law(
          'D12c',
          'higher orders differentiate the given pullback, forward, reverse over reverse and compiled',
          [alike(2)],
          ([x, v]) => {
            const twice = smooth.lift(smooth.gradient(energy))
            const products = (a: T, b: T) =>
              [smooth.hvp(energy)(a, b), smooth.pullbackAt(twice)(a, b)] as const
            const cubes = (a: T): T => {
              const [y] = straightThrough(a)
              return op.mul(y, op.mul(y, y))
            }
            return every(
              exact(products(x, v), [v, v]),
              exact(program.traced(products)(x, v)(x, v), [v, v]),
              exact(smooth.derivativesAlong(cubes, 4)(x, v), [
                cubes(x),
                op.mul(op.scale(3)(op.mul(sign(x), sign(x))), v),
                op.mul(op.scale(6)(sign(x)), op.mul(v, v)),
                op.scale(6)(op.mul(v, op.mul(v, v))),
                zero(x),
              ]),
            )
          },
        ),
        law(
          'D12d',
          'on a batch at once it is the pullback of each, and adds up in what is the same for all',
          [tensors([3, 2]), tensors([2])],
          (xs, y) => {
            const summedUp = smooth.lift(([all, one]: readonly [Tensor<[3, 2]>, Tensor<[2]>]) =>
              total(smooth.vmap((x: Tensor<[2]>) => skewed([x, one])[0])(all)),
            )
            const spread = op.broadcast([3, 2])(y) as T
            const ones = op.shift(1)(op.scale(0)(xs))
            const [dx, dy] = smooth.pullbackAt(skewed)([xs, spread], ones) as Pair
            const got = smooth.gradient(summedUp)([xs, y])
            return near(got, dx, dy)(got, [dx, op.sum([0])(dy)])
          },
        ),
        law('D12e', 'by operations alone it does not count', [alike(2)], ([x, dy]) =>
          exact(smooth.pullbackAt(smooth.liftOperations(smooth.value(straightThrough)))(x, dy), zero(x)),
        ),
        law(
          'D12f',
          'what is differentiated by has to be in the argument, and its cotangent has to have its form',
          [tensors([3])],
          x => {
            const outside = (w: T): Tensor<[]> =>
              total(
                withPullback(
                  (a: T) => op.mul(a, w),
                  (_a, _b, db) => db,
                )(x)[0],
              )
            const giving = (dx: unknown) =>
              smooth.lift((a: T) => total(withPullback(sign, () => dx as never)(a)[0]))
            const deep = (dx: unknown) =>
              smooth.gradient(
                smooth.lift((a: readonly [T, { readonly a: T }]) =>
                  total(
                    withPullback(
                      ([, { a: y }]: typeof a) => sign(y),
                      () => [x, { a: dx }] as never,
                    )(a)[0],
                  ),
                ),
              )([x, { a: x }])
            return every(
              refused('TracingError', () => smooth.lift(outside)(x)),
              refused('TracingError', () => smooth.jvp(outside)(x, x)),
              refusedSaying(
                'ShapeError',
                'The pullback of withPullback gave f64[2] for its argument, f64[3].',
                () => smooth.gradient(giving(tensor([1, 2], 'f64')))(x),
                { shapes: [[3], [2]] },
              ),
              refusedSaying(
                'DTypeError',
                'The pullback of withPullback gave f32[3] for its argument, f64[3].',
                () => smooth.gradient(giving(tensor([1, 2, 3], 'f32')))(x),
              ),
              refusedSaying(
                'ShapeError',
                'The pullback of withPullback gave f64[2] for its argument at [1].a, f64[3].',
                () => deep(tensor([1, 2], 'f64')),
              ),
              refusedSaying(
                'ArgumentError',
                'The pullback of withPullback gave no cotangent of floats for its argument at [1].a, f64[3].',
                () => deep(trivial),
              ),
              refused('ArgumentError', () => smooth.gradient(giving([x]))(x)),
            )
          },
        ),
      ])
    },
)
