/**
 * Recurrent layers on sequences: a cell along time from zeros, in one direction or both.
 *
 * @module
 */

import type { Add } from '../../tensor/arithmetic.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { Integers, Tensor } from '../../tensor/tensor.ts'
import type { Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import type { First, LastAxis, Then, WithoutTime } from '../type/typeFunction.ts'
import { typed, type Untyped } from '../typed.ts'
import type { CellOptions, CellParams } from './cell.ts'
import { elman, gated, longShortTerm, type Recurrence } from './recurrence.ts'
import { bothWays, oneWay } from './ways.ts'

/**
 * From the first time to the last, the other way, or both, side by side.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export type Direction = 'forward' | 'backward' | 'both'

/**
 * How a recurrent layer is built.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export interface RecurrentOptions<
  D extends Direction,
  O extends 'sequence' | 'last',
  Bias extends boolean,
  Lengths extends boolean = boolean,
> extends CellOptions<Bias> {
  /**
   * Which way it goes. Defaults to forward.
   *
   * @default 'forward'
   */
  readonly direction?: D
  /** Whether it gives its hidden vector at all times, or the last only, where it ends. Defaults to `'sequence'`. */
  readonly output?: O
  /**
   * Whether it takes the pair of sequences and their lengths, integers [batch]: beyond its length an example gives zeros, and its
   * last vector is the one at its own last time. The other way it begins there. Defaults to false.
   *
   * @default false
   */
  readonly lengths?: Lengths
}

/**
 * The parameters of both directions.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export interface BothDirections<P> {
  readonly forward: P
  readonly backward: P
}

/**
 * A recurrent layer: [batch, time, inputs] to [batch, time, hidden] or [batch, hidden], twice as wide in both directions.
 *
 * @category Recurrence
 * @since 0.1.0
 */
export type Recurrent<
  I extends number,
  H extends number,
  D extends Direction,
  O extends 'sequence' | 'last',
  Bias extends boolean,
  Lengths extends boolean = false,
> = Layer<
  Lengths extends true
    ? readonly [sequences: Tensor<[number, number, I]>, lengths: Integers<[number]>]
    : Tensor<[number, number, I]>,
  Lengths extends true ? Then<First, Output<H, D, O>> : Output<H, D, O>,
  D extends 'both' ? BothDirections<CellParams<I, H, Bias>> : CellParams<I, H, Bias>
>

type Output<H extends number, D extends Direction, O extends 'sequence' | 'last'> = O extends 'last'
  ? WithoutTime<Wide<H, D>>
  : LastAxis<Wide<H, D>>

type Wide<H extends number, D extends Direction> = D extends 'both' ? Add<H, H> : H

const recurrent = (
  kind: string,
  recurrence: Recurrence,
  inputs: number,
  size: number,
  {
    bias = true,
    direction = 'forward',
    output = 'sequence',
    lengths = false,
  }: RecurrentOptions<Direction, 'sequence' | 'last', boolean>,
): Untyped => {
  if (!['forward', 'backward', 'both'].includes(direction))
    throw new ArgumentError(`${kind} goes 'forward', 'backward' or 'both' ways, not ${direction}.`)
  if (output !== 'sequence' && output !== 'last')
    throw new ArgumentError(`${kind} gives the 'sequence' or its 'last' vector, not ${output}.`)
  const name = `${kind}(${inputs}, ${size})`
  const way = (reverse: boolean): Untyped =>
    oneWay(name, recurrence, inputs, size, bias, reverse, output === 'last', lengths)
  return ofKind(
    { is: 'recurrent', cell: kind, direction },
    direction === 'both' ? bothWays(name, way(false), way(true), size) : way(direction === 'backward'),
  )
}

/** Makes a layer that reads a sequence, of a type that follows from its sizes and options. */
type MakeRecurrent = <
  I extends number,
  H extends number,
  D extends Direction = 'forward',
  O extends 'sequence' | 'last' = 'sequence',
  Bias extends boolean = true,
  Lengths extends boolean = false,
>(
  inputs: I,
  hidden: H,
  options?: RecurrentOptions<D, O, Bias, Lengths>,
) => Recurrent<I, H, D, O, Bias, Lengths>

/** What every recurrent network takes. */
const recurrentArguments = {
  inputs: needs.size,
  hidden: needs.size,
  options: needs.options({
    direction: needs.oneOf('forward', 'backward', 'both'),
    output: needs.oneOf('sequence', 'last'),
    bias: needs.boolean,
    lengths: needs.boolean,
  }),
}

/**
 * A simple recurrent network (Elman 1990): `rnnCell` along time, from zeros.
 *
 * Takes [batch, time, inputs], and gives the hidden vectors [batch, time, hidden], or with `output: 'last'` the one where it
 * ends, [batch, hidden]; with `direction: 'both'`, those of both directions beside each other. With `lengths: true` it takes the pair
 * of these and of a length for each sequence.
 *
 * @throws ShapeError for another input, or one without time.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { compose, dense, rnn } from 'pullback'
 * const classifier = compose(rnn(8, 32, { output: 'last' }), dense(32, 10))
 *
 * @category Recurrence
 * @since 0.1.0
 */
export const rnn = takes('rnn', recurrentArguments, () => rnnUnchecked)

const rnnUnchecked: MakeRecurrent = (inputs, hidden, options = {}) =>
  typed(recurrent('rnn', elman, inputs, hidden, options))

/**
 * A network of long short-term memories: `lstmCell` along time, from zeros. See `rnn` for shapes and options.
 *
 * @throws ShapeError for another input, or one without time.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { compose, dense, lstm } from 'pullback'
 * const tagger = compose(lstm(8, 32, { direction: 'both' }), dense(64, 5))
 *
 * @category Recurrence
 * @since 0.1.0
 */
export const lstm = takes('lstm', recurrentArguments, () => lstmUnchecked)

const lstmUnchecked: MakeRecurrent = (inputs, hidden, options = {}) =>
  typed(recurrent('lstm', longShortTerm, inputs, hidden, options))

/**
 * A network of gated recurrent units: `gruCell` along time, from zeros. See `rnn` for shapes and options.
 *
 * @throws ShapeError for another input, or one without time.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { compose, dense, gru } from 'pullback'
 * const classifier = compose(gru(8, 32, { output: 'last' }), dense(32, 10))
 *
 * @category Recurrence
 * @since 0.1.0
 */
export const gru = takes('gru', recurrentArguments, () => gruUnchecked)

const gruUnchecked: MakeRecurrent = (inputs, hidden, options = {}) =>
  typed(recurrent('gru', gated, inputs, hidden, options))
