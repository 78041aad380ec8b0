/**
 * Recurrent layers on sequences: a cell along time from zeros, in one direction or both.
 *
 * @module
 */
import { requireTensor } from '../requireTensor.ts'
import { concat } from '../../primitive/concat.ts'
import { slice } from '../../primitive/pad.ts'
import { foldIn } from '../../random/key.ts'
import { addCotangents } from '../../smooth/cotangents.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { Add } from '../../tensor/arithmetic.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { showShape } from '../../tensor/shape.ts'
import { type AnyTensor, type Integers, type Tensor, zeros, zerosLike } from '../../tensor/tensor.ts'
import { trivial } from '../../tensor/trivial.ts'
import { empty, map, type Tree } from '../../tensor/tree.ts'
import { type CellOptions, type CellParams, hiddenCell, initCell, inputMap } from './cell.ts'
import { type Context, evaluation } from '../context.ts'
import { type Caching, parts } from '../layer.ts'
import type { Layer, Outcome } from '../layer.ts'
import { elman, gated, longShortTerm, type Recurrence } from './recurrence.ts'
import { requireParts } from '../combinator/parts.ts'
import { along } from '../combinator/scan.ts'
import { masked, maskOfLengths } from './masked.ts'
import { typed, type Untyped } from '../typed.ts'
import type { First, LastAxis, Then, WithoutTime } from '../type/typeFunction.ts'

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

/** One direction: the input's linear map for all times in one product, and then the cell's other half along time. */
const oneWay = (
  name: string,
  recurrence: Recurrence,
  inputs: number,
  size: number,
  bias: boolean,
  reverse: boolean,
  last: boolean,
  ofLengths: boolean,
): Untyped => {
  const input = inputMap(recurrence, inputs, size, bias)
  const hidden = hiddenCell(name, recurrence, size, bias)
  const overTime = along(ofLengths ? masked(hidden) : hidden, { reverse })
  const startOf = (batch: number, dtype: FloatDType): Tree => {
    const none = zeros([batch, size], dtype)
    return recurrence.carries === 1 ? none : [none, none]
  }
  const init = initCell(input, hidden)
  /** From a carry, or from zeros; gives the last one, too. */
  const runFrom = (params: Tree, given: Tree, before: Tree | null, context: Context): Outcome<Tree> => {
    const [x, lengths] = ofLengths ? requireParts(name, ['sequences', 'lengths'], given) : [given]
    requireTensor(name, x as Tree)
    const sequences = x as Tensor
    if (sequences.shape.length !== 3 || sequences.shape[2] !== inputs)
      throw new ShapeError(
        `${name} takes [batch, time, ${inputs}], but was given ${showShape(sequences.shape)}.`,
        [[inputs], sequences.shape],
        2,
      )
    const own = params as { readonly input: Tree; readonly hidden: Tree }
    const start = before ?? startOf(sequences.shape[0] as number, sequences.dtype)
    const [a, pullInput] = input.run(own.input, sequences, empty, evaluation)
    const [batch, time] = sequences.shape as readonly [number, number]
    const times = lengths === undefined ? a : [a, maskOfLengths(name, lengths as AnyTensor, batch, time)]
    const [pair, pullHidden] = overTime.run(own.hidden, [times, start], empty, context)
    const [ys, carry] = pair as readonly Tree[]
    const finalOf = (c: Tree): Tree => (recurrence.carries === 1 ? c : ((c as readonly Tree[])[0] as Tree))
    const withFinal = (dh: Tree): Tree => (recurrence.carries === 1 ? dh : [dh, zerosLike(dh as Tensor)])
    const nothing = (y: Tree): Tree => map((leaf: Tensor) => zerosLike(leaf))(y)
    return [
      last ? finalOf(carry as Tree) : (ys as Tree),
      dy => {
        const db = last ? [nothing(ys as Tree), withFinal(dy)] : [dy, nothing(carry as Tree)]
        const [dhidden, dpair] = pullHidden(db)
        const [dtimes] = dpair as readonly Tree[]
        const da = lengths === undefined ? dtimes : (dtimes as readonly Tree[])[0]
        const [dinput, dx] = pullInput(da as Tree)
        return [{ input: dinput, hidden: dhidden }, lengths === undefined ? dx : [dx, trivial]]
      },
      carry as Tree,
    ]
  }
  const cached = ({ batch, capacity }: Caching): Untyped => ({
    name: `cached(${capacity})(${name})`,
    init: (key, dtype) => ({ params: init(key, dtype).params, state: startOf(batch, dtype) }),
    run: (params, x, before, context) => {
      const { shape } = x as Tensor
      if (shape[0] !== batch)
        throw new ShapeError(
          `cached takes a part of ${batch} sequences, [${batch}, time, ${inputs}], for ${name}, but was given ${showShape(shape)}.`,
          [[inputs], shape],
        )
      return runFrom(params, x, before, context)
    },
  })
  return {
    name,
    init,
    ...(reverse || last || ofLengths ? {} : { [parts]: cached }),
    run: (params, given, state, context) => {
      const [y, pullback] = runFrom(params, given, null, context)
      return [y, pullback, state]
    },
  }
}

/** Both directions on one input, side by side along the last axis. */
const bothWays = (name: string, forward: Untyped, backward: Untyped, size: number): Untyped => ({
  name,
  init: (key, dtype) => ({
    params: {
      forward: forward.init(foldIn(0)(key), dtype).params,
      backward: backward.init(foldIn(1)(key), dtype).params,
    },
    state: empty,
  }),
  run: (params, x, state, context) => {
    const own = params as { readonly forward: Tree; readonly backward: Tree }
    const [left, pullLeft] = forward.run(own.forward, x, empty, context)
    const [right, pullRight] = backward.run(own.backward, x, empty, context)
    const y = concat((left as Tensor).shape.length - 1)(left as Tensor, right as Tensor) as Tensor
    const half = (dy: Tensor, from: number): Tree =>
      slice(
        dy.shape.map((_, axis) => (axis === dy.shape.length - 1 ? from : 0)),
        (left as Tensor).shape,
      )(dy)
    return [
      y,
      dy => {
        const [dforward, dleft] = pullLeft(half(dy as Tensor, 0))
        const [dbackward, dright] = pullRight(half(dy as Tensor, size))
        return [{ forward: dforward, backward: dbackward }, addCotangents(dleft, dright)]
      },
      state,
    ]
  },
})

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
  return direction === 'both' ? bothWays(name, way(false), way(true), size) : way(direction === 'backward')
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
