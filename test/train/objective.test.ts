import { pipe } from 'fp-ts/lib/function.js'
import {
  adam,
  type Batch,
  batches,
  batchNorm,
  compose,
  dense,
  dropout,
  evaluation,
  fit,
  init,
  key,
  last,
  layer,
  lossOf,
  meanSquaredError,
  objective,
  op,
  random,
  relu,
  sgd,
  smooth,
  smoothOf,
  supervised,
  type Tensor,
  tensor,
  toValues,
  training,
  trainingStep,
  tree,
} from 'pullback'
import { describe, expect, test } from 'vitest'

type Rows = Tensor<[number, 4]>
type Plain = Batch<Rows, unknown>

const inputs: Rows = random.normal([12, 4])(key(1))
const data = batches({ inputs, targets: inputs }, { size: 4, shuffle: true })
const mean = (x: Tensor): Tensor<[]> =>
  op.scale(1 / x.shape.reduce((count, size) => count * size, 1))(op.sum()(x))
const squares = (x: Tensor, y: Tensor): Tensor<[]> => {
  const d = op.sub(x, y)
  return mean(op.mul(d, d))
}

// A variational autoencoder: an encoder of two heads, and noise from the key of the step.
const encoder = compose(dense(4, 6), relu())
const vae = objective({
  name: 'vae',
  layers: { encoder, centre: dense(6, 2), spread: dense(6, 2), decoder: dense(2, 4) },
  run: ({ encoder, centre, spread, decoder }, { inputs }: Plain, context) => {
    const hidden = encoder(inputs)
    const [mu, logarithm] = [centre(hidden), spread(hidden)]
    const deviation = op.exp(op.scale(0.5)(logarithm))
    const noise = context.mode === 'training' ? random.normal(mu.shape)(context.key) : op.scale(0)(mu)
    const rebuilt = decoder(op.add(mu, op.mul(deviation, noise)))
    const surplus = op.sub(op.add(op.mul(mu, mu), op.exp(logarithm)), op.shift(1)(logarithm))
    return [op.add(squares(rebuilt, inputs), op.scale(0.05)(mean(surplus))), rebuilt]
  },
})

describe('an objective of several layers', () => {
  const run = (compile: boolean) =>
    pipe(key(0), pipe(vae, fit(adam(0.02), data, { epochs: 40, compile, divergence: 'ignore' })), last)

  test('trains, compiled as evaluated, and its report is by the names of its layers', async () => {
    const [compiled, evaluated] = [await run(true), await run(false)]
    expect(compiled.loss).toBeCloseTo(evaluated.loss, 4)
    const { params } = compiled.model()
    const weights: Tensor<[2, 4]> = params.decoder.w
    expect(weights.shape).toEqual([2, 4])
    const start = vae.init(key(0), 'f32')
    const at = (p: typeof params) =>
      toValues(pipe(vae, lossOf(start.state))({ inputs, targets: inputs })(p)[0])[0]
    expect(at(params)).toBeLessThan(0.8 * (at(start.params) as number))
  })

  test('draws by the key of the step: the same one, the same loss', () => {
    const { params, state } = vae.init(key(0), 'f32')
    const lossAt = (seed: number) =>
      toValues(vae.run(params, { inputs, targets: inputs }, state, training(key(seed)))[0])[0]
    expect(lossAt(1)).toBe(lossAt(1))
    expect(lossAt(1)).not.toBe(lossAt(2))
  })

  test('its gradient is that of the function, by differences', () => {
    const { params, state } = vae.init(key(3), 'f64')
    const wide = random.normal([12, 4], 0, 1, { dtype: 'f64' })(key(1))
    const loss = pipe(vae, lossOf(state, evaluation))({ inputs: wide, targets: wide })
    const [, pull] = loss(params)
    const slope = pull(tensor(1, 'f64') as Tensor<[]>).decoder.b as Tensor<[4]>
    const moved = (by: number) => ({
      ...params,
      decoder: { ...params.decoder, b: op.add(params.decoder.b, tensor([by, 0, 0, 0], 'f64')) },
    })
    const number = (x: Tensor) => toValues(x)[0] as number
    const ratio = (number(loss(moved(1e-5))[0]) - number(loss(moved(-1e-5))[0])) / 2e-5
    expect(number(slope)).toBeCloseTo(ratio, 7)
  })
})

