/**
 * Products of smooth maps: pairs side by side, copies, projections, and the canonical rearrangements. Copying adds
 * cotangents up; discarding gives zero.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import { zero } from '../../tensor/function/cotangent.ts'
import { type Empty, empty } from '../../tensor/tree.ts'
import { addCotangents } from './cotangents.ts'
import type { Described, FromBoth, OfOneShape, SideBySide, Simplified, Steps } from './polymorphic.ts'
import type { Smooth } from './smooth.ts'
import { partsOf } from './typed.ts'

/**
 * `f ⊗ g`: each map on its own part of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const parallel = takes(
  'parallel',
  [{ f: needs.smooth, g: needs.smooth }, { pair: needs.pair }],
  () => parallelUnchecked,
)

function parallelUnchecked<A, B, C, D>(
  f: Described<A, B>,
  g: Described<C, D>,
): Simplified<readonly [A, C], SideBySide<B, D>>
function parallelUnchecked<A, B, C, D>(
  f: Smooth<A, B>,
  g: Smooth<C, D>,
): Smooth<readonly [A, C], readonly [B, D]>
function parallelUnchecked<A, B, C, D>(f: unknown, g: unknown): Smooth<readonly [A, C], readonly [B, D]> {
  return beside(f as Smooth<A, B>, g as Smooth<C, D>)
}

const beside =
  <A, B, C, D>(f: Smooth<A, B>, g: Smooth<C, D>): Smooth<readonly [A, C], readonly [B, D]> =>
  ([a, c]) => {
    const [b, pullF] = f(a)
    const [d, pullG] = g(c)
    return [
      [b, d],
      dbd => {
        const [db, dd] = partsOf<B, D>(dbd)
        return [pullF(db), pullG(dd)]
      },
    ]
  }

/**
 * `f` on the first part of a pair; the second passes.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const first = takes('first', [{ f: needs.smooth }, { pair: needs.pair }], () => firstUnchecked)

const firstUnchecked = <A, B, C>(f: Smooth<A, B>): Smooth<readonly [A, C], readonly [B, C]> =>
  beside(f, (c: C) => [c, dc => dc])

/**
 * `f` on the second part of a pair; the first passes.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const second = takes('second', [{ f: needs.smooth }, { pair: needs.pair }], () => secondUnchecked)

const secondUnchecked = <A, B, C>(f: Smooth<A, B>): Smooth<readonly [C, A], readonly [C, B]> =>
  beside((c: C) => [c, dc => dc], f)

/**
 * `Δ`: a pair of the same value twice. Its pullback adds.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const duplicate = takes('duplicate', [{}, { at: needs.tensors }], () => duplicateUnchecked)

const duplicateUnchecked =
  <A>(): Smooth<A, readonly [A, A]> =>
  a => [[a, a], daa => addCotangents(...partsOf<A, A>(daa))]

/**
 * `⟨f, g⟩`: both maps on one value. The pullback adds what comes back from each.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const fanout = takes(
  'fanout',
  [{ f: needs.smooth, g: needs.smooth }, { at: needs.tensors }],
  () => fanoutUnchecked,
)

function fanoutUnchecked<A, B, C, D>(
  f: Described<A, B>,
  g: Described<C, D>,
): Simplified<A & C, FromBoth<B, D>>
function fanoutUnchecked<A, B, C>(f: Smooth<A, B>, g: Smooth<A, C>): Smooth<A, readonly [B, C]>
function fanoutUnchecked<A, B, C>(f: unknown, g: unknown): Smooth<A, readonly [B, C]> {
  return fanned(f as Smooth<A, B>, g as Smooth<A, C>)
}

const fanned =
  <A, B, C>(f: Smooth<A, B>, g: Smooth<A, C>): Smooth<A, readonly [B, C]> =>
  a => {
    const [b, pullF] = f(a)
    const [c, pullG] = g(a)
    return [
      [b, c],
      dbc => {
        const [db, dc] = partsOf<B, C>(dbc)
        return addCotangents(pullF(db), pullG(dc))
      },
    ]
  }

/**
 * The sum of two maps of one value into one space: `f + g`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const plus = takes(
  'plus',
  [{ f: needs.smooth, g: needs.smooth }, { at: needs.tensors }],
  () => plusUnchecked,
)

function plusUnchecked<A, B, C, D>(
  f: Described<A, B>,
  g: Described<C, D>,
): Simplified<A & C, Steps<[FromBoth<B, D>, OfOneShape]>>
function plusUnchecked<A, B>(f: Smooth<A, B>, g: Smooth<A, B>): Smooth<A, B>
function plusUnchecked<A, B>(f: unknown, g: unknown): Smooth<A, B> {
  return added(f as Smooth<A, B>, g as Smooth<A, B>)
}

const added =
  <A, B>(f: Smooth<A, B>, g: Smooth<A, B>): Smooth<A, B> =>
  a => {
    const [x, pullF] = f(a)
    const [y, pullG] = g(a)
    return [addCotangents(x, y), db => addCotangents(pullF(db), pullG(db))]
  }

/**
 * The first part of a pair. The second gets a zero cotangent.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const fst = takes('fst', [{}, { pair: needs.pair }], () => fstUnchecked)

const fstUnchecked =
  <A, B>(): Smooth<readonly [A, B], A> =>
  ([a, b]) => [a, da => [da, zero(b)]]

/**
 * The second part of a pair. The first gets a zero cotangent.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const snd = takes('snd', [{}, { pair: needs.pair }], () => sndUnchecked)

const sndUnchecked =
  <A, B>(): Smooth<readonly [A, B], B> =>
  ([a, b]) => [b, db => [zero(a), db]]

/**
 * A map that gives `b` whatever it is given. Its pullback is zero.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const constant = takes('constant', { value: needs.tensors }, () => constantUnchecked)

const constantUnchecked =
  <A, B>(b: B): Smooth<A, B> =>
  a => [b, () => zero(a)]

/**
 * `!`: forgets its argument. Its pullback is zero.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const discard =
  <A>(): Smooth<A, Empty> =>
  a => [empty, () => zero(a)]

/**
 * Exchanges the parts of a pair.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const swap = takes('swap', [{}, { pair: needs.pair }], () => swapUnchecked)

const swapUnchecked =
  <A, B>(): Smooth<readonly [A, B], readonly [B, A]> =>
  ([a, b]) => [
    [b, a],
    dba => {
      const [db, da] = partsOf<B, A>(dba)
      return [da, db]
    },
  ]

/**
 * `((a, b), c)` to `(a, (b, c))`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const associate = takes('associate', [{}, { nested: needs.leftPair }], () => associateUnchecked)

const associateUnchecked =
  <A, B, C>(): Smooth<readonly [readonly [A, B], C], readonly [A, readonly [B, C]]> =>
  ([[a, b], c]) => [
    [a, [b, c]],
    d => {
      const [da, dbc] = partsOf<A, readonly [B, C]>(d)
      const [db, dc] = partsOf<B, C>(dbc)
      return [[da, db], dc]
    },
  ]

/**
 * `(a, (b, c))` to `((a, b), c)`.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const unassociate = takes('unassociate', [{}, { nested: needs.rightPair }], () => unassociateUnchecked)

const unassociateUnchecked =
  <A, B, C>(): Smooth<readonly [A, readonly [B, C]], readonly [readonly [A, B], C]> =>
  ([a, [b, c]]) => [
    [[a, b], c],
    d => {
      const [dab, dc] = partsOf<readonly [A, B], C>(d)
      const [da, db] = partsOf<A, B>(dab)
      return [da, [db, dc]]
    },
  ]

/**
 * A map of a pair as a map of its first part, with the second part fixed: of parameters alone, at given inputs.
 *
 * @example
 * import { dense, smooth, smoothOf, zeros } from 'pullback'
 * const ofParams = smooth.fixSecond(smoothOf(dense(3, 2), {}), zeros([5, 3]))
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const fixSecond = takes(
  'fixSecond',
  [{ f: needs.smooth, second: needs.tensors }, { first: needs.tensors }],
  () => fixSecondUnchecked,
)

const fixSecondUnchecked =
  <A, C, B>(f: Smooth<readonly [A, C], B>, c: NoInfer<C>): Smooth<A, B> =>
  a => {
    const [b, pull] = f([a, c])
    return [b, db => partsOf<A, C>(pull(db))[0]]
  }
