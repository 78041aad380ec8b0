/**
 * Positions as rotations.
 *
 * @module
 */
import { add, mul, neg, sub } from '../../primitive/elementwise/arithmetic.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { broadcastBeside } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { FloatDType } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { Empty } from '../../tensor/tree.ts'
import { withoutParams } from '../fromSmooth.ts'
import { withParts } from '../inParts.ts'
import type { Layer } from '../layer.ts'
import type { Same } from '../type/typeFunction.ts'
import { counting, rowsFrom } from './position.ts'
import { requireBase, timeOf } from './positions.ts'

/**
 * How positions are turned into angles.
 *
 * @category Attention
 * @since 0.1.0
 */
export interface RotaryOptions {
  /**
   * The longest wave is 2π times this. Defaults to 10,000.
   *
   * @default 10_000
   */
  readonly base?: number
  /**
   * The position of the first element. Defaults to 0.
   *
   * @default 0
   */
  readonly offset?: number
  /**
   * Which features are a pair: neighbours (`'interleaved'`), or those half a width apart. Defaults to neighbours.
   *
   * @default 'interleaved'
   */
  readonly pairs?: 'interleaved' | 'halfSplit'
}

/** The pairs of [..., width] beside each other along an axis of 2, and which axis that is, counted from the end. */
const paired = (x: Tensor, pairs: 'interleaved' | 'halfSplit'): Tensor => {
  const [leading, half] = [x.shape.slice(0, -1), (x.shape.at(-1) as number) / 2]
  return reshape(pairs === 'interleaved' ? [...leading, half, 2] : [...leading, 2, half])(x)
}

const half = (x: Tensor, axis: number, which: 0 | 1): Tensor =>
  slice(
    x.shape.map((_, i) => (i === axis ? which : 0)),
    x.shape.map((n, i) => (i === axis ? 1 : n)),
  )(x)

/** Rotates each pair `(u, v)` to `(u cos - v sin, u sin + v cos)`. */
const rotated =
  (pairs: 'interleaved' | 'halfSplit', cos: Tensor, sin: Tensor) =>
  (x: Tensor): Tensor => {
    const both = paired(x, pairs)
    const axis = both.shape.length - (pairs === 'interleaved' ? 1 : 2)
    const [u, v] = [half(both, axis, 0), half(both, axis, 1)]
    const along = (table: Tensor): Tensor => {
      const shape = pairs === 'interleaved' ? [...table.shape, 1] : [table.shape[0]!, 1, table.shape[1]!]
      return broadcastBeside(u)(reshape(shape)(table))
    }
    const [c, s] = [along(cos), along(sin)]
    const turned = concat(axis)(sub(mul(u, c), mul(v, s)), add(mul(u, s), mul(v, c)))
    return reshape(x.shape)(turned)
  }

/**
 * Rotates each pair of features by an angle that grows with the position: pair `i` at position `p` by `p · base^(-2i/width)`
 * (Su, Lu, Pan, Murtadha, Wen and Liu 2021). The product of a query and a key that are so rotated depends on the distance
 * of their positions only. The pullback rotates back.
 *
 * Takes and gives [..., time, width], usually the heads of attention: `selfAttention` takes it as an option.
 *
 * @throws ShapeError if the last axis of the input is not `width`, or there is no axis before it.
 * @throws ArgumentError unless `width` is even and positive, the base above 1 and the offset a finite number.
 *
 * @example
 * import { rotaryPositions } from 'pullback'
 * const rotate = rotaryPositions(32, { pairs: 'halfSplit' })
 *
 * @category Attention
 * @since 0.1.0
 */
export const rotaryPositions = takes(
  'rotaryPositions',
  {
    width: needs.size,
    options: needs.options({
      base: needs.number,
      offset: needs.number,
      pairs: needs.oneOf('interleaved', 'halfSplit'),
    }),
  },
  () => rotaryPositionsUnchecked,
)

const rotaryPositionsUnchecked = <N extends number>(
  width: N,
  { base = 10_000, offset = 0, pairs = 'interleaved' }: RotaryOptions = {},
): Layer<Tensor<[...number[], number, N]>, Same, Empty> => {
  requireBase('rotaryPositions', base)
  if (width % 2 !== 0)
    throw new ArgumentError(`rotaryPositions rotates pairs of features, but was given ${width} of them.`)
  if (!Number.isFinite(offset))
    throw new ArgumentError(`rotaryPositions needs a finite offset, but was given ${offset}.`)
  if (pairs !== 'interleaved' && pairs !== 'halfSplit')
    throw new ArgumentError(
      `rotaryPositions knows pairs that are 'interleaved' or 'halfSplit', not ${pairs}.`,
    )
  const name = `rotaryPositions(${width})`
  const table = (wave: (angle: number) => number, time: number, dtype: FloatDType): Tensor =>
    fromValues<number, [number, number], FloatDType>(
      [time, width / 2],
      Array.from({ length: (time * width) / 2 }, (_, i) => {
        const pair = i % (width / 2)
        return wave((Math.floor((2 * i) / width) + offset) * base ** ((-2 * pair) / width))
      }),
      dtype,
    ) as Tensor
  const turned = (x: Tensor, cos: Tensor, sin: Tensor) =>
    [rotated(pairs, cos, sin)(x), (dy: Tensor): Tensor => rotated(pairs, cos, neg(sin))(dy)] as const
  return withParts(
    withoutParams(name, (x: Tensor<[...number[], number, N]>) => {
      const time = timeOf(name, x, width)
      return turned(x, table(Math.cos, time, x.dtype), table(Math.sin, time, x.dtype))
    }),
    ({ capacity }) =>
      counting(name, capacity, (x, position) => {
        const time = timeOf(name, x, width)
        const rows = (wave: (angle: number) => number): Tensor =>
          rowsFrom(position, time, table(wave, capacity, x.dtype))[0]
        return turned(x, rows(Math.cos), rows(Math.sin))
      }),
  )
}
