/**
 * A layer many times over, with fresh parameters each time.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Tree } from '../../tensor/tree.ts'
import type { Context } from '../context.ts'
import { inParts } from '../inParts.ts'
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
import { sequence } from './compose.ts'
import type { Endo } from './endo.ts'
import { isRead } from './isRead.ts'
import { loopedRepeat } from './loopedRepeat.ts'
import { insideOf } from './slots.ts'
import { type Stacked, together, unstacked } from './stack.ts'

/**
 * The layer composed with itself `times` times, each copy with parameters of its own, which are stacked: a tensor of shape [m, n] of
 * one copy is one of shape [times, m, n], in which `op.slice` or `tree.map` finds those of each. States are stacked likewise. The
 * layer must give what it takes; a label that it has is left out, as copies are found by their positions. For shared parameters see
 * `tied`.
 *
 * In a program it is one loop over the stacks, so that neither its size nor the time to its first step grows with the copies.
 * What an optimiser does to a tensor as a whole, such as the ratios of `lars` and `lamb`, it does to a stack: all copies together.
 *
 * @throws ArgumentError unless `times` is a positive integer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { compose, dense, init, key, relu, repeat, residual } from 'pullback'
 * const body = pipe(compose(dense(16, 16), relu()), residual, repeat(4))
 * const { w } = init(repeat(4)(dense(16, 16)))(key(0)).params // [4, 16, 16]
 *
 * @category Combinators
 * @since 0.1.0
 */
export const repeat = takes(
  'repeat',
  [{ times: needs.integerBetween(1, 10_000) }, { layer: needs.layer }],
  () => repeatUnchecked,
)

const repeatUnchecked =
  <N extends number>(times: N) =>
  <L extends AnyLayer>(
    layer: Endo<L, 'repeat'>,
  ): Layer<InputOf<L>, OutputOf<L>, Stacked<ParamsOf<L>, N>, Stacked<StateOf<L>, N>> => {
    const one = unlabelled(untyped(layer))
    const unrolled = copies(
      Array.from({ length: times }, () => one),
      'stacks of states',
    )
    return typed({
      ...unrolled,
      name: `repeat(${times})(${one.name})`,
      [kind]: { is: 'repeated', layer: one, times },
      [parts]: caching =>
        copies(
          Array.from({ length: times }, () => inParts(one, caching)),
          'a state for each',
        ),
      run: (params: Tree, input: Tree, state: Tree, context: Context) =>
        times > 1 && isRead(context, params, input, state)
          ? loopedRepeat(one.run, times)(params, input, state, context)
          : unrolled.run(params, input, state, context),
    })
  }

/** Copies are found by their positions: they cannot all have one name. */
const unlabelled = ({ label: _, ...layer }: Untyped & { readonly label?: string }): Untyped => layer

/**
 * Layers of one form one after the other, over stacks of their parameters, and of their states or a state for each: what is kept of a
 * sequence would be copied to and from a stack at every step.
 */
const copies = (layers: readonly AnyLayer[], states: 'stacks of states' | 'a state for each'): Untyped => {
  const all = sequence(layers)
  const [join, split] =
    states === 'stacks of states'
      ? [together, (state: Tree): Tree => unstacked(state, layers.length)]
      : [(state: Tree): Tree => state, (state: Tree): Tree => state]
  return {
    name: all.name,
    inside: insideOf(layers, others => copies(others, states)),
    init: (key, dtype) => {
      const { params, state } = all.init(key, dtype)
      return { params: together(params), state: join(state) }
    },
    run: (params, input, state, context) => {
      const [output, pullback, next] = all.run(unstacked(params, layers.length), input, split(state), context)
      return [
        output,
        dy => {
          const [dparams, dx] = pullback(dy)
          return [together(dparams), dx]
        },
        join(next),
      ]
    },
  }
}
