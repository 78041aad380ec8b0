import { describe, expect, test } from 'vitest'
import * as pullback from '../../src/index.ts'
import {
  type AnyLayer,
  cached,
  compile,
  compose,
  dense,
  embedding,
  engines,
  fold,
  type Integers,
  init,
  iterate,
  key,
  layerNorm,
  learnedPositions,
  op,
  predict,
  predictWithState,
  program,
  random,
  repeat,
  scalar,
  type Tensor,
  type Tree,
  tensor,
  toNested,
  toValues,
  transformerEncoderBlock,
  tree,
} from '../../src/index.ts'
import { parts } from '../../src/layer/layer.ts'
import { fuse } from '../../src/plan/fusion.ts'
import { place } from '../../src/plan/layout.ts'

const [vocabulary, width, capacity] = [7, 8, 12] as const
const net = compose(
  embedding(vocabulary, width),
  learnedPositions(capacity, width),
  repeat(4)(transformerEncoderBlock(width, 4, { causal: true, keyValueHeads: 2 })),
  layerNorm(width),
  dense(width, vocabulary),
)
const { params, state: none } = init(net)(key(1))
const writer = cached({ capacity })(net)
const begun = init(writer)(key(0)).state

type Writing = {
  readonly cache: Tree
  readonly token: Integers<[1, 1]>
  readonly text: Integers<[1, number]>
  readonly at: Integers<[]>
}

/** The likeliest character follows, and goes into the text. */
const write = ({ cache, token, text, at }: Writing): Writing => {
  const [scores, next] = predictWithState(writer, { params, state: cache })(token)
  const follows = op.argmax(scores) as Integers<[1, 1]>
  return {
    cache: next,
    token: follows,
    text: op.dynamicUpdateSlice(text, follows, [0, at]),
    at: op.add(at, scalar(1, 'i32')),
  }
}
const start: Writing = {
  cache: begun,
  token: tensor([[3]], 'i32'),
  text: tensor([Array<number>(capacity).fill(0)], 'i32'),
  at: scalar(0, 'i32'),
}

/** The same, with the whole text through the network for each character. */
const wanted = (count: number): readonly number[] =>
  Array.from({ length: count }).reduce<readonly number[]>(
    text => {
      const scores = predict(net, { params, state: none })(tensor([text as number[]], 'i32'))
      return [...text, toValues(op.argmax(scores)).at(-1) as number]
    },
    [3],
  )

describe.each(Object.values(engines).map(engine => [engine.name, engine] as const))('on %s', (_, engine) => {
  test('text is written as by the whole network for each character', () => {
    const { text } = iterate(write, { engine })(capacity)(start)
    expect(toNested(text)).toEqual([wanted(capacity).slice(1)])
  })

  test('a prompt is read at once, and characters follow in a fold that overwrites its state', () => {
    const read = (cache: Tree, part: Integers<[1, number]>) => {
      const [scores, next] = predictWithState(writer, { params, state: cache })(part)
      return [next, scores, op.argmax(scores)] as const
    }
    const run = fold(read, begun, engine, { inPlace: true })
    const [all, prompt] = [wanted(6), 3]
    expect(run.advance(() => tensor([all.slice(0, prompt)], 'i32'))).toBe(true)
    for (let i = prompt; i < all.length; i++) {
      const follows = toValues(run.other()).at(-1) as number
      expect(follows).toBe(all[i])
      run.advance(() => tensor([[follows]], 'i32'))
    }
  })

  test('more positions than there is room for are refused', () => {
    expect(() => iterate(write, { engine })(capacity + 1)(start)).toThrow(
      `a block of 1 begins from 0 to ${capacity - 1}`,
    )
  })
})

test('keys and values are written where they lie', () => {
  const traced = program.trace(write)(start).program
  const carried = traced.outputs.map((_, i) => ({ input: i, output: i }))
  const { moves } = place(traced, fuse(traced), 0, carried, true, 16)
  const moved = moves.map(({ input }) => traced.inputs[input]!.shape)
  expect(moved.filter(shape => shape.length > 2)).toEqual([])
  expect(tree.leaves(begun).filter(leaf => (leaf as Tensor).shape.length === 4)).toHaveLength(8)
})

test('an error tells the position of the layer', () => {
  const step = compile((cache: Tree, part: Integers<[2, 1]>) =>
    predictWithState(writer, { params, state: cache })(part),
  )
  expect(() => step(begun, tensor([[1], [2]], 'i32'))).toThrow(/for selfAttention\(8, 4\).*\n?.*attention/s)
})

// What says that it acts on each position by itself has to.
const factories: Readonly<Record<string, () => AnyLayer>> = {
  ...{ elu: pullback.elu, gelu: pullback.gelu, hardtanh: pullback.hardtanh, leakyRelu: pullback.leakyRelu },
  ...{ logSoftmax: pullback.logSoftmax, mish: pullback.mish, relu: pullback.relu, selu: pullback.selu },
  ...{ sigmoid: pullback.sigmoid, silu: pullback.silu, softmax: pullback.softmax, tanh: pullback.tanh },
  ...{ softplus: pullback.softplus, identity: pullback.identity, augmentOnes: pullback.augmentOnes },
  ...{
    dropout: () => pullback.dropout(0.5),
    dropPath: () => pullback.dropPath(0.5),
    tap: () => pullback.tap({}),
  },
  ...{ dense: () => dense(4, 3), linear: () => pullback.linear(4, 3), prelu: () => pullback.prelu(4) },
  ...{ layerNorm: () => layerNorm(4), rmsNorm: () => pullback.rmsNorm(4) },
}

test.each(Object.entries(factories))('%s gives each position what it gives it alone', (_, make) => {
  const layer = make() as pullback.Layer<Tensor, Tensor, unknown, unknown>
  expect(layer[parts]).toBe('positionwise')
  const model = init(layer)(key(2))
  const x = random.normal([2, 3, 4])(key(3))
  const alone = [0, 1, 2].map(t => predict(layer, model)(op.slice([0, t, 0], [2, 1, 4])(x)) as Tensor)
  const [whole, joined] = [
    predict(layer, model)(x) as Tensor,
    op.concat(1)(...(alone as [Tensor, ...Tensor[]])),
  ]
  expect(toValues(joined).length).toBe(toValues(whole).length)
  toValues(whole).forEach((value, i) => {
    expect(toValues(joined)[i]).toBeCloseTo(value, 5)
  })
})
