import { describe, expect, test } from 'vitest'
import * as pullback from '../../src/index.ts'

// What a beginner writes in plain JavaScript, where no compiler looks on. Each call is answered as a sentence.

const { accuracy, adam, batches, compile, dense, fit, full, init, key, label, ones, op, predict } = pullback
const { meanSquaredError, random, sgd, supervised, toValues, zeros } = pullback

const net = dense(2, 1)
const model = init(net)(key(0))
const data = batches({ inputs: ones([4, 2]), targets: ones([4, 1]) }, { size: 2 })
const loose = (f: unknown) => f as (...args: readonly unknown[]) => never
const training = () => loose(loose(fit)(sgd(0.1), data))(supervised(meanSquaredError())(net))

const calls: Readonly<Record<string, () => unknown>> = {
  'zeros(5)': () => loose(zeros)(5),
  'random.normal(3)': () => loose(random.normal)(3),
  'item(5)': () => loose(pullback.item)(5),
  'toValues([1, 2])': () => loose(toValues)([1, 2]),
  'predict(net, params)': () => loose(loose(predict)(net, model.params))(ones([1, 2])),
  'predict(net, model)([[1, 2]])': () => loose(predict(net, model))([[1, 2]]),
  'init(dense)': () => loose(loose(init)(dense))(key(0)),
  'batches(data)': () => loose(batches)({ inputs: ones([4, 2]), targets: ones([4, 1]) }),
  "compile(f, { engine: 'wasm' })": () => loose(compile)((x: unknown) => x, { engine: 'wasm' }),
  'op.add()': () => loose(op.add)(),
  'op.add(x)(undefined)': () => loose(loose(op.add)(ones([2])))(undefined),
  'fit(…)(42)': () => loose(training())(42),
  'for await over what still wants a key': async () => {
    for await (const _ of training() as AsyncIterable<unknown>);
  },
  "op.shift('1')(ones([2]))": () => loose(loose(op.shift)('1'))(ones([2])),
  'op.scale(undefined)': () => loose(loose(op.scale)(undefined))(ones([2])),
  'full([2], undefined)': () => loose(full)([2], undefined),
  "dropout('0.5')": () => loose(pullback.dropout)('0.5'),
  'compose()': () => loose(pullback.compose)(),
  "label('a', undefined)": () => loose(label)('a', undefined),
  "label('a')(undefined)": () => loose(label('a'))(undefined),
  "init(net)(key, 'f16')": () => loose(init(net))(key(0), 'f16'),
  'metrics: [accuracy]': () => loose(fit)(adam(0.1), data, { metrics: [accuracy] }),
}

describe('is answered as a sentence', () => {
  test.each(Object.keys(calls))('%s', async call => {
    const error = await (async () => (calls[call] as () => unknown)())().then(
      given => expect.fail(`It gave ${String(given)}.`),
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(pullback.PullbackError)
    // What was expected, and what came; never the words of the host.
    expect((error as Error).message).toMatch(/ was given |but it |takes|wants|needs|expected|is missing/)
    expect((error as Error).message).not.toMatch(/Cannot read|is not a function$|undefined is not/)
  })
})
