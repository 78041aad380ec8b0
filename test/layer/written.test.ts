import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  batches,
  type Context,
  compose,
  dense,
  fit,
  init,
  initialiser,
  key,
  last,
  layer,
  meanSquaredError,
  ones,
  op,
  predict,
  random,
  reference,
  sgd,
  smooth,
  supervised,
  type Tensor,
  tensor,
  toNested,
  wasm,
} from '../../src/index.ts'

const noise = layer.fromSmooth('noise', (x: Tensor<[number, 3]>, context: Context) => {
  if (context.mode === 'evaluation') return [x, dy => dy]
  return [op.add(x, random.normal(x.shape, 0, 0.5, { dtype: x.dtype })(context.key)), dy => dy]
})

// Counts its runs in training, and gives them away as what it adds.
const counter = layer.stateful({
  name: 'counter',
  params: { gain: [initialiser.constant(1), [3]] },
  state: { seen: [initialiser.zeros, []] },
  run: (
    { gain }: { gain: Tensor<[3]> },
    x: Tensor<[number, 3]>,
    { seen }: { seen: Tensor<[]> },
    { mode }: Context,
  ) => {
    const spread = op.broadcast(x.shape)(gain)
    return [
      op.mul(spread, x),
      dy => [{ gain: op.sum([0])(op.mul(dy, x)) }, op.mul(dy, spread)],
      { seen: mode === 'training' ? op.shift(1)(seen) : seen },
    ]
  },
})

const data = { inputs: ones([6, 2]), targets: ones([6, 1]) }
const net = compose(dense(2, 3), noise, counter, dense(3, 1))

const trained = (engine: typeof wasm | undefined, epochs: number) =>
  last(
    pipe(
      net,
      supervised(meanSquaredError()),
      fit(
        sgd(0.01),
        batches(data, { size: 2 }),
        engine === undefined ? { epochs, compile: false } : { epochs, engine },
      ),
    )(key(3)),
  )

test('a layer of one’s own draws and remembers in training, in every engine alike', async () => {
  const [evaluated, compiled, referred] = [
    await trained(undefined, 2),
    await trained(wasm, 2),
    await trained(reference, 2),
  ]
  for (const report of [evaluated, compiled, referred]) {
    expect(report.model().state).toMatchObject({ 2: { seen: { shape: [] } } })
    const { seen } = report.model().state[2] as { readonly seen: Tensor<[]> }
    expect(toNested(seen)).toBe(6)
  }
  expect(compiled?.loss).toBeCloseTo(evaluated?.loss as number, 5)
  expect(referred?.loss).toBeCloseTo(evaluated?.loss as number, 5)
})

test('and says what is not an initialiser with a shape', () => {
  const wrong = { name: 'wrong', params: {}, state: { seen: 0 }, run: () => [] }
  expect(() => layer.stateful(wrong as never)).toThrow(
    /The layer wrong.*\[initialiser, shape\].*the state seen/s,
  )
})

test('a smooth map of a pair is a layer of pairs', () => {
  const pair = [tensor([1, 2]), tensor([3, 5])] as const
  const of = (f: typeof smooth.add) => {
    const each = layer.fromSmooth<readonly [Tensor<[2]>, Tensor<[2]>], Tensor<[2]>>('pairwise', f)
    return toNested(predict(each, init(each)(key(0)))(pair))
  }
  expect([of(smooth.add), of(smooth.mul), of(smooth.sub)]).toEqual([
    [4, 7],
    [3, 10],
    [-2, -3],
  ])
})
