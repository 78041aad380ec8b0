import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { portsIn } from '../../src/exchange/named.ts'
import {
  type AnyLayer,
  type AnyOptimiser,
  type AnyTensor,
  adam,
  batches,
  compose,
  conv2d,
  dense,
  dropout,
  fit,
  flatten,
  gru,
  init,
  key,
  maxPool2d,
  momentum,
  type Objective,
  op,
  predict,
  relu,
  sgd,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tensor,
  toValues,
  trainingStep,
  transformerEncoderBlock,
} from '../../src/index.ts'
import { onnx, onnxModel, onnxStep } from '../../src/onnx/index.ts'
import { tensorsIn } from '../../src/tensor/form.ts'
import { apart } from './onnxruntime/apart.ts'
import { type Named, openedIn, ranIn } from './onnxruntime/engine.ts'
import { drawn, models } from './onnxruntime/models.ts'

/** The tensors of a tree under the names that files have for them. */
const named = (tree: unknown, root: readonly string[] = []): Named =>
  Object.fromEntries(portsIn(tree, root).map(({ name }, i) => [name, tensorsIn(tree)[i] as AnyTensor]))

/** What is named `next.…`, as what is named so without that. */
const next = (outputs: Named): Named =>
  Object.fromEntries(
    Object.entries(outputs).flatMap(([name, x]) =>
      name.startsWith('next.') ? [[name.slice('next.'.length), x]] : [],
    ),
  )

const lossOf = (outputs: Named): number => toValues(outputs.loss as Tensor<[1]>)[0] as number

test('fifty steps of training in onnxruntime, whose outputs feed back, are those of fit', async () => {
  const net = compose(dense(8, 16), relu(), dense(16, 3))
  const data = {
    inputs: drawn([12, 8]) as Tensor<[number, 8]>,
    targets: tensor([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 'i32'),
  }
  const optimiser = adam(0.05)
  const objective = supervised(softmaxCrossEntropy())(net)
  const model = init(net)(key(3))
  const training = pipe(objective, fit(optimiser, batches(data, { size: 12 }), { epochs: 50, from: model }))
  const losses: number[] = []
  for await (const { loss } of training(key(0))) losses.push(Number(loss))
  expect(losses.length).toBe(50)
  const file = await openedIn(onnxStep(optimiser, data)(objective))
  let now: Named = named({ ...model, optimiser: optimiser.init(model.params) })
  const others: number[] = []
  for (let step = 0; step < 50; step++) {
    const given = {
      ...now,
      ...named(data, ['batch']),
      ...named(optimiser.rates(step), ['rates']),
      ...named(key(0).bits, ['key']),
    }
    const outputs = await file.run(given)
    others.push(lossOf(outputs))
    now = next(outputs)
  }
  await file.close()
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2)
  losses.forEach((loss, i) => {
    expect(Math.abs((others[i] as number) - loss)).toBeLessThan(2e-5)
  })
})

const classes = tensor([0, 2, 1, 2], 'i32')

const steps: Readonly<Record<string, readonly [AnyLayer, AnyOptimiser, AnyTensor]>> = {
  'convolutions and pooling': [
    compose(conv2d(2, 4, 3, { groups: 2 }), relu(), maxPool2d(2), flatten(), dense(36, 3)) as AnyLayer,
    momentum(0.1),
    drawn([4, 2, 8, 8]),
  ],
  'a recurrent net': [
    compose(gru(3, 5, { output: 'last' }), dense(5, 3)) as AnyLayer,
    sgd(0.1),
    drawn([4, 6, 3]),
  ],
  'a transformer with dropout': [
    compose(transformerEncoderBlock(8, 2, { dropout: 0.25 }), flatten(), dense(40, 3)) as AnyLayer,
    sgd(0.1),
    drawn([4, 5, 8]),
  ],
  dropout: [compose(dense(6, 9), dropout(0.5), dense(9, 3)) as AnyLayer, adam(0.01), drawn([4, 6])],
}

describe('a training step in onnxruntime is ours:', () => {
  test.each(Object.entries(steps))('%s', async (_, [net, optimiser, inputs]) => {
    const objective = supervised(softmaxCrossEntropy())(net as never) as Objective<
      AnyTensor,
      AnyTensor,
      unknown,
      never,
      never
    >
    const batch = { inputs, targets: classes as AnyTensor }
    const { params, state } = init(net)(key(1))
    const now = { params, state, optimiser: optimiser.init(params as never) }
    const rates = optimiser.rates(0)
    const outcome = trainingStep(optimiser)(objective)(now as never, batch, rates as never, key(5))
    const got = await ranIn(onnxStep(optimiser, batch)(objective), {
      ...named(now),
      ...named(batch, ['batch']),
      ...named(rates, ['rates']),
      ...named(key(5).bits, ['key']),
    })
    expect(apart(got.loss, outcome.loss)).toBeLessThan(1e-6)
    const wanted = named((outcome.next as { params: unknown }).params, ['params'])
    // Some gradients are 0 but for rounding: they count beside the largest.
    const joined = (of: (name: string) => AnyTensor | undefined): Tensor =>
      tensor(
        Object.keys(wanted).flatMap(name => [...toValues(of(name) as Tensor)]),
        'f32',
      )
    expect(
      apart(
        joined(name => got[`next.${name}`]),
        joined(name => wanted[name]),
      ),
    ).toBeLessThan(1e-6)
  })
})

describe('onnxruntime predicts what the models of the examples do:', () => {
  test.each(Object.entries(models))('%s', async (_, [net, input]) => {
    const model = init(net)(key(1))
    const got = await ranIn(onnxModel(net, input as never)(model), { input })
    expect(apart(got.output, predict(net, model)(input as never) as Tensor)).toBeLessThan(1e-6)
  })
})

test('a pullback in onnxruntime is ours', async () => {
  const f = (x: Tensor<[number, 4]>, dy: Tensor<[number, 4]>) => smooth.tanh(x)[1](dy)
  const [x, dy] = [drawn([3, 4]) as Tensor<[number, 4]>, drawn([3, 4], 7) as Tensor<[number, 4]>]
  const args = [
    { name: 'x', role: 'batched' },
    { name: 'dy', role: 'batched' },
  ] as const
  const got = await ranIn(onnx({ args })(f)(x, dy), { x, dy })
  const t = op.tanh(x)
  const slope = op.shift(1)(op.neg(op.mul(t, t)))
  expect(apart(got.output, op.mul(dy, slope))).toBeLessThan(1e-6)
})

describe('onnxruntime takes files of each opset, with weights inside or beside:', () => {
  const [net, input] = models.transformer as (typeof models)[string]
  const model = init(net)(key(2))
  const wanted = predict(net, model)(input as never) as Tensor
  test.each([18, 19, 20, 21, 22, 23, 24])('opset %i', async opset => {
    for (const weights of ['inside', 'beside'] as const) {
      const got = await ranIn(onnxModel(net, input as never, { opset, weights })(model), { input })
      expect(apart(got.output, wanted)).toBeLessThan(1e-6)
    }
    const line = drawn([3, 10])
    const spectrum = (x: Tensor<[number, 10]>) => op.abs(op.rfft()(x).re)
    const file = onnx({ opset, args: [{ name: 'x', role: 'batched' }] })(spectrum)(
      line as Tensor<[number, 10]>,
    )
    const got = await ranIn(file, { x: line })
    expect(apart(got.output, spectrum(line as Tensor<[number, 10]>))).toBeLessThan(1e-6)
  })
})
