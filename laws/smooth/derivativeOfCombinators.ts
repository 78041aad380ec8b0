/**
 * The laws of a reverse derivative category that speak of combinators: RD.1, RD.3 to RD.5.
 *
 * @see R. Cockett, G. Cruttwell, J. Gallagher, J.-S. P. Lemay, B. MacAdam, G. Plotkin, D. Pronk: "Reverse derivative
 * categories" (2020)
 *
 * @module
 */
import fc from 'fast-check'
import { empty, fromValues, item, smooth, type Tensor, toValues, zero } from '../../src/index.ts'
import { cotangentsOf, tensors, trees } from '../arbitraries.ts'
import { every, exact, norm, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { alike, endomaps } from './maps.ts'
import type { Products } from './product.ts'

const add = smooth.addCotangents

type T = Tensor

const pairs = fc.tuple(trees(), trees()).chain(([a, b]) =>
  fc.record({
    a: fc.constant<unknown>(a),
    b: fc.constant<unknown>(b),
    da: cotangentsOf<unknown>(a),
    db: cotangentsOf<unknown>(b),
  }),
)

/** RD.1, RD.3, RD.4 and RD.5. */
export const reverseDerivativeLaws = ({
  compose,
  constant,
  discard,
  duplicate,
  fanout,
  fst,
  identity,
  plus,
  snd,
}: Products): LawSet =>
  lawSet('the reverse derivative of combinators', [
    law(
      '11a',
      'R[f + g](x, b̄) = R[f](x, b̄) + R[g](x, b̄)',
      [endomaps, endomaps, alike(2)],
      ({ f }, { f: g }, [x, db]) => {
        const [y, pull] = plus(f, g)(x)
        const [one, other] = [f(x)[1](db), g(x)[1](db)]
        return every(
          exact(y, add(f(x)[0], g(x)[0])),
          summed(2, undefined, norm([one, other]))(pull(db), add(one, other)),
        )
      },
    ),
    law('11b', 'R[0](x, b̄) = 0, and f + 0 = f', [endomaps, alike(2)], ({ f }, [x, db]) => {
      const nothing = constant<T, T>(zero(x))
      const [y, pull] = plus(f, nothing)(x)
      return every(exact(nothing(x)[1](db), zero(x)), exact(y, f(x)[0]), exact(pull(db), f(x)[1](db)))
    }),
    law('13a', 'R[id](x, b̄) = b̄', [pairs], ({ a, da }) => {
      const [y, pull] = identity(a)
      return every(exact(y, a), exact(pull(da), da))
    }),
    law('13b', 'R[fst]((a, b), ā) = (ā, 0)', [pairs], ({ a, b, da }) => {
      const [y, pull] = fst<unknown, unknown>()([a, b])
      return every(exact(y, a), exact(pull(da), [da, zero(b)]))
    }),
    law('13c', 'R[snd]((a, b), b̄) = (0, b̄)', [pairs], ({ a, b, db }) => {
      const [y, pull] = snd<unknown, unknown>()([a, b])
      return every(exact(y, b), exact(pull(db), [zero(a), db]))
    }),
    law(
      '14a',
      'R[⟨f, g⟩](x, (ā, b̄)) = R[f](x, ā) + R[g](x, b̄)',
      [endomaps, endomaps, alike(3)],
      ({ f }, { f: g }, [x, da, db]) => {
        const [y, pull] = fanout(f, g)(x)
        const [one, other] = [f(x)[1](da), g(x)[1](db)]
        return every(
          exact(y, [f(x)[0], g(x)[0]]),
          summed(2, undefined, norm([one, other]))(pull([da, db]), add(one, other)),
        )
      },
    ),
    law('14b', 'R[!](x, ()) = 0', [pairs], ({ a }) => exact(discard<unknown>()(a)[1](empty), zero(a))),
    law(
      '15a',
      'R[g ∘ f](x, c̄) = R[f](x, R[g](f x, c̄))',
      [endomaps, endomaps, alike(2)],
      ({ f }, { f: g }, [x, dc]) =>
        every(
          exact(smooth.value(compose(f, g))(x), smooth.value(g)(smooth.value(f)(x))),
          exact(
            smooth.pullbackAt(compose(f, g))(x, dc),
            smooth.pullbackAt(f)(x, smooth.pullbackAt(g)(smooth.value(f)(x), dc)),
          ),
        ),
    ),
    ...fused({ compose, duplicate, fanout, fst }),
  ])

/** 15 against maps that were differentiated as a whole, by hand, in plain numbers. */
function fused({
  compose,
  duplicate,
  fanout,
  fst,
}: Pick<Products, 'compose' | 'duplicate' | 'fanout' | 'fst'>) {
  const like = (x: T, values: readonly number[]): T =>
    fromValues<number, readonly number[], 'f64'>(x.shape, values, 'f64')
  const numbers = (x: T): readonly number[] => Array.from(toValues(x))
  return [
    law(
      '15b',
      'composed by the chain rule, x ↦ Σ tanh(sin(3/2 x)) is what it is when differentiated as a whole',
      [alike(1), tensors([])],
      ([x], dy) => {
        const f = compose(smooth.scale(1.5), smooth.sin, smooth.tanh, smooth.sum)
        const [y, pull] = f(x)
        const inner = numbers(x).map(v => Math.sin(1.5 * v))
        const total = inner.reduce((sum, v) => sum + Math.tanh(v), 0)
        const slopes = numbers(x).map(
          (v, i) => (item(dy) * 1.5 * Math.cos(1.5 * v)) / Math.cosh(inner[i] as number) ** 2,
        )
        return every(
          summed(8, undefined, norm(x))(item(y), total),
          summed(8, undefined, norm(dy))(pull(dy), like(x, slopes)),
        )
      },
    ),
    law(
      '15c',
      'composed by the chain rule, (x, y) ↦ (x y)² - x is what it is when differentiated as a whole',
      [alike(3)],
      ([x, y, dz]) => {
        const square = compose(duplicate<T>(), smooth.mul)
        const f = compose(fanout(compose(smooth.mul<readonly number[]>, square), fst<T, T>()), smooth.sub)
        const [z, pull] = f([x, y])
        const [xs, ys, ds] = [numbers(x), numbers(y), numbers(dz)] as const
        const at = (g: (a: number, b: number, d: number) => number): T =>
          like(
            x,
            xs.map((a, i) => g(a, ys[i] as number, ds[i] as number)),
          )
        const scale = norm([x, y, dz]) ** 4
        return every(
          summed(
            4,
            undefined,
            scale,
          )(
            z,
            at((a, b) => a * a * b * b - a),
          ),
          summed(
            4,
            undefined,
            scale,
          )(pull(dz), [at((a, b, d) => d * (2 * a * b * b - 1)), at((a, b, d) => d * 2 * a * a * b)]),
        )
      },
    ),
  ]
}
