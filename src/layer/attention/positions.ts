/**
 * Telling positions apart: attention sees a set of vectors, and what is added here says where each of them stands.
 *
 * @module
 */
import type { Initialiser } from '../../initialiser/initialiser.ts'
import { normal } from '../../initialiser/random.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { pad, slice } from '../../primitive/movement/pad.ts'
import { broadcast, broadcastBeside, sum } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import { showShape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import { withParts } from '../inParts.ts'
import type { AnyLayer, Caching, Layer } from '../layer.ts'
import { ofKind } from '../ofKind.ts'
import { withParams } from '../parametric.ts'
import type { Same } from '../type/typeFunction.ts'
import { advanced, begun, type Counted, counting, rowsFrom } from './position.ts'

/** A tensor [..., time, width] for a layer that counts its positions. */
type Sequences<N extends number> = Tensor<[...number[], number, N]>

/** The number of positions of [..., time, width]. */
export const timeOf = (name: string, x: Tensor, width: number): number => {
  if (x.shape.length < 2 || x.shape.at(-1) !== width)
    throw new ShapeError(
      `${name} takes [..., time, ${width}], but was given ${showShape(x.shape)}.`,
      [[width], x.shape],
      Math.max(x.shape.length - 1, 0),
    )
  return x.shape.at(-2) as number
}

/**
 * Requires the base of a geometric series of wave lengths.
 *
 * @throws ArgumentError unless it is finite and above 1.
 */
export const requireBase = (layer: string, base: number): void => {
  if (!(base > 1 && Number.isFinite(base)))
    throw new ArgumentError(`${layer} needs a finite base > 1, but was given ${base}.`)
}

/**
 * How positions are encoded.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface SinusoidalOptions {
  /**
   * The longest wave is 2π times this. Defaults to 10,000.
   *
   * @default 10_000
   */
  readonly base?: number
}

/**
 * Adds sines and cosines of the position: at position `p`, `sin(p / base^(2i/width))` to feature `2i` and the cosine of the
 * same to feature `2i + 1` (Vaswani et al. 2017). The pullback is the identity.
 *
 * Takes and gives [..., time, width], for any number of positions.
 *
 * @throws ShapeError if the last axis of the input is not `width`, or there is no axis before it.
 * @throws ArgumentError unless `width` is a positive integer and the base above 1.
 *
 * @example
 * import { compose, embedding, sinusoidalPositions } from 'pullback'
 * const tokens = compose(embedding(27, 16), sinusoidalPositions(16))
 *
 * @category Attention
 * @since 0.1.0
 */
export const sinusoidalPositions = takes(
  'sinusoidalPositions',
  { width: needs.size, options: needs.options({ base: needs.number }) },
  () => sinusoidalPositionsUnchecked,
)

const sinusoidalPositionsUnchecked = <N extends number>(
  width: N,
  { base = 10_000 }: SinusoidalOptions = {},
): Layer<Sequences<N>, Same, Empty> => {
  requireBase('sinusoidalPositions', base)
  const name = `sinusoidalPositions(${width})`
  const waves = (time: number, dtype: FloatDType): Tensor => {
    const values = Array.from({ length: time * width }, (_, i) => {
      const feature = i % width
      const angle = Math.floor(i / width) / base ** ((feature - (feature % 2)) / width)
      return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
    })
    return fromValues([time, width] as readonly number[], values, dtype) as Tensor
  }
  const added = (x: Tensor, rows: Tensor) =>
    [add(x, broadcastBeside(x)(rows)), (dy: Tensor): Tensor => dy] as const
  return withParts(
    withoutParams(name, (x: Sequences<N>) => added(x, waves(timeOf(name, x, width), x.dtype))),
    ({ capacity }) =>
      counting(name, capacity, (x, position) => {
        const time = timeOf(name, x, width)
        return added(x, rowsFrom(position, time, waves(capacity, x.dtype))[0])
      }),
  )
}

/**
 * The parameter of learned positions.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface LearnedPositionsParams<T extends number, N extends number> {
  /** The table: one row for each position. */
  readonly w: Tensor<[T, N]>
}

/**
 * How learned positions begin.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface LearnedPositionsOptions {
  /** The initialiser. Defaults to samples from the normal distribution of deviation 0.02. */
  readonly w?: Initialiser
}

/**
 * Adds a learned vector for each position.
 *
 * Takes and gives [..., time, width] for up to `length` positions.
 *
 * @throws ShapeError if the last axis of the input is not `width`, or there are more positions than `length`.
 * @throws ArgumentError unless both sizes are positive integers.
 *
 * @example
 * import { compose, embedding, learnedPositions } from 'pullback'
 * const tokens = compose(embedding(27, 16), learnedPositions(128, 16))
 *
 * @category Attention
 * @since 0.1.0
 */
export const learnedPositions = takes(
  'learnedPositions',
  { length: needs.size, width: needs.size, options: needs.options({ w: needs.fn }) },
  () => learnedPositionsUnchecked,
)

const learnedPositionsUnchecked = <T extends number, N extends number>(
  length: T,
  width: N,
  { w = normal(0, 0.02) }: LearnedPositionsOptions = {},
): Layer<Sequences<N>, Same, LearnedPositionsParams<T, N>> => {
  const name = `learnedPositions(${length}, ${width})`
  const learned: Layer<Sequences<N>, Same, LearnedPositionsParams<T, N>> = ofKind(
    { is: 'table' },
    withParams(name, { w: [w, [length, width]] }, (params: LearnedPositionsParams<T, N>, x: Sequences<N>) => {
      const time = timeOf(name, x, width)
      if (time > length)
        throw new ShapeError(
          `${name} has ${length} positions, but was given ${showShape(x.shape)}: ${time} of them.`,
          [[length, width], x.shape],
          x.shape.length - 2,
        )
      const leading = x.shape.slice(0, -2).map((_, axis) => axis)
      const rows = slice([0, 0], [time, width])(params.w)
      return [
        add(x, broadcast(x.shape)(rows)),
        (dy: Tensor) => [{ w: pad([0, 0], [length - time, 0])(sum(leading)(dy)) }, dy],
      ]
    }),
  )
  const cached = ({ capacity }: Caching): AnyLayer => {
    if (capacity > length)
      throw new ArgumentError(
        `cached cannot have room for ${capacity} positions, as ${name} has ${length}. Give it a capacity of at most ${length}.`,
      )
    const own: Layer<Sequences<N>, Tensor, LearnedPositionsParams<T, N>, Counted> = {
      name: `cached(${capacity})(${name})`,
      init: (key, dtype) => ({ params: learned.init(key, dtype).params, state: { position: begun } }),
      run: ({ w }, x, { position }) => {
        const time = timeOf(name, x, width)
        const [rows, pull] = rowsFrom(position, time, w)
        const leading = x.shape.slice(0, -2).map((_, axis) => axis)
        return [
          add(x, broadcast(x.shape)(rows)),
          dy => [{ w: pull(sum(leading)(dy as Tensor) as Tensor) }, dy],
          { position: advanced(position, time) },
        ]
      },
    }
    return own
  }
  return withParts(learned, cached)
}
