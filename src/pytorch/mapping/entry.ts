/**
 * Tensors of a state_dict: each is made of tensors of a model, as they are or transposed, one below the other.
 *
 * @module
 */
import { concat } from '../../primitive/movement/concat.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import type { Path } from '../../tensor/error.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'

/** One tensor of a model, or one of a stack. */
export interface Source {
  /** Where it is: 'params' or 'state', and the path from there. */
  readonly path: Path
  /** Which one of a stack of so many, for each stack that it is in, outermost first. */
  readonly at: readonly number[]
  /** Its shape, without the axes of stacks. */
  readonly shape: Shape
  /** Whether it is a float; integers have the element type that they have. */
  readonly dtype: 'float' | 'i32' | 'u8'
  readonly isTransposed: boolean
}

/** A tensor of a state_dict. */
export interface StateEntry {
  readonly name: string
  /** What it is made of, joined along the first axis. */
  readonly sources: readonly Source[]
}

/** A number that a state_dict has and a model has not: it may be there, and is written as 0. */
export const isCounter = ({ sources }: StateEntry): boolean => sources.length === 0

/** The shape of what a source is in the state_dict. */
export const givenShape = ({ shape, isTransposed }: Source): Shape =>
  isTransposed ? shape.toReversed() : shape

/** The shape of a tensor of a state_dict. */
export const shapeOf = ({ sources }: StateEntry): Shape => {
  const shapes = sources.map(givenShape)
  const [first] = shapes
  if (first === undefined || shapes.length === 1) return first ?? []
  return [shapes.reduce((rows, [n = 0]) => rows + n, 0), ...first.slice(1)]
}

const turned = (x: AnyTensor, { isTransposed }: Source): AnyTensor =>
  isTransposed ? transpose([1, 0])(x as Tensor) : x

const rowsOf = (x: AnyTensor, from: number, count: number): AnyTensor =>
  slice(
    x.shape.map((_, axis) => (axis === 0 ? from : 0)),
    x.shape.map((n, axis) => (axis === 0 ? count : n)),
  )(x as Tensor)

/** One of a stack. */
const oneOf = (x: AnyTensor, { at, shape }: Source): AnyTensor =>
  at.length === 0
    ? x
    : (reshape(shape)(
        slice([...at, ...shape.map(() => 0)], [...at.map(() => 1), ...shape])(x as Tensor),
      ) as AnyTensor)

/** A tensor of a state_dict, from those of a model. */
export const joined = ({ sources }: StateEntry, tensorAt: (path: Path) => AnyTensor): AnyTensor => {
  const parts = sources.map(source => turned(oneOf(tensorAt(source.path), source), source))
  return parts.length === 1 ? (parts[0] as AnyTensor) : concat(0)(...(parts as readonly Tensor[]))
}

/** The tensors that one of a state_dict is made of. */
export const split = ({ sources }: StateEntry, x: AnyTensor): readonly AnyTensor[] => {
  let row = 0
  return sources.map(source => {
    if (sources.length === 1) return turned(x, source)
    const [count = 0] = givenShape(source)
    row += count
    return turned(rowsOf(x, row - count, count), source)
  })
}

/** A tensor of a model from the ones of its stack, or from itself alone. */
export const stackedAs = (
  shape: Shape,
  pieces: readonly { readonly source: Source; readonly tensor: AnyTensor }[],
): AnyTensor => {
  const [{ source, tensor }] = pieces as readonly [(typeof pieces)[number]]
  if (source.at.length === 0) return tensor
  const place = (at: readonly number[]): number =>
    at.reduce((n, i, axis) => n * (shape[axis] as number) + i, 0)
  const inOrder = pieces.toSorted((x, y) => place(x.source.at) - place(y.source.at))
  const each = inOrder.map(piece => reshape([1, sizeOf(source.shape)])(piece.tensor as Tensor) as Tensor)
  return reshape(shape)(concat(0)(...each) as Tensor)
}
