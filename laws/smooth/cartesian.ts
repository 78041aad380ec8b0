/**
 * Copies, projections and what is discarded: copying adds cotangents up, and discarding gives zero.
 *
 * @module
 */
import fc from 'fast-check'
import { empty, smooth, type Tensor, zero } from '../../src/index.ts'
import { cotangentsOf, trees } from '../arbitraries.ts'
import { every, exact, norm, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { agree, alike, endomaps } from './maps.ts'
import type { Products } from './product.ts'

type T = Tensor

const same = agree()
const two = fc.tuple(endomaps, endomaps)

/** Any tree, and two cotangents of it. */
const points = trees().chain(x =>
  fc.record({ x: fc.constant<unknown>(x), da: cotangentsOf<unknown>(x), db: cotangentsOf<unknown>(x) }),
)
const rounded = (...made: readonly unknown[]) => summed(16, undefined, norm(made))

/** 8 to 10: copies, projections and what is discarded. */
export const cartesianLaws = ({
  compose,
  constant,
  discard,
  duplicate,
  fanout,
  fst,
  identity,
  parallel,
  plus,
  snd,
}: Products): LawSet =>
  lawSet('copies and projections', [
    law('8a', 'fst ∘ ⟨f, g⟩ = f and snd ∘ ⟨f, g⟩ = g', [two, alike(2)], ([{ f }, { f: g }], [x, db]) =>
      every(
        agree(exact, rounded(db))(compose(fanout(f, g), fst<T, T>()), f, x, db),
        agree(exact, rounded(db))(compose(fanout(f, g), snd<T, T>()), g, x, db),
      ),
    ),
    law(
      '8b',
      '⟨f, g⟩ ∘ h = ⟨f ∘ h, g ∘ h⟩',
      [fc.tuple(endomaps, endomaps, endomaps), alike(3)],
      ([{ f }, { f: g }, { f: h }], [x, da, db]) => {
        // What comes back from f and from g may cancel before it goes through h, or after.
        const parts = [compose(h, f)(x)[1](da), compose(h, g)(x)[1](db)]
        return agree(exact, rounded(parts, f(h(x)[0])[1](da), g(h(x)[0])[1](db)))(
          compose(h, fanout(f, g)),
          fanout(compose(h, f), compose(h, g)),
          x,
          [da, db],
        )
      },
    ),
    law('8c', '⟨f, g⟩ = (f ⊗ g) ∘ Δ', [two, alike(3)], ([{ f }, { f: g }], [x, da, db]) =>
      agree()(fanout(f, g), compose(duplicate<T>(), parallel(f, g)), x, [da, db]),
    ),
    law('8d', '⟨fst, snd⟩ = id', [alike(4)], ([a, b, da, db]) =>
      agree()(fanout(fst<T, T>(), snd<T, T>()), identity, [a, b], [da, db]),
    ),
    law(
      '8e',
      'fst ∘ (f ⊗ g) = f ∘ fst and snd ∘ (f ⊗ g) = g ∘ snd',
      [two, alike(3)],
      ([{ f }, { f: g }], [a, b, d]) =>
        every(
          same(compose(parallel(f, g), fst<T, T>()), compose(fst<T, T>(), f), [a, b], d),
          same(compose(parallel(f, g), snd<T, T>()), compose(snd<T, T>(), g), [a, b], d),
        ),
    ),
    law('9a', 'R[Δ](x, (a, b)) = a + b, in every leaf', [points], ({ x, da, db }) =>
      every(
        exact(duplicate<unknown>()(x)[0], [x, x]),
        exact(duplicate<unknown>()(x)[1]([da, db]), smooth.addCotangents(da, db)),
      ),
    ),
    law(
      '9b',
      'R[id + f](x, b̄) = b̄ + R[f](x, b̄), as in a residual block',
      [endomaps, alike(2)],
      ({ f }, [x, db]) => {
        const [y, pull] = plus(identity, f)(x)
        return every(
          exact(y, smooth.addCotangents(x, f(x)[0])),
          rounded(db)(pull(db), smooth.addCotangents(db, f(x)[1](db))),
        )
      },
    ),
    law('10a', 'R[!](x, ()) = 0, in the form of x', [points], ({ x }) => {
      const [y, pull] = discard<unknown>()(x)
      return every(exact(y, empty), exact(pull(empty), zero(x)))
    }),
    law(
      '10b',
      'a constant gives its value, and pulls back to 0 in the form of x',
      [points, points],
      (p, q) => {
        const [y, pull] = constant<unknown, unknown>(q.x)(p.x)
        return every(exact(y, q.x), exact(pull(q.da), zero(p.x)))
      },
    ),
  ])
