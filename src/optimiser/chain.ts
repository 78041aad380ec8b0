/**
 * One gradient transformation after the other.
 *
 * @module
 */
import { callable, needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { describe, isList } from '../tensor/stranger.ts'
import { type Empty, empty } from '../tensor/tree.ts'
import { type AnyOptimiser, kept, type Optimiser } from './optimiser.ts'

type States<Os extends readonly AnyOptimiser[]> = {
  readonly [I in keyof Os]: Os[I] extends Optimiser<infer S, infer _R> ? S : never
}

type Rates<Os extends readonly AnyOptimiser[]> = {
  readonly [I in keyof Os]: Os[I] extends Optimiser<infer _S, infer R> ? R : never
}

/**
 * The transformation that changes nothing: the neutral element of `chain`.
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const identity: Optimiser<Empty, Empty> = callable({
  name: 'identity',
  init: () => empty,
  rates: () => empty,
  update: (gradients, state) => [gradients, state],
})

/**
 * Transformations from left to right: each takes the updates that the one before gives. `chain` is associative up to the
 * nesting of states, and `identity` is neutral.
 *
 * @example
 * import { optimiser } from 'pullback'
 * const heavyBall = optimiser.chain(optimiser.addMomentum(0.9), optimiser.descend(0.1))
 *
 * @category Parts of optimisers
 * @since 0.1.0
 */
export const chain = takes('chain', { '...transformations': needs.optimiser }, () => chainUnchecked)

const requireParts = (transformations: readonly AnyOptimiser[], what: string, parts: unknown): void => {
  if (!isList(parts) || parts.length !== transformations.length)
    throw new ArgumentError(
      `The update of chain(${transformations.map(t => t.name).join(', ')}) needs ${what} of each of its ${transformations.length} ` +
        `transformations, in a list, but was given ${describe(parts)}.`,
    )
}

const chainUnchecked = <const Os extends readonly AnyOptimiser[]>(
  ...transformations: Os
): Optimiser<States<Os>, Rates<Os>> => ({
  name: `chain(${transformations.map(t => t.name).join(', ')})`,
  [kept]: transformations.flatMap((t, i) =>
    (t[kept] ?? []).map(each => ({ ...each, path: [i, ...each.path] })),
  ),
  init: params => transformations.map(t => t.init(params)) as readonly unknown[] as States<Os>,
  rates: step => transformations.map(t => t.rates(step)) as readonly unknown[] as Rates<Os>,
  update: (gradients, states, params, rates) => {
    requireParts(transformations, 'the state', states)
    requireParts(transformations, 'the rates', rates)
    return transformations.reduce<readonly [typeof gradients, readonly unknown[]]>(
      ([updates, next], t, i) => {
        const [updated, state] = t.update(
          updates,
          (states as readonly unknown[])[i],
          params,
          (rates as readonly unknown[])[i],
        )
        return [updated, [...next, state]]
      },
      [gradients, []],
    ) as readonly [typeof gradients, States<Os>]
  },
})
