/**
 * A layer many times over, with one set of parameters.
 *
 * @module
 */
import { addCotangents } from '../../smooth/map/cotangents.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tree } from '../../tensor/tree.ts'
import { type Context, contextAt } from '../context.ts'
import { inParts } from '../inParts.ts'
import { insideOne } from '../inside.ts'
import {
  type AnyLayer,
  type InputOf,
  kind,
  type Layer,
  type OutputOf,
  type ParamsOf,
  parts,
  type StateOf,
} from '../layer.ts'
import { typed, type Untyped, untyped } from '../typed.ts'
import { within } from '../within.ts'
import type { Endo } from './endo.ts'

/**
 * The layer composed with itself `times` times, all copies with the same parameters: one leaf for the optimiser, whose
 * gradient is the sum over the uses. State, if any, passes from use to use. The layer must give what it takes.
 *
 * This is `repeat` reparametrised by duplication; for ties between different layers see `reparametrise`.
 *
 * @throws ArgumentError unless `times` is a positive integer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { compose, dense, tanh, tied } from 'pullback'
 * const recurrent = pipe(compose(dense(8, 8), tanh()), tied(5))
 *
 * @category Combinators
 * @since 0.1.0
 */
export const tied = takes(
  'tied',
  [{ times: needs.integerBetween(1, 10_000) }, { layer: needs.layer }],
  () => tiedUnchecked,
)

const tiedUnchecked =
  (times: number) =>
  <L extends AnyLayer>(layer: Endo<L, 'tied'>): Layer<InputOf<L>, OutputOf<L>, ParamsOf<L>, StateOf<L>> =>
    typed(uses(times, untyped(layer)))

const uses = (times: number, layer: Untyped): Untyped => ({
  name: `tied(${times})(${layer.name})`,
  init: layer.init,
  [kind]: { is: 'same', layer },
  inside: insideOne('each use', layer, other => uses(times, other), false),
  [parts]: caching => rememberingEachUse(times, inParts(layer, caching)),
  run: (params, input, state, context) => {
    let s = state
    const [x, pullback] = inTurn(times, layer, params, input, context, {
      before: () => s,
      after: (_, next) => {
        s = next
      },
    })
    return [x, pullback, s]
  },
})

/** The same, with a state for each use: what it keeps of a sequence. */
const rememberingEachUse = (times: number, layer: Untyped): Untyped => ({
  name: `tied(${times})(${layer.name})`,
  init: (key, dtype) => {
    const { params, state } = layer.init(key, dtype)
    return { params, state: Array.from({ length: times }, () => state) }
  },
  run: (params, input, state, context) => {
    const states: Tree[] = []
    const [x, pullback] = inTurn(times, layer, params, input, context, {
      before: use => (state as readonly Tree[])[use] as Tree,
      after: (use, next) => {
        states[use] = next
      },
    })
    return [x, pullback, states]
  },
})

/** The states of uses of a layer. */
interface States {
  readonly before: (use: number) => Tree
  readonly after: (use: number, next: Tree) => void
}

const inTurn = (
  times: number,
  layer: Untyped,
  params: Tree,
  input: Tree,
  context: Context,
  { before, after }: States,
): readonly [Tree, (dy: Tree) => readonly [Tree, Tree]] => {
  const pullbacks: ((dy: Tree) => readonly [Tree, Tree])[] = []
  let x = input
  for (let use = 0; use < times; use++) {
    const [y, pullback, next] = within(`use ${use}`, () =>
      layer.run(params, x, before(use), contextAt(context, use)),
    )
    pullbacks.push(pullback)
    x = y
    after(use, next)
  }
  const pullback = (dy: Tree): readonly [Tree, Tree] =>
    pullbacks.reduceRight<readonly [Tree | null, Tree]>(
      ([total, d], pull) => {
        const [dp, dx] = pull(d)
        return [total === null ? dp : addCotangents(total, dp), dx]
      },
      [null, dy],
    ) as readonly [Tree, Tree]
  return [x, pullback]
}
