/**
 * Several layers on one input.
 *
 * @module
 */
import { addCotangents } from '../../smooth/map/cotangents.ts'
import type { Fits, Nth, Words } from '../../tensor/fits.ts'
import type { Tree } from '../../tensor/tree.ts'
import type { AnyLayer, InputOf, Layer, OutputOf } from '../layer.ts'
import type { Each } from '../type/typeFunction.ts'
import { typed } from '../typed.ts'
import { branches } from './branches.ts'
import type { ParamsOfAll, StatesOfAll } from './slots.ts'

/** What all layers can take: the narrower of two that fit each other. */
export type CommonInput<Ls extends readonly unknown[], A = unknown> = Ls extends readonly [
  infer L,
  ...infer R,
]
  ? CommonInput<
      R,
      unknown extends A ? InputOf<L> : A extends InputOf<L> ? A : InputOf<L> extends A ? InputOf<L> : A
    >
  : A

type CheckCommon<Ls extends readonly unknown[], A, Done extends readonly unknown[]> = Ls extends readonly [
  infer L,
  ...infer R,
]
  ? Fits<A, InputOf<L>> extends true
    ? CheckCommon<R, A, [...Done, L]>
    : [
        ...Done,
        `all layers take the same input, but the ${Nth<Done>} takes ${Words<InputOf<L>>} and another ${Words<A>}`,
        ...R,
      ]
  : Done

type ElementAt<T, I> = I extends keyof T ? T[I] : unknown

/** The layers if they can take one input, else a sentence in the place of the first that cannot. */
export type OnOneInput<Ls extends readonly unknown[]> = {
  [I in keyof Ls]: Ls[I] extends ElementAt<CheckCommon<Ls, CommonInput<Ls>, []>, I>
    ? Ls[I]
    : ElementAt<CheckCommon<Ls, CommonInput<Ls>, []>, I>
}

/** The input gets the sum of what the branches pull back. */
export const sumOf = (cotangents: readonly Tree[]): Tree => cotangents.reduce((x, y) => addCotangents(x, y))

/**
 * `⟨f, g, ...⟩`: all layers on one input; gives the tuple of their outputs. The pullback adds what comes back from each.
 *
 * @example
 * import { dense, fanout } from 'pullback'
 * const meanAndDeviation = fanout(dense(8, 2), dense(8, 2))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const fanout = <const Ls extends readonly [AnyLayer, ...AnyLayer[]]>(
  ...layers: OnOneInput<Ls>
): Layer<
  CommonInput<Ls>,
  Each<{ readonly [I in keyof Ls]: OutputOf<Ls[I]> }>,
  ParamsOfAll<Ls>,
  StatesOfAll<Ls>
> =>
  typed(
    branches('fanout', layers, (inBranches, input) => {
      const [values, pullback, state] = inBranches(layers.map(() => input))
      return [
        values,
        dbs => {
          const [dp, das] = pullback(dbs as readonly Tree[])
          return [dp, sumOf(das)]
        },
        state,
      ]
    }),
  )
