import { isRight } from 'fp-ts/lib/Either.js'
import { type AnyLayer, init, key, type Layer, op, type Tree, tensor, tree } from 'pullback'
import { fromPyTorch, toPyTorch } from 'pullback/pytorch'
import { describe, expect, test } from 'vitest'
import { everyLayer } from './catalogue.ts'

type Untyped = Layer<Tree, Tree, Tree, Tree>

/** A model whose numbers are all different. */
const numbered = (layer: AnyLayer) => {
  let next = 0
  const numbers = tree.map((leaf: { readonly shape: readonly number[] }) => {
    const count = leaf.shape.reduce((n, size) => n * size, 1)
    return tensor(
      Array.from({ length: count }, () => ++next),
      'f64',
    ) as never
  })
  const { params, state } = init(layer as Untyped, { dtype: 'f64' })(key(0))
  return { params: shapedLike(params, numbers(params)), state: shapedLike(state, numbers(state)) }
}

const shapedLike = (like: Tree, numbers: Tree): Tree =>
  tree.zipWith((x: { readonly shape: readonly number[] }, y: { readonly shape: readonly number[] }) =>
    op.reshape(x.shape)(y as never),
  )(like, numbers) as Tree

const stateOf = (tensors: object): string =>
  Object.entries(tensors)
    .map(([name, { shape }]) => `${name} [${shape.join(', ')}]`)
    .join(', ')

const mapped = Object.entries(everyLayer).flatMap(([name, each]) =>
  Array.isArray(each) ? each.map(one => [name, one.state, one.layer] as const) : [],
)

describe.each(mapped)('%s is %s', (_, state, layer) => {
  const own = layer as Untyped
  const model = numbered(layer)
  const tensors = toPyTorch(own)(model)

  test('by name', () => expect(stateOf(tensors)).toBe(state))

  test('there and back', () => {
    const read = fromPyTorch(own)(tensors)
    expect(isRight(read) && read.right.model).toEqual(model)
    expect(isRight(read) && toPyTorch(own)(read.right.model)).toEqual(tensors)
    expect(isRight(read) && read.right.report.surplus).toEqual([])
  })
})

test.each(
  Object.entries(everyLayer).flatMap(([name, each]) =>
    typeof each === 'object' && 'refused' in each ? [[name, each] as const] : [],
  ),
)('%s is refused with the reason', (_, { layer, refused }) => {
  expect(() => fromPyTorch(layer as Untyped)).toThrow(refused)
  expect(() => toPyTorch(layer as Untyped)).toThrow(refused)
})
