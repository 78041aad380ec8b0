/**
 * The seam between operators, whose tensors have types that only a file knows, and operations on tensors, whose types are the
 * compiler's: what is a `Tensor` here may be of integers.
 *
 * @module
 */
import * as op from '../../operation/index.ts'
import type { DType } from '../../tensor/dtype.ts'
import { fromValues, full } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { wrong } from './refusal.ts'

/** Any tensor, for operations that only know floats by their types. */
export const any = (x: AnyTensor): Tensor => x as Tensor
/** A tensor that is known to be one of integers. */
export const ints = (x: AnyTensor): Integers => x as Integers

/** A tensor whose elements are all one number, of an element type that is chosen at run time. */
export const filled = (shape: Shape, value: number, dtype: DType): Tensor =>
  any(full([...shape], value, dtype))
/** A tensor of numbers, of an element type that is chosen at run time. */
export const numbers = (shape: Shape, values: ArrayLike<number>, dtype: DType): Tensor =>
  any(fromValues([...shape], values, dtype))
/** Indices. */
export const indices = (values: ArrayLike<number>, shape: Shape = [values.length]): Integers =>
  fromValues([...shape], values, 'i32') as Integers

export const convert = (dtype: DType, x: AnyTensor): Tensor => any(op.convert(dtype)(x as Tensor))
export const reshape = (shape: Shape, x: AnyTensor): Tensor => any(op.reshape([...shape])(x as Tensor))
export const transpose = (axes: readonly number[], x: AnyTensor): Tensor =>
  axes.every((axis, i) => axis === i) ? any(x) : any(op.transpose(axes)(x as Tensor) as AnyTensor)
export const broadcast = (shape: Shape, x: AnyTensor): Tensor => any(op.broadcast([...shape])(x as Tensor))
export const slice = (start: readonly number[], sizes: readonly number[], x: AnyTensor): Tensor =>
  any(op.slice(start, [...sizes])(x as Tensor))
export const concat = (axis: number, xs: readonly AnyTensor[]): Tensor =>
  xs.length === 1 ? any(xs[0]!) : any((op.concat(axis) as (...xs: readonly AnyTensor[]) => AnyTensor)(...xs))
export const select = (mask: AnyTensor, x: AnyTensor, y: AnyTensor): Tensor => {
  const shape = commonShape([mask.shape, x.shape, y.shape])
  return any(op.select(ints(broadcast(shape, mask)), broadcast(shape, x), broadcast(shape, y)))
}
type Matrices = Tensor<[...Shape, number, number]>

export const gather = (table: AnyTensor, at: AnyTensor): Tensor =>
  any(op.gather(table as Tensor<[number, ...Shape]>, at as Integers<[number]>) as AnyTensor)
/** Zeros with rows added at their indices. */
export const scatterAdd = (count: number, updates: AnyTensor, at: AnyTensor): Tensor =>
  any(op.scatterAdd(count)(updates as Tensor<[number, ...Shape]>, at as Integers<[number]>))

/** Elements along an axis by their positions, for each place of the other axes its own. */
export const takeAlong = (axis: number, x: AnyTensor, at: AnyTensor): Tensor =>
  any(op.takeAlong(axis)(x as Tensor, ints(at)) as AnyTensor)
/** The nearest integers, as floats; of two the even one. */
export const round = (x: AnyTensor): Tensor => any(op.round(x as Tensor))

/** The shape that shapes broadcast to, aligned at their last axes. */
export const commonShape = (shapes: readonly Shape[]): Shape => {
  const rank = Math.max(0, ...shapes.map(shape => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    let size = 1
    for (const shape of shapes) {
      const n = shape[axis - rank + shape.length]
      if (n === undefined || n === 1 || n === size) continue
      if (size !== 1)
        wrong(`the shapes ${shapes.map(s => `[${s.join(', ')}]`).join(' and ')} cannot be broadcast to one`)
      size = n
    }
    return size
  })
}

/** Tensors broadcast to the shape that they have in common. */
export const together = (xs: readonly AnyTensor[]): readonly Tensor[] => {
  const shape = commonShape(xs.map(x => x.shape))
  return xs.map(x => broadcast(shape, x))
}

/** An operation on two tensors of one shape, for two that are broadcast. */
export const pairwise =
  (f: (x: Tensor, y: Tensor) => AnyTensor) =>
  (x: AnyTensor, y: AnyTensor): Tensor => {
    const [a, b] = together([x, y])
    return any(f(a!, b!))
  }

