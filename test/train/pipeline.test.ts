import * as pullback from 'pullback'
import { describe, expect, test } from 'vitest'

// What was written otherwise before is answered with how it is written now, also in plain JavaScript.

const loose = pullback as unknown as Readonly<
  Record<string, (...given: unknown[]) => (...more: unknown[]) => unknown>
>
const net = pullback.dense(3, 2)
const { softmaxCrossEntropy, sgd } = pullback
const objective = pullback.supervised(softmaxCrossEntropy())(net)
const data = pullback.batches(
  { inputs: pullback.zeros([4, 3]), targets: pullback.zeros([4], 'i32') },
  { size: 2 },
)
const { state } = pullback.init(net)(pullback.key(0))
const labels = pullback.tensor([0, 1], 'i32')

describe('is answered with how it is written', () => {
  test.each<readonly [string, () => unknown, string]>([
    [
      'supervised(net, loss)',
      () => loose.supervised!(net, softmaxCrossEntropy()),
      'supervised(softmaxCrossEntropy())(model)',
    ],
    ['supervised(loss, net)', () => loose.supervised!(softmaxCrossEntropy(), net), 'supervised(loss)(model)'],
    [
      'supervised(softmaxCrossEntropy)',
      () => loose.supervised!(softmaxCrossEntropy),
      'supervised(softmaxCrossEntropy())',
    ],
    [
      'supervised(meanSquaredError)',
      () => loose.supervised!(pullback.meanSquaredError),
      'supervised(meanSquaredError())',
    ],
    [
      'penalised(objective, penalty)',
      () => loose.penalised!(objective, pullback.l2Penalty(0.1)),
      'It is written penalised(penalty)(objective).',
    ],
    [
      'trainingStep(objective, optimiser)',
      () => loose.trainingStep!(objective, sgd(0.1)),
      'It is written trainingStep(optimiser)(objective)',
    ],
    [
      'lossOf(objective, state)',
      () => loose.lossOf!(objective, state),
      'It is written lossOf(state, context)(objective)',
    ],
    [
      'fit(objective, optimiser, batches)',
      () => loose.fit!(objective, sgd(0.1), data),
      'fit(optimiser, batches, options)(objective)',
    ],
    [
      'fit(optimiser, batches, {}, objective)',
      () => loose.fit!(sgd(0.1), data, {}, objective),
      'fit(optimiser, batches, options)(objective)',
    ],
    [
      'softmaxCrossEntropy(labels)',
      () => loose.softmaxCrossEntropy!(labels),
      'softmaxCrossEntropy({ … })(…)',
    ],
    [
      'meanSquaredError(targets)',
      () => loose.meanSquaredError!(pullback.ones([2, 2])),
      'It is written meanSquaredError()(targets)(predictions).',
    ],
  ])('%s', (_, run, words) => {
    expect(run).toThrow(words)
    expect(run).toThrow(expect.objectContaining({ _tag: 'ArgumentError' }))
  })
})
