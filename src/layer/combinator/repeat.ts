/**
 * A layer many times over, with fresh parameters each time.
 *
 * @module
 */
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Empty, Tree } from '../../tensor/tree.ts'
import type { Context } from '../context.ts'
import { loopedRepeat } from './loopedRepeat.ts'
import { isRead } from './isRead.ts'
import { sequence } from './compose.ts'
import type { Endo } from './endo.ts'
import type { AnyLayer, InputOf, Layer, OutputOf, ParamsOf, StateOf } from '../layer.ts'
import { typed, untyped } from '../typed.ts'

/**
 * A tuple of `N` times `T`; of unknown length if `N` is unknown, no count, or above 64.
 *
 * @category Combinators
 * @since 0.1.0
 */
export type Times<T, N extends number, Acc extends readonly T[] = readonly []> = number extends N
  ? readonly T[]
  : `${N}` extends `-${string}` | `${string}.${string}` | `${string}e${string}`
    ? readonly T[]
    : Counted<T, N, Acc>

type Counted<T, N extends number, Acc extends readonly T[]> = Acc['length'] extends N | 64
  ? Acc['length'] extends N
    ? Acc
    : readonly T[]
  : Counted<T, N, readonly [...Acc, T]>

/**
 * The layer composed with itself `times` times, each copy with parameters of its own: `params[0]`, `params[1]`, and so
 * on. The layer must give what it takes. For shared parameters see `tied`.
 *
 * @throws ArgumentError unless `times` is a positive integer.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { compose, dense, relu, repeat, residual } from 'pullback'
 * const body = pipe(compose(dense(16, 16), relu()), residual, repeat(4))
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
  ): Layer<
    InputOf<L>,
    OutputOf<L>,
    Times<ParamsOf<L>, N>,
    [keyof StateOf<L>] extends [never] ? Empty : Times<StateOf<L>, N>
  > => {
    const one = untyped(layer)
    const unrolled = sequence(Array.from({ length: times }, () => one))
    return typed({
      ...unrolled,
      name: `repeat(${times})(${one.name})`,
      run: (params: Tree, input: Tree, state: Tree, context: Context) =>
        times >= fewest && isRead(context, params, input, state)
          ? loopedRepeat(one.run, times)(params, input, state, context)
          : unrolled.run(params, input, state, context),
    })
  }

/** Fewer copies are not worth stacking their parameters. */
const fewest = 4