export const add = pairwise((x, y) => op.add(x, y))
export const sub = pairwise((x, y) => op.sub(x, y))
export const mul = pairwise((x, y) => op.mul(x, y))
export const div = pairwise((x, y) => op.div(x, y))
export const maximum = pairwise((x, y) => op.maximum(x, y))
export const minimum = pairwise((x, y) => op.minimum(x, y))
export const pow = pairwise((x, y) => op.pow(x, y))
export const greater = pairwise((x, y) => op.greater(x, y))
export const greaterEqual = pairwise((x, y) => op.greaterEqual(x, y))
export const equal = pairwise((x, y) => op.equal(x, y))
export const and = pairwise((x, y) => op.and(ints(x), ints(y)))
export const or = pairwise((x, y) => op.or(ints(x), ints(y)))
export const not = (x: AnyTensor): Tensor => any(op.not(ints(x)))
export const scale = (constant: number, x: Tensor): Tensor => any(op.scale(constant)(x))
export const shift = (constant: number, x: Tensor): Tensor => any(op.shift(constant)(x))
export const sum = (axes: readonly number[], keep: boolean, x: Tensor): Tensor =>
  any(op.sum([...axes], { keep })(x) as AnyTensor)
export const matmul = (a: Tensor, b: Tensor): Tensor =>
  any(op.matmul(a as Matrices, b as Matrices) as AnyTensor)

/** Whether the elements are floats. */
export const isFloat = (x: AnyTensor): boolean => x.kind === 'float'

/** An operation that only floats have, on integers too: f64 holds each of them exactly. */
export const throughFloats =
  (f: (x: Tensor) => AnyTensor) =>
  (x: AnyTensor): Tensor =>
    isFloat(x) ? any(f(any(x))) : convert(x.dtype, f(convert('f64', x)))

/** The same for two. */
export const bothThroughFloats =
  (f: (x: Tensor, y: Tensor) => AnyTensor) =>
  (x: AnyTensor, y: AnyTensor): Tensor =>
    isFloat(x) ? any(f(any(x), any(y))) : convert(x.dtype, f(convert('f64', x), convert('f64', y)))

/** An axis counted from the front, where it may be counted from the back. */
export const axisOf = (axis: number, rank: number): number => {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    wrong(
      `axis ${axis} is not one of ${rank === 0 ? 'a scalar' : `the ${rank} axes, ${-rank} to ${rank - 1}`}`,
    )
  return axis < 0 ? axis + rank : axis
}

/** Axes counted from the front, each once. */
export const axesOf = (axes: readonly number[], rank: number): readonly number[] => {
  const found = axes.map(axis => axisOf(axis, rank))
  if (new Set(found).size !== found.length) wrong(`the axes [${axes.join(', ')}] name one twice`)
  return found
}

/** How many numbers a list may have. */
const longestList = 2 ** 26

/** The numbers from 0 on. */
export const range = (count: number, from = 0): readonly number[] =>
  count <= longestList
    ? Array.from({ length: Math.max(0, count) }, (_, i) => from + i)
    : wrong(`it needs ${count} places, more than the ${longestList} that are read`)

/** A tensor as floats of the type of another. */
export const like = (x: Tensor, y: AnyTensor): Tensor => convert(x.dtype, y)
export const size = (x: AnyTensor): number => sizeOf(x.shape)

/** Rows along an axis by their positions, which may be repeated. */
export const take = (axis: number, at: readonly number[], x: AnyTensor): Tensor => {
  const order = [axis, ...range(x.shape.length).filter(other => other !== axis)]
  const back = range(x.shape.length).map(other => order.indexOf(other))
  return transpose(back, gather(transpose(order, x), indices(at)))
}

/** A block along one axis. */
export const sliceAlong = (axis: number, from: number, count: number, x: AnyTensor): Tensor =>
  slice(
    x.shape.map((_, other) => (other === axis ? from : 0)),
    x.shape.map((n, other) => (other === axis ? count : n)),
    x,
  )

/** A number around a tensor, which may be cut instead where a count is negative. */
export const padded = (
  before: readonly number[],
  after: readonly number[],
  value: AnyTensor,
  x: AnyTensor,
): Tensor => {
  const cut = slice(
    before.map(n => Math.max(0, -n)),
    x.shape.map((n, axis) => n - Math.max(0, -before[axis]!) - Math.max(0, -after[axis]!)),
    x,
  )
  const [b, a] = [before, after].map(ns => ns.map(n => Math.max(0, n)))
  if ([...b!, ...a!].every(n => n === 0)) return cut
  const grown = throughFloats(y => op.pad(b!, a!)(y))(cut)
  const inside = op.pad(b!, a!)(filled(cut.shape, 1, 'f32'))
  return select(convert('u8', inside), grown, reshape([], value))
}
