/**
 * Laws of curvature: Hessians, and products with them and with Gauss-Newton matrices, made in several ways.
 *
 * @module
 */
import { op, smooth } from '../../src/index.ts'
import { every, norm } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { refused } from '../oracle/refusal.ts'
import {
  integers,
  near,
  type Point,
  scalarMap,
  type T,
  times,
  total,
  withTangent,
  withTwo,
} from './curved.ts'
import { alike, endomaps } from './maps.ts'

const blocks = ['x', 'y'] as const
type Blocks = Readonly<Record<'x' | 'y', Readonly<Record<'x' | 'y', T>>>>

/** D5: the Hessian, and products with it. */
export const hessianLaws: LawSet = lawSet('Hessians', [
  law(
    'D5a',
    'hvp(f)(x, v) = hessian(f)(x) v, and so by pulling back through the pullback',
    [withTangent],
    ([p, v]) => {
      const product = smooth.hvp(scalarMap)(p, v)
      const close = near([p, v, product])
      const by = (h: Blocks): Point =>
        Object.fromEntries(
          blocks.map(i => [i, op.add(times(h[i].x, p[i], v.x), times(h[i].y, p[i], v.y))]),
        ) as never
      const twice = smooth.lift(smooth.gradient(scalarMap))
      return every(
        close(by(smooth.hessian(scalarMap)(p)), product),
        close(by(smooth.jacrev(twice)(p)), product),
        // A Hessian is symmetric: what a direction is pushed to is what it is pulled back to.
        close(smooth.pullbackAt(twice)(p, v), product),
      )
    },
  ),
  law(
    'D5b',
    'third derivatives, by pulling back three times, are symmetric in all directions',
    [withTwo],
    ([p, u, v]) => {
      const along = (w: Point) => smooth.lift((a: Point) => smooth.hvp(scalarMap)(a, w))
      const [uv, vu] = [smooth.tangentAt(along(u))(p, v), smooth.tangentAt(along(v))(p, u)]
      const back = smooth.pullbackAt(along(u))(p, v)
      const close = near([uv, norm(u) * norm(v) * (1 + norm(p)) ** 2], 256)
      return every(close(vu, uv), close(back, uv))
    },
  ),
  law('D5c', 'nothing is differentiated by integers', [alike(1)], ([x]) =>
    every(
      refused('DTypeError', () => smooth.hessian(scalarMap)({ x, y: integers } as never)),
      refused('DTypeError', () => smooth.hvp(scalarMap)({ x, y: integers } as never, {} as never)),
    ),
  ),
])

/** D6: products with the Gauss-Newton matrix. */
export const gaussNewtonLaws: LawSet = lawSet('Gauss-Newton products', [
  law('D6a', 'the product is Jᵀ (H (J v)) with both matrices made', [endomaps, alike(2)], ({ f }, [x, v]) => {
    const loss = smooth.lift((y: T) => total(op.mul(y, op.sin(y))))
    const [y, pull] = f(x)
    const pushed = times(smooth.jacobian(f)(x) as T, y, v)
    const curved = times(smooth.hessian(loss)(y), y, pushed)
    const product = smooth.gaussNewtonVectorProduct(f, loss)(x, v)
    return near([x, v, pushed, curved, product])(product, pull(curved))
  }),
  law('D6b', 'of a linear map it is the product with the Hessian of the whole', [alike(2)], ([x, v]) => {
    const f = smooth.scale(1.5) as smooth.Smooth<T, T>
    const loss = smooth.lift((y: T) => total(op.mul(y, op.sin(y))))
    const product = smooth.gaussNewtonVectorProduct(f, loss)(x, v)
    return near([x, v, product])(product, smooth.hvp(smooth.compose(f, loss))(x, v))
  }),
])
