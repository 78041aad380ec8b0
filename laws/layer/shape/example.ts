/**
 * Examples for the laws of layers that move, cut, fill and join their axes, and what it means that two such layers agree.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  evaluation,
  fromValues,
  identity,
  type Key,
  random,
  type Shape,
  type Tensor,
  toValues,
  type tree,
} from '../../../src/index.ts'
import { tensors } from '../../arbitraries.ts'
import { every, exact } from '../../close.ts'
import { passes } from '../../law.ts'
import { forget, type TreeLayer } from '../same.ts'

/** Examples of three axes, of which some may have one element. */
export const batches: Arbitrary<Tensor> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 })
  .chain(shape => tensors(shape))

/** What changes nothing. */
export const same = forget(identity())

/** Whether two layers agree at an input, in value and in what a random cotangent is pulled back to. */
export const agree = (
  left: TreeLayer,
  right: TreeLayer,
  x: tree.Tree,
  key: Key,
): ReturnType<typeof exact> => {
  const [value, pullback] = left.run({}, x, {}, evaluation)
  const [other, pullOther] = right.run({}, x, {}, evaluation)
  const values = exact(value, other)
  if (!passes(values)) return values
  const { shape } = value as Tensor
  const dy = random.normal(shape, 0, 1, { dtype: 'f64' })(key)
  return every(values, exact(pullback(dy)[1], pullOther(dy)[1]))
}

/** The tensor of a shape whose elements are those of another, each from where a function says. */
export const from = (
  x: Tensor,
  shape: Shape,
  place: (index: readonly number[]) => readonly number[],
): Tensor => {
  const values = toValues(x)
  const flat = (index: readonly number[]): number =>
    index.reduce((at, i, axis) => at * (x.shape[axis] as number) + i, 0)
  const indices = shape.reduce<readonly (readonly number[])[]>(
    (leading, n) => leading.flatMap(index => Array.from({ length: n }, (_, i) => [...index, i])),
    [[]],
  )
  return fromValues(
    shape,
    indices.map(index => values[flat(place(index))] as number),
    'f64',
  ) as Tensor
}
