/**
 * The category of smooth maps: identities and composition.
 *
 * @module
 */
import type { Category2 } from 'fp-ts/lib/Category.js'
import { needs, requireArgument, showValue, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { isList } from '../../tensor/stranger.ts'
import type { AnySmooth, AtLeastOne, Composed, Described, Same } from './polymorphic.ts'
import type { Smooth } from './smooth.ts'
import { described } from './typed.ts'

/**
 * The map that changes nothing; its pullback neither. It is the map itself, of whatever it is given.
 *
 * @example
 * import { smooth } from 'pullback'
 * const swish = smooth.compose(smooth.fanout(smooth.identity, smooth.sigmoid), smooth.mul) // x · σ(x)
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const identity: Identity = described((...given: readonly [unknown?]) => {
  if (given.length === 0)
    throw new ArgumentError('smooth.identity is the map itself: write smooth.identity, without a call.')
  const [a] = given
  requireArgument('identity', 'at', needs.tensors, a)
  return [a, (da: unknown) => da]
})

/**
 * A smooth map of everything, which gives what it is given.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export interface Identity extends Described<unknown, Same> {
  <A>(a: A): ReturnType<Smooth<A, A>>
}

const applied = <A, B>(f: Smooth<A, B>, a: A): ReturnType<Smooth<A, B>> => {
  const outcome = f(a)
  if (!isList(outcome) || typeof outcome[1] !== 'function')
    throw new ArgumentError(
      `compose takes smooth maps, which give a value and a pullback, but was given one that gives ${showValue(outcome)}.`,
    )
  return outcome
}

const andThen =
  <A, B, C>(f: Smooth<A, B>, g: Smooth<B, C>): Smooth<A, C> =>
  a => {
    const [b, pullF] = applied(f, a)
    const [c, pullG] = applied(g, b)
    return [c, dc => pullF(pullG(dc))]
  }

/**
 * Composition from left to right, as it is read: values flow forward, cotangents flow back. This is the chain rule
 * `R[g∘f](a, dc) = R[f](a, R[g](f a, dc))`, and each map runs once.
 *
 * The compiler checks that neighbours fit and says which do not: "the 3rd map takes [..., 65], but the 2nd gives [..., 64]". Sizes
 * known only at run time are checked when the maps run, and so are those of a list, `compose(...maps)`. What is composed of maps of
 * any shape is a map of any shape.
 *
 * @throws ArgumentError if there is no map, or one does not give a value and a pullback.
 *
 * @example
 * import { smooth } from 'pullback'
 * const f = smooth.compose(smooth.exp, smooth.tanh, smooth.sum)
 * const swish = smooth.compose(smooth.fanout(smooth.identity, smooth.sigmoid), smooth.mul)
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const compose = takes('compose', { '...maps': needs.smooth }, () => composeUnchecked)

const composeUnchecked = <const Fs extends readonly AnySmooth[]>(...given: AtLeastOne<Fs>): Composed<Fs> => {
  const maps = given as readonly Smooth<unknown, unknown>[]
  if (maps.length === 0) throw new ArgumentError('compose needs at least one smooth map, but was given none.')
  const [first] = maps as readonly [Smooth<unknown, unknown>]
  return (
    maps.length === 1 ? (a: unknown) => applied(first, a) : maps.reduce((f, g) => andThen(f, g))
  ) as Composed<Fs>
}

/**
 * The name under which fp-ts knows smooth maps.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const URI = 'pullback/Smooth'
/**
 * The name under which fp-ts knows smooth maps.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export type URI = typeof URI

declare module 'fp-ts/HKT.js' {
  interface URItoKind2<E, A> {
    readonly [URI]: Smooth<E, A>
  }
}

/**
 * Smooth maps as an fp-ts category; its `compose` takes the later map first, as fp-ts has it.
 *
 * @category Smooth maps
 * @since 0.1.0
 */
export const Category: Category2<URI> = {
  URI,
  id: () => identity,
  compose: takes(
    'Category.compose',
    { ab: needs.smooth, ea: needs.smooth },
    () =>
      <E, A, B>(ab: Smooth<A, B>, ea: Smooth<E, A>): Smooth<E, B> =>
        andThen(ea, ab),
  ),
}
