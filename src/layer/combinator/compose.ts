/**
 * One layer after the other.
 *
 * @module
 */
import { trusted } from '../../tensor/contract/index.ts'
import type { Fits, Nth, Words } from '../../tensor/fits.ts'
import type { Tree } from '../../tensor/tree.ts'
import { contextAt } from '../context.ts'
import type { AnyLayer, InputOf, Layer, OutputOf } from '../layer.ts'
import { kind } from '../layer.ts'
import type { Apply, Mismatch } from '../type/typeFunction.ts'
import { typed, type Untyped } from '../typed.ts'
import { within } from '../within.ts'
import {
  collect,
  collectStates,
  contentOf,
  initAll,
  insideOf,
  type ParamsOfAll,
  requireDistinctLabels,
  requireLayers,
  type StatesOfAll,
  segmentOf,
} from './slots.ts'
import type { InputOfAll, OutputOfAll } from './through.ts'

// -------------------------------------------------------------------------------------
// types
// -------------------------------------------------------------------------------------

/** Walks along the layers with the type that flows; the first that does not fit is replaced by a sentence. */
type Check<Ls extends readonly unknown[], X, Done extends readonly unknown[]> = Ls extends readonly [
  infer L,
  ...infer R,
]
  ? Fits<X, InputOf<L>> extends true
    ? Apply<OutputOf<L>, X> extends infer Y
      ? Y extends Mismatch<infer Sentence>
        ? [...Done, `the ${Nth<Done>} layer ${Sentence}`, ...R]
        : Check<R, Y, [...Done, L]>
      : never
    : [
        ...Done,
        `the ${Nth<Done>} layer takes ${Words<InputOf<L>>}, but the ${Before<Done>} gives ${Words<X>}`,
        ...R,
      ]
  : // From where only running tells how many layers there are, it tells whether they fit, too.
    number extends Ls['length']
    ? [...Done, ...Ls]
    : Done

type Before<Done extends readonly unknown[]> = Done extends readonly [unknown, ...infer Earlier]
  ? Nth<Earlier>
  : 'input'

/** Layers that fit, or, in the place of the first that does not, a sentence that says so. */
export type LayersOrMisfit<Ls extends readonly unknown[]> = Check<Ls, InputOf<Ls[0]>, []>

/** The layers as the parameters of `compose`: what fits stays as it is, what does not must be the sentence. */
export type Checked<Ls extends readonly unknown[]> = {
  [I in keyof Ls]: Ls[I] extends ElementAt<LayersOrMisfit<Ls>, I> ? Ls[I] : ElementAt<LayersOrMisfit<Ls>, I>
}

/** The same, and one layer where there is none. */
type AtLeastOne<Ls extends readonly unknown[]> = Ls extends readonly [] ? [first: AnyLayer] : Checked<Ls>

type ElementAt<T, I> = I extends keyof T ? T[I] : unknown

// -------------------------------------------------------------------------------------
// combinator
// -------------------------------------------------------------------------------------

/**
 * Layers from left to right: each takes what the one before it gives. Values flow forward, cotangents back (the chain
 * rule), and every layer runs once. Parameters are collected by position, or by label where layers have labels; each layer
 * is initialised, and in training draws, from a key of its own.
 *
 * The compiler checks that neighbours fit and says which do not: "the 3rd layer takes [..., 65], but the 2nd gives
 * [..., 64]". Sizes known only at run time are checked when the layer runs, and so are those of a list, `compose(...layers)`.
 *
 * @throws ShapeError at run time, with the path of the layer, if a size known only then does not fit.
 * @throws ArgumentError if two layers have one label.
 *
 * @example
 * import { compose, dense, leakyRelu } from 'pullback'
 * const classifier = compose(dense(784, 64), leakyRelu(0.01), dense(64, 10))
 * const widths = [784, 64, 32, 10]
 * const deep = compose(...widths.slice(1).map((width, i) => dense(widths[i] as number, width)))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const compose = <const Ls extends readonly AnyLayer[]>(
  ...layers: AtLeastOne<Ls>
): Layer<InputOfAll<Ls>, OutputOfAll<Ls>, ParamsOfAll<Ls>, StatesOfAll<Ls>> => typed(sequence(layers))

/** What `compose` does, for combinators that know that the layers fit. */
export const sequence = (given: readonly (AnyLayer | string)[]): Untyped => {
  const layers = requireLayers('compose', given)
  requireDistinctLabels(layers)
  return trusted({
    name: `compose(${layers.map(layer => layer.name).join(', ')})`,
    init: initAll(layers),
    inside: insideOf(layers, sequence),
    [kind]: { is: 'each', layers },
    run: (params, input, state, context) => {
      const pullbacks: ((db: Tree) => readonly [Tree, Tree])[] = []
      const states: Tree[] = []
      const output = layers.reduce<Tree>((x, layer, i) => {
        const [y, pullback, next] = within(segmentOf(layer, i), () =>
          layer.run(contentOf(layers, params, i), x, contentOf(layers, state, i), contextAt(context, i)),
        )
        pullbacks.push(pullback)
        states.push(next)
        return y
      }, input)
      const pullback = (db: Tree): readonly [Tree, Tree] => {
        const cotangents = new Array<Tree>(layers.length)
        const da = pullbacks.reduceRight<Tree>((dy, pull, i) => {
          const [dp, dx] = pull(dy)
          cotangents[i] = dp
          return dx
        }, db)
        return [collect(layers, cotangents), da]
      }
      return [output, pullback, collectStates(layers, states)]
    },
  })
}
