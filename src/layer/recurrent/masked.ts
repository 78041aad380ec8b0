/**
 * Sequences of different lengths: a cell that stands still where a sequence has no more times.
 *
 * @module
 */
import { greater } from '../../primitive/binary.ts'
import { add } from '../../primitive/elementwise/arithmetic.ts'
import { select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { broadcastAlong } from '../../primitive/reduction/broadcast.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { fromValues, zerosLike } from '../../tensor/function/constructors.ts'
import { zipWith } from '../../tensor/function/traversal.ts'
import { showShape } from '../../tensor/shape.ts'
import { type AnyTensor, elementsOf, type Integers, isConcrete, type Tensor } from '../../tensor/tensor.ts'
import type { Leaf, Tree } from '../../tensor/tree.ts'
import { trivial } from '../../tensor/trivial.ts'
import type { Untyped } from '../typed.ts'

/** A mask of examples [batch], in the shape of what it is for. */
const inShapeOf = (mask: Integers, x: Tensor): Integers => broadcastAlong(x.shape, [0])(mask)

/** One tree where the mask is 1, and another where it is 0. */
const chosen = (mask: Integers, x: Tree, y: Tree): Tree =>
  zipWith((a: Leaf, b: Leaf): Leaf => select(inShapeOf(mask, a as Tensor), a as Tensor, b as Tensor) as Leaf)(
    x,
    y,
  )

const nothing = (x: Tree): Tree =>
  zipWith((a: Leaf, _: Leaf): Leaf => zerosLike(a as AnyTensor) as Leaf)(x, x)

/**
 * A cell that takes a mask of the examples beside its input: where that is 0, it gives zeros and carries on what it was given.
 */
export const masked = (cell: Untyped): Untyped => ({
  ...cell,
  run: (params, input, state, context) => {
    const [[x, mask], carry] = input as readonly [readonly [Tree, Integers], Tree]
    const [pair, pullback, next] = cell.run(params, [x, carry], state, context)
    const [y, after] = pair as readonly [Tree, Tree]
    return [
      [chosen(mask, y, nothing(y)), chosen(mask, after, carry)],
      db => {
        const [dy, dafter] = db as readonly [Tree, Tree]
        const [dp, dinput] = pullback([chosen(mask, dy, nothing(dy)), chosen(mask, dafter, nothing(dafter))])
        const [dx, dcarry] = dinput as readonly [Tree, Tree]
        const kept = chosen(mask, nothing(dafter), dafter)
        return [
          dp,
          [
            [dx, trivial],
            zipWith((a: Leaf, b: Leaf): Leaf => add(a as Tensor, b as Tensor) as Leaf)(dcarry, kept),
          ],
        ]
      },
      next,
    ]
  },
})

/**
 * For each example [batch] and time whether the example is that long: [batch, time] of 1 and 0.
 *
 * @throws ShapeError, DTypeError or ArgumentError unless there is one length from 0 to the number of times for each example.
 */
export const maskOfLengths = (name: string, lengths: AnyTensor, batch: number, time: number): Integers => {
  if (lengths.kind !== 'integer' || lengths.shape.length !== 1 || lengths.shape[0] !== batch)
    throw new ShapeError(
      `${name} takes a length for each of its ${batch} sequences, integers of shape [${batch}], but was given ` +
        `${lengths.dtype}${showShape(lengths.shape)}.`,
      [[batch], lengths.shape],
    )
  if (isConcrete(lengths)) {
    const wrong = elementsOf(lengths).findIndex(n => n < 0 || n > time)
    if (wrong >= 0)
      throw new ArgumentError(
        `${name} takes lengths from 0 to ${time}, the number of times, but the length of sequence ${wrong} is ` +
          `${elementsOf(lengths)[wrong]}.`,
      )
  }
  const times = fromValues(
    [time],
    Array.from({ length: time }, (_, t) => t),
    'i32',
  )
  return greater(
    broadcastAlong([batch, time], [0])(convert('i32')(lengths as Integers)),
    broadcastAlong([batch, time], [1])(times),
  )
}
