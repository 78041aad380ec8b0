/**
 * Laws of the layers that move elements and change none: flatten, reshape, augmentOnes, identity and tap.
 *
 * @module
 */
import fc from 'fast-check'
import {
  augmentOnes as augmentOnesLayer,
  flatten as flattenLayer,
  identity as identityLayer,
  type layer,
  ones,
  op,
  reshape as reshapeLayer,
  type Tensor,
  tap as tapLayer,
  toValues,
} from '../../../src/index.ts'
import { shapes, tensors } from '../../arbitraries.ts'
import { every, exact, holds } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { forget, runAlone as run, type TreeLayer } from '../same.ts'

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1)

/** A batch and the shape of its examples. */
const batch = shapes({ min: 0 }).chain(example =>
  fc.integer({ min: 0, max: 4 }).chain(n => tensors([n, ...example]).map(x => ({ x: x, n, example }))),
)

const sameElements = (x: Tensor, y: Tensor): ReturnType<typeof holds> =>
  holds(toValues(x).join() === toValues(y).join(), x, y)

const hasShape = (x: Tensor, shape: readonly number[]): ReturnType<typeof holds> =>
  holds(x.shape.join() === shape.join(), x, shape)

/** Laws of layers that keep the elements of each example in order, under a shape that is a function of the example's. */
const reshaping = (
  name: string,
  layer: (example: readonly number[]) => TreeLayer,
  shape: (example: readonly number[]) => readonly number[],
): LawSet =>
  lawSet(name, [
    law('M1', 'the same elements in the same order', [batch], ({ x, n, example }) => {
      const [y] = run(layer(example), x)
      return every(sameElements(y, x), hasShape(y, [n, ...shape(example)]))
    }),
    law('M2', 'the pullback is the way back', [batch], ({ x, example }) => {
      const [y, pullback] = run(layer(example), x)
      return exact(pullback(y), x)
    }),
  ])

/** Laws of `flatten`. */
export const flattenLaws = (flatten: () => TreeLayer = () => forget(flattenLayer())): LawSet =>
  reshaping('flatten', flatten, example => [size(example)])

/** Laws of `reshape`. */
export const reshapeLaws = (
  reshape: (shape: readonly number[]) => TreeLayer = shape => forget(reshapeLayer(shape)),
): LawSet =>
  reshaping(
    'reshape',
    example => reshape([1, size(example)]),
    example => [1, size(example)],
  )

const vectors = shapes({ rank: 2, min: 0 }).chain(leading =>
  fc.integer({ min: 0, max: 4 }).chain(n =>
    fc.record({
      x: tensors([...leading, n]) as fc.Arbitrary<Tensor>,
      dy: tensors([...leading, n + 1]) as fc.Arbitrary<Tensor>,
    }),
  ),
)

/** Laws of `augmentOnes`. */
export const augmentOnesLaws = (augmentOnes: TreeLayer = forget(augmentOnesLayer())): LawSet => {
  const front = (y: Tensor, x: Tensor): Tensor =>
    op.slice(
      x.shape.map(() => 0),
      x.shape,
    )(y) as Tensor
  return lawSet('augmentOnes', [
    law('M3', 'x, and behind it a one', [vectors], ({ x }) => {
      const [y] = run(augmentOnes, x)
      const last = x.shape.length - 1
      const n = x.shape[last] as number
      const column = op.slice(
        x.shape.map((_, axis) => (axis === last ? n : 0)),
        [...x.shape.slice(0, -1), 1],
      )(y) as Tensor
      return every(exact(front(y, x), x), exact(column, ones([...x.shape.slice(0, -1), 1], 'f64')))
    }),
    law('M4', 'the cotangent of the one is dropped', [vectors], ({ x, dy }) =>
      exact(run(augmentOnes, x)[1](dy), front(dy, x)),
    ),
  ])
}

const some = tensors([3, 2]) as fc.Arbitrary<Tensor>

/** Laws of `identity`. */
export const identityLaws = (identity: TreeLayer = forget(identityLayer())): LawSet =>
  lawSet('identity', [
    law('3', 'the identity gives what it is given, and so does its pullback', [some, some], (x, dy) => {
      const [y, pullback] = run(identity, x)
      return every(exact(y, x), exact(pullback(dy), dy))
    }),
  ])

/** Laws of `tap`. */
export const tapLaws = (
  tap: (observer: layer.Observer) => TreeLayer = observer => forget(tapLayer(observer)),
): LawSet =>
  lawSet('tap', [
    law('3', 'nothing is changed, seen or not', [some, some], (x, dy) => {
      const [y, pullback] = run(tap({}), x)
      const [z, pullSeen] = run(tap({ value: () => undefined, cotangent: () => undefined }), x)
      return every(exact([y, z], [x, x]), exact([pullback(dy), pullSeen(dy)], [dy, dy]))
    }),
    law('M5', 'the observer sees the value, and each cotangent', [some, some], (x, dy) => {
      const values: Tensor[] = []
      const cotangents: Tensor[] = []
      const [, pullback] = run(tap({ value: v => values.push(v), cotangent: d => cotangents.push(d) }), x)
      pullback(dy)
      pullback(x)
      return every(exact(values, [x]), exact(cotangents, [dy, x]))
    }),
  ])