describe('the uses of a layer', () => {
  const twice = objective({
    name: 'twice',
    layers: { norm: batchNorm(4), drop: compose(dropout(0.5)) },
    run: ({ norm, drop }, { inputs: [one, other] }: Batch<readonly [Rows, Rows], unknown>) => [
      squares(drop(norm(one)), drop(norm(other))),
      [drop(one), drop(one)] as const,
    ],
  })
  const { params, state } = twice.init(key(0), 'f32')
  const batch = { inputs: [inputs, op.scale(3)(inputs)], targets: inputs } as const

  test('thread its state, in their order', () => {
    const [, , next] = twice.run(params, batch, state, training(key(5)))
    const through = (x: Rows, s: typeof state.norm) =>
      batchNorm(4).run(params.norm, x, s, training(key(5)))[2]
    const wanted = through(batch.inputs[1], through(batch.inputs[0], state.norm))
    expect(next.norm).toEqual(wanted)
  })

  test('draw by keys of their own', () => {
    const [, , , [first, second]] = twice.run(params, batch, state, training(key(5)))
    expect(toValues(first)).not.toEqual(toValues(second))
  })

  test('go back through their own pullbacks, also where these are not what the operations say', () => {
    const reversed = layer.fromSmooth('reversed', (x: Rows) => [x, (dy: Rows) => op.neg(dy)])
    const of = (gate: typeof reversed) =>
      objective({
        name: 'gated',
        layers: { net: dense(4, 4), gate },
        run: ({ net, gate }, { inputs }: Plain) => mean(gate(net(inputs)) as Tensor),
      })
    const [one, other] = [of(reversed), of(layer.fromSmooth('same', (x: Rows) => [x, (dy: Rows) => dy]))]
    const model = one.init(key(0), 'f32')
    const slopeOf = (each: typeof one) =>
      each.run(model.params, { inputs, targets: inputs }, model.state, evaluation)[1](tensor(1)).net.b
    expect(toValues(slopeOf(one))).toEqual(toValues(op.neg(slopeOf(other))))
  })

  test('can be differentiated by what they are given: a gradient in the loss, and its gradient', () => {
    const critic = compose(dense(4, 5), layer.elementwise('tanh', smooth.tanh), dense(5, 1))
    const penalty = objective({
      name: 'penalty',
      layers: { critic },
      run: ({ critic }, { inputs }: Plain) => {
        const slope = smooth.gradient(smooth.lift((x: Rows) => op.sum()(critic(x))))(inputs)
        return mean(op.mul(slope, slope))
      },
    })
    const model = penalty.init(key(2), 'f32')
    const byHand = smooth.lift((p: typeof model.params) => {
      const scores = smooth.lift((x: Rows) =>
        op.sum()(smoothOf(critic, model.state.critic)([p.critic, x])[0]),
      )
      const slope = smooth.gradient(scores)(inputs)
      return mean(op.mul(slope, slope))
    })
    const [loss, pull] = penalty.run(model.params, { inputs, targets: inputs }, model.state, evaluation)
    const [wanted, back] = byHand(model.params)
    expect(toValues(loss)[0]).toBeCloseTo(toValues(wanted)[0] as number, 6)
    const [got, want] = [pull(tensor(1)), back(tensor(1))].map(x => tree.tensors(x as never))
    got?.forEach((x, i) => {
      toValues(x).forEach((value, j) => {
        expect(value).toBeCloseTo(toValues(want![i]!)[j] as number, 5)
      })
    })
  })
})

test('an objective of one layer and a loss is that of supervised', () => {
  const net = compose(dense(4, 3), relu(), dense(3, 4))
  const loss = meanSquaredError()
  const own = objective({
    name: 'own',
    layers: { net },
    run: ({ net }, { inputs, targets }: Batch<Rows, Rows>) => loss(targets)(net(inputs))[0],
  })
  const start = own.init(key(0), 'f32')
  const batch = { inputs, targets: op.neg(inputs) }
  const other = pipe(net, supervised(loss))
  const [value, pull] = own.run(start.params, batch, start.state, evaluation)
  const [wanted, back] = other.run(start.params.net, batch, start.state.net, evaluation)
  expect(value).toEqual(wanted)
  const slopes = [pull(value).net, back(value)].map(x => tree.tensors(x).flatMap(y => [...toValues(y)]))
  slopes[0]?.forEach((x, i) => {
    expect(x).toBeCloseTo(slopes[1]?.[i] as number, 6)
  })
  const step = pipe(own, trainingStep(sgd(0.1)))
  const { next } = step(
    { ...start, optimiser: sgd(0.1).init(start.params) },
    batch,
    sgd(0.1).rates(0),
    key(0),
  )
  expect(Object.keys(next.params)).toEqual(['net'])
})

describe('an objective is refused', () => {
  const loose = objective as unknown as (definition: unknown) => typeof vae
  const started = init(dense(4, 4))(key(0))
  const layers = { net: dense(4, 4) }
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['without layers', { name: 'a', layers: {}, run: () => 1 }, 'takes at least one layer'],
    ['with a factory', { name: 'a', layers: { net: dense }, run: () => 1 }, 'needs a layer for layers.net'],
    ['without a run', { name: 'a', layers }, 'needs a function for run'],
    ['that gives a number', { name: 'a', layers, run: () => 1 }, 'has to give a loss'],
    [
      'that gives a loss for each example',
      { name: 'a', layers, run: () => inputs },
      'has to give one number as its loss, but gave [12, 4] of them',
    ],
  ]
  test.each(cases)('%s', (_, definition, words) => {
    expect(() =>
      loose(definition).run(
        { net: started.params } as never,
        { inputs, targets: inputs },
        { net: {} } as never,
        evaluation,
      ),
    ).toThrow(words)
  })

  test('where a layer does not fit, with its name', () => {
    const wrong = objective({
      name: 'wrong',
      layers: { net: dense(4, 4) },
      run: ({ net }, { inputs }: Batch<Tensor<[number, number]>, unknown>) => mean(net(inputs)),
    })
    const given = { inputs: op.reshape([16, 3])(inputs), targets: inputs }
    expect(() => wrong.run({ net: started.params }, given, { net: {} }, evaluation)).toThrow(
      expect.objectContaining({ _tag: 'ShapeError', message: expect.stringContaining('> net') }),
    )
  })
})
