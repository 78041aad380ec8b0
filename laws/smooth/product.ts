/**
 * Products of smooth maps: pairs side by side, and their rearrangements.
 *
 * @module
 */
import fc from 'fast-check'
import type { empty, smooth, Tensor } from '../../src/index.ts'
import { every } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { agree, alike, endomaps } from './maps.ts'

type T = Tensor
type Pair = readonly [T, T]
type Triple = readonly [readonly [T, T], T]

const same = agree()

const two = fc.tuple(endomaps, endomaps)
const four = fc.tuple(endomaps, endomaps, endomaps, endomaps)

/** The combinators of products: those of `smooth`, or others to be held to the same laws. */
export type Products = Pick<
  typeof smooth,
  | ('associate' | 'compose' | 'constant' | 'discard' | 'duplicate' | 'fanout' | 'first' | 'fst' | 'identity')
  | ('parallel' | 'plus' | 'second' | 'snd' | 'swap' | 'unassociate')
>

/** 7: parallel composition is a functor, and the rearrangements are natural, invertible and coherent. */
export const monoidalLaws = ({
  associate,
  compose,
  discard,
  fanout,
  first,
  fst,
  identity,
  parallel,
  second,
  snd,
  swap,
  unassociate,
}: Products): LawSet =>
  lawSet('products of smooth maps', [
    law(
      '7a',
      "(g ⊗ g') ∘ (f ⊗ f') = (g ∘ f) ⊗ (g' ∘ f')",
      [four, alike(4)],
      ([{ f }, { f: g }, { f: h }, { f: k }], [a, b, da, db]) =>
        same(
          compose(parallel(f, g), parallel(h, k)),
          parallel(compose(f, h), compose(g, k)),
          [a, b],
          [da, db],
        ),
    ),
    law('7b', 'id ⊗ id = id', [alike(4)], ([a, b, da, db]) =>
      same(parallel(identity, identity), identity, [a, b], [da, db]),
    ),
    law('7c', 'first f = f ⊗ id and second f = id ⊗ f', [endomaps, alike(4)], ({ f }, [a, b, da, db]) =>
      every(
        same(first<T, T, T>(f), parallel(f, identity), [a, b], [da, db]),
        same(second<T, T, T>(f), parallel(identity, f), [a, b], [da, db]),
      ),
    ),
    law('7d', 'swap ∘ swap = id', [alike(4)], ([a, b, da, db]) =>
      same(compose(swap<T, T>(), swap<T, T>()), identity, [a, b], [da, db]),
    ),
    law('7e', 'swap ∘ (f ⊗ g) = (g ⊗ f) ∘ swap', [two, alike(4)], ([{ f }, { f: g }], [a, b, da, db]) =>
      same(compose(parallel(f, g), swap<T, T>()), compose(swap<T, T>(), parallel(g, f)), [a, b], [da, db]),
    ),
    law('7f', 'associate and unassociate are inverse', [alike(6)], ([a, b, c, da, db, dc]) =>
      every(
        same(compose(associate<T, T, T>(), unassociate<T, T, T>()), identity, [[a, b], c], [[da, db], dc]),
        same(compose(unassociate<T, T, T>(), associate<T, T, T>()), identity, [a, [b, c]], [da, [db, dc]]),
      ),
    ),
    law(
      '7g',
      'associate ∘ ((f ⊗ g) ⊗ h) = (f ⊗ (g ⊗ h)) ∘ associate',
      [fc.tuple(endomaps, endomaps, endomaps), alike(6)],
      ([{ f }, { f: g }, { f: h }], [a, b, c, da, db, dc]) =>
        same(
          compose(parallel(parallel(f, g), h), associate<T, T, T>()),
          compose(associate<T, T, T>(), parallel(f, parallel(g, h))),
          [[a, b], c],
          [da, [db, dc]],
        ),
    ),
    law(
      '7h',
      'the pentagon: both ways from (((a, b), c), d) to (a, (b, (c, d))) agree',
      [alike(8)],
      ([a, b, c, d, da, db, dc, dd]) =>
        same(
          compose(associate<Pair, T, T>(), associate<T, T, Pair>()),
          compose(
            first<Triple, readonly [T, Pair], T>(associate<T, T, T>()),
            associate<T, Pair, T>(),
            second<readonly [Pair, T], readonly [T, Pair], T>(associate<T, T, T>()),
          ),
          [[[a, b], c], d],
          [da, [db, [dc, dd]]],
        ),
    ),
    law(
      '7i',
      'the hexagon: both ways from ((a, b), c) to (b, (c, a)) agree',
      [alike(6)],
      ([a, b, c, da, db, dc]) =>
        same(
          compose(associate<T, T, T>(), swap<T, Pair>(), associate<T, T, T>()),
          compose(
            first<Pair, Pair, T>(swap<T, T>()),
            associate<T, T, T>(),
            second<Pair, Pair, T>(swap<T, T>()),
          ),
          [[a, b], c],
          [db, [dc, da]],
        ),
    ),
    law('7j', 'pairing with the unit and forgetting it changes nothing', [alike(2)], ([x, dx]) =>
      every(
        same(compose(fanout(identity, discard<T>()), fst<T, typeof empty>()), identity, x, dx),
        same(compose(fanout(discard<T>(), identity), snd<typeof empty, T>()), identity, x, dx),
      ),
    ),
  ])
