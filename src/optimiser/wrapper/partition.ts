/**
 * Groups of parameters with an optimiser each.
 *
 * @module
 */
import { needs, showValue, takes } from '../../tensor/contract/index.ts'
import { ArgumentError, type Path, showPath } from '../../tensor/error.ts'
import { map, zipWith } from '../../tensor/function/traversal.ts'
import type { Leaf } from '../../tensor/tree.ts'
import { trivial } from '../../tensor/trivial.ts'
import type { AnyOptimiser, Optimiser } from '../optimiser.ts'

/**
 * Optimisers by the names of their groups.
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export type Groups = { readonly [group: string]: AnyOptimiser }

type GroupStates<G extends Groups> = {
  readonly [K in keyof G]: G[K] extends Optimiser<infer S, infer _R> ? S : never
}

type GroupRates<G extends Groups> = {
  readonly [K in keyof G]: G[K] extends Optimiser<infer _S, infer R> ? R : never
}

/**
 * To each group of parameters its own optimiser. The group of a parameter follows from its path; for an optimiser the
 * parameters of other groups are not there, so that norms and counts are those of its group.
 *
 * @throws ArgumentError if the group of a parameter does not exist, with its path.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { adamw, optimiser, sgd } from 'pullback'
 * const split = pipe(
 *   { bias: sgd(0.1), rest: adamw(0.001, { weightDecay: 0.1 }) },
 *   optimiser.partition(path => (path.at(-1) === 'b' ? 'bias' : 'rest')),
 * )
 *
 * @category Optimisers made of optimisers
 * @since 0.1.0
 */
export const partition = takes(
  'partition',
  [{ groupOf: needs.fn }, { groups: needs.entriesOf(needs.optimiser, 'optimisers') }],
  () => partitionUnchecked,
)

const partitionUnchecked =
  <const K extends string>(groupOf: (path: Path) => K) =>
  <const G extends { readonly [group in K]: AnyOptimiser }>(
    groups: G,
  ): Optimiser<GroupStates<G>, GroupRates<G>> =>
    split(groupOf, groups)

const split = <G extends Groups>(
  groupOf: (path: Path) => string,
  groups: G,
): Optimiser<GroupStates<G>, GroupRates<G>> => {
  const names = Object.keys(groups)
  const inGroup = (path: Path): string => {
    const name = groupOf(path)
    if (typeof name !== 'string' || !Object.hasOwn(groups, name))
      throw new ArgumentError(
        `partition puts the parameter ${showPath(path)} into the group ${typeof name === 'string' ? `'${(name as string).slice(0, 80)}'` : showValue(name)}, but there are ${names.join(', ')}.`,
      )
    return name
  }
  const own = (name: string): (<P>(tree: P) => P) =>
    map((leaf: Leaf, path) => (inGroup(path) === name ? leaf : trivial))
  const each = <A>(f: (optimiser: AnyOptimiser, name: string) => A): { readonly [group: string]: A } =>
    Object.fromEntries(Object.entries(groups).map(([name, optimiser]) => [name, f(optimiser, name)]))
  return {
    name: `partition(${Object.entries(groups)
      .map(([name, { name: its }]) => `${name}: ${its}`)
      .join(', ')})`,
    init: params => each((optimiser, name) => optimiser.init(own(name)(params))) as GroupStates<G>,
    rates: step => each(optimiser => optimiser.rates(step)) as GroupRates<G>,
    update: (gradients, states, params, rates) => {
      const done = each((optimiser, name) =>
        optimiser.update(
          own(name)(gradients),
          states[name as keyof typeof states],
          own(name)(params),
          rates[name as keyof typeof rates],
        ),
      )
      const updates = names.reduce(
        (whole, name) =>
          zipWith((leaf: Leaf, its: Leaf, path) => (inGroup(path) === name ? its : leaf))(
            whole,
            (done[name] as readonly [typeof gradients, unknown])[0],
          ),
        gradients,
      )
      const next = each((_, name) => (done[name] as readonly [unknown, unknown])[1])
      return [updates, next as GroupStates<G>]
    },
  }
}
