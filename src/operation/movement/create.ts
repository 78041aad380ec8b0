/**
 * Tensors of regular numbers: the identity, ranges and grids.
 *
 * @module
 */
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { FloatDType, Kind } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/**
 * The element type. Defaults to f32.
 *
 * @category Other
 * @since 0.1.0
 */
export interface CreationOptions {
  readonly dtype?: FloatDType
}

const creation = needs.options({ dtype: needs.floatDType })

/**
 * The identity matrix of `n` rows. NumPy's `eye`.
 *
 * @throws ArgumentError if it would have too many elements.
 *
 * @example
 * import { op } from 'pullback'
 * op.eye(2) // [[1, 0], [0, 1]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const eye = takes('eye', { n: needs.size, options: creation }, () => eyeUnchecked)

const eyeUnchecked = <N extends number>(n: N, { dtype = 'f32' }: CreationOptions = {}): Tensor<[N, N]> => {
  if (n * n > 2 ** 29)
    throw new ArgumentError(
      `eye of ${n} rows would have ${n * n} elements. No tensor has more than ${2 ** 29}.`,
    )
  return fromValues(
    [n, n],
    Array.from({ length: n * n }, (_, at) => Number(Math.floor(at / n) === at % n)),
    dtype,
  )
}

/**
 * The numbers from `start` by `step` up to, but without, `stop`: `start + i · step`. NumPy's `arange`.
 *
 * @throws ArgumentError if the step is 0.
 *
 * @example
 * import { op } from 'pullback'
 * op.arange(0, 1, 0.25) // [0, 0.25, 0.5, 0.75]
 *
 * @category Operations
 * @since 0.1.0
 */
export const arange = takes(
  'arange',
  { start: needs.finite, stop: needs.finite, step: needs.optional(needs.finite), options: creation },
  () => arangeUnchecked,
)

const arangeUnchecked = (
  start: number,
  stop: number,
  step = 1,
  { dtype = 'f32' }: CreationOptions = {},
): Tensor<[number]> => {
  if (step === 0) throw new ArgumentError('arange needs a step that is not 0. For equal numbers take full.')
  const n = Math.max(0, Math.ceil((stop - start) / step))
  if (n > 2 ** 29) throw new ArgumentError(`arange would have ${n} numbers. Give a larger step.`)
  return fromValues(
    [n],
    Array.from({ length: n }, (_, i) => start + i * step),
    dtype,
  )
}

/**
 * So many numbers from `start` to `stop`, both among them, at equal distances. NumPy's `linspace`.
 *
 * @example
 * import { op } from 'pullback'
 * op.linspace(0, 1, 5) // [0, 0.25, 0.5, 0.75, 1]
 *
 * @category Operations
 * @since 0.1.0
 */
export const linspace = takes(
  'linspace',
  { start: needs.finite, stop: needs.finite, count: needs.size, options: creation },
  () => linspaceUnchecked,
)

const linspaceUnchecked = <N extends number>(
  start: number,
  stop: number,
  count: N,
  { dtype = 'f32' }: CreationOptions = {},
): Tensor<[N]> => {
  const last = count - 1
  const at = (i: number): number =>
    i === 0 ? start : i === last ? stop : start + (i * (stop - start)) / last
  return fromValues(
    [count],
    Array.from({ length: count }, (_, i) => at(i)),
    dtype,
  )
}

/**
 * The coordinates of a grid: the i-th result repeats the i-th vector along all axes but the i-th. NumPy's `meshgrid` with
 * `indexing='ij'`.
 *
 * @throws ShapeError unless all are vectors.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * op.meshgrid(tensor([1, 2]), tensor([3, 4])) // [[1, 1], [2, 2]] and [[3, 4], [3, 4]]
 *
 * @category Operations
 * @since 0.1.0
 */
export const meshgrid = takes('meshgrid', { '...vectors': needs.tensor }, () => meshgridUnchecked)

const meshgridUnchecked = <K extends Kind>(
  ...vectors: readonly Tensor<Shape, K>[]
): readonly Tensor<Shape, K>[] => {
  const shape = vectors.map((x, i) => {
    if (x.shape.length !== 1)
      throw new ShapeError(`meshgrid needs vectors, but was given [${x.shape.join(', ')}] at ${i}.`, [
        x.shape,
      ])
    return x.shape[0] as number
  })
  return vectors.map((x, i) => broadcastAlong(shape, [i])(x))
}
