// Layers of one's own with randomness, state, several inputs and several outputs, without a cast.
import {
  type Context,
  compose,
  dense,
  fanout,
  init,
  initialiser,
  key,
  layer,
  ones,
  op,
  predict,
  random,
  smooth,
  smoothOf,
  type Tensor,
  training,
} from 'pullback'
import { type Equal, expectType } from '../equal.ts'

type Rows = Tensor<[number, 3]>

// Draws: with parameters, and without.
const noise = layer.fromSmooth('noise', (x: Rows, context: Context) => {
  if (context.mode === 'evaluation') return [x, dy => dy]
  return [op.add(x, random.normal(x.shape, 0, 0.1, { dtype: x.dtype })(context.key)), dy => dy]
})
const learned = layer.parametric({
  name: 'learned noise',
  params: { deviation: [initialiser.constant(0.1), [3]] },
  run: ({ deviation }: { deviation: Tensor<[3]> }, x: Rows, context: Context) => {
    const drawn =
      context.mode === 'training'
        ? random.normal(x.shape, 0, 1, { dtype: x.dtype })(context.key)
        : op.scale(0)(x)
    return [
      op.add(x, op.mul(drawn, op.broadcast(x.shape)(deviation))),
      dy => [{ deviation: op.sum([0])(op.mul(dy, drawn)) }, dy],
    ]
  },
})

// State, parameters and context at once.
const counted = layer.stateful({
  name: 'counted',
  params: { scale: [initialiser.constant(1), [3]] },
  state: { steps: [initialiser.zeros, []], mean: [initialiser.zeros, [3]] },
  run: (
    { scale }: { scale: Tensor<[3]> },
    x: Rows,
    state: { steps: Tensor<[]>; mean: Tensor<[3]> },
    context: Context,
  ) => {
    const spread = op.broadcast(x.shape)(scale)
    const batch = op.scale(0.1 / x.shape[0])(op.sum([0])(x))
    const next =
      context.mode === 'training'
        ? { steps: op.shift(1)(state.steps), mean: op.add(op.scale(0.9)(state.mean), batch) }
        : state
    return [op.mul(x, spread), dy => [{ scale: op.sum([0])(op.mul(dy, x)) }, op.mul(dy, spread)], next]
  },
})

const net = compose(dense(4, 3), noise, learned, counted)
const { params, state } = init(net)(key(1))
expectType<Equal<(typeof params)[2]['deviation'], Tensor<[3]>>>(true)
expectType<Equal<(typeof state)[3]['steps'], Tensor<[]>>>(true)
const [value, pullback] = smoothOf(net, state, training(key(2)))([params, ones([2, 4])])
const [dp] = pullback(value)
expectType<Equal<(typeof dp)[0]['w'], Tensor<[4, 3]>>>(true)

// A record of inputs, and a record of outputs.
interface Sides {
  readonly left: Rows
  readonly right: Rows
}
export const mixed = layer.parametric({
  name: 'mixed',
  params: { w: [initialiser.constant(0.5), [3]] },
  run: (weights: { w: Tensor<[3]> }, input: Sides) =>
    smooth.lift(([{ w }, { left, right }]: readonly [{ w: Tensor<[3]> }, Sides]) => ({
      sum: op.add(left, op.mul(right, op.broadcast(right.shape)(w))),
      product: op.mul(left, right),
    }))([weights, input]),
})

// A pair, between layers of the library.
const product = layer.fromSmooth(
  'product',
  smooth.lift(([a, b]: readonly [Rows, Rows]) => op.mul(a, b)),
)
const pair = compose(fanout(dense(4, 3), dense(4, 3)), product, dense(3, 2))
const y = predict(pair, init(pair)(key(0)))(ones([5, 4]))
expectType<Equal<typeof y extends Tensor<[number, 2]> ? true : false, true>>(true)
