/**
 * The category of smooth maps: identities and composition.
 *
 * @module
 */
import type { Category2 } from 'fp-ts/lib/Category.js'
import { needs, showValue, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { isList } from '../tensor/stranger.ts'
import type { Smooth } from './smooth.ts'

/** The map that changes nothing; its pullback neither. */
export const identity =
  <A>(): Smooth<A, A> =>
  a => [a, da => da]

const applied = <A, B>(f: Smooth<A, B>, a: A): ReturnType<Smooth<A, B>> => {
  const outcome = f(a)
  if (!isList(outcome) || typeof outcome[1] !== 'function')
    throw new ArgumentError(
      `compose takes smooth maps, which give a value and a pullback, but was given one that gives ${showValue(outcome)}.`,
    )
  return outcome
}

const then =
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
 * @example
 * import { smooth } from 'pullback'
 * const f = smooth.compose(smooth.exp, smooth.tanh, smooth.sum)
 */
export const compose = takes('compose', { '...maps': needs.smooth }, () => composeUnchecked)

function composeUnchecked<A, B>(f: Smooth<A, B>): Smooth<A, B>
function composeUnchecked<A, B, C>(f: Smooth<A, B>, g: Smooth<B, C>): Smooth<A, C>
function composeUnchecked<A, B, C, D>(f: Smooth<A, B>, g: Smooth<B, C>, h: Smooth<C, D>): Smooth<A, D>
function composeUnchecked<A, B, C, D, E>(
  f: Smooth<A, B>,
  g: Smooth<B, C>,
  h: Smooth<C, D>,
  i: Smooth<D, E>,
): Smooth<A, E>
function composeUnchecked<A, B, C, D, E, F>(
  f: Smooth<A, B>,
  g: Smooth<B, C>,
  h: Smooth<C, D>,
  i: Smooth<D, E>,
  j: Smooth<E, F>,
): Smooth<A, F>
function composeUnchecked(...maps: readonly AnySmooth[]): AnySmooth {
  if (maps.length === 0) throw new ArgumentError('compose needs at least one smooth map, but was given none.')
  return maps.length === 1 ? a => applied(maps[0] as AnySmooth, a) : maps.reduce((f, g) => then(f, g))
}

// Which maps fit is said by the overloads; the body knows only that each takes what the one before gives.
// biome-ignore lint/suspicious/noExplicitAny: the body of an overloaded function
type AnySmooth = (a: any) => readonly [any, (db: any) => any]

/** The name under which fp-ts knows smooth maps. */
export const URI = 'pullback/Smooth'
export type URI = typeof URI

declare module 'fp-ts/HKT.js' {
  interface URItoKind2<E, A> {
    readonly [URI]: Smooth<E, A>
  }
}

/** Smooth maps as an fp-ts category; its `compose` takes the later map first, as fp-ts has it. */
export const Category: Category2<URI> = {
  URI,
  id: identity,
  compose: <E, A, B>(ab: Smooth<A, B>, ea: Smooth<E, A>): Smooth<E, B> => then(ea, ab),
}
