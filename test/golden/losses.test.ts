import { test } from 'vitest'
import {
  crossEntropy,
  meanSquaredError,
  negativeLogLikelihood,
  oneHot,
  op,
  smooth,
  softmaxCrossEntropy,
  type Tensor,
} from '../../src/index.ts'
import { type Case, expectStored, floats, golden, read } from './golden.ts'

type LossMap = smooth.Smooth<Tensor, Tensor<[]>>

const expectLoss = (loss: LossMap, at: Tensor, { output, cotangent, grads }: Case, input: string): void => {
  const [value, pullback] = loss(at)
  expectStored(value, output, 'the loss')
  expectStored(pullback(floats(cotangent) as never), grads.inputs[input]!, 'the gradient')
}

/** A loss of logarithms of probabilities from one of probabilities. */
const ofLogarithms = (loss: LossMap): LossMap =>
  smooth.compose(smooth.exp as smooth.Smooth<Tensor, Tensor>, loss)

/** A loss that is a mean, times the number of elements: the reference's sum. */
const summed =
  (loss: LossMap, elements: number): LossMap =>
  y => {
    const [value, pullback] = loss(y)
    return [op.scale(elements)(value), dy => pullback(op.scale(elements)(dy as never) as never)]
  }

golden<{ readonly cases: readonly Case[] }>('losses', ({ cases }) => {
  const byName = (name: string): Case => cases.find(other => other.name === name)!

  test('softmaxCrossEntropy', () => {
    const plain = byName('cross_entropy_mean')
    const { logits, labels } = plain.inputs
    expectLoss(softmaxCrossEntropy(read(labels!) as never) as never, floats(logits!), plain, 'logits')
  })

  test('softmaxCrossEntropy, summed', () => {
    const plain = byName('cross_entropy_sum')
    const { logits, labels } = plain.inputs
    const loss = softmaxCrossEntropy(read(labels!) as never) as never
    expectLoss(summed(loss, labels!.shape[0]!), floats(logits!), plain, 'logits')
  })

  test('negativeLogLikelihood with ε = 0, and crossEntropy with one-hot targets, behind exp', () => {
    const plain = byName('nll_mean')
    const { log_probs: logarithms, labels } = plain.inputs
    const on = read(labels!) as never
    const likelihood = negativeLogLikelihood({ epsilon: 0 })(on) as never
    expectLoss(ofLogarithms(likelihood), floats(logarithms!), plain, 'log_probs')
    const hot = oneHot(logarithms!.shape[1]!, { dtype: 'f64' })(on)
    expectLoss(ofLogarithms(crossEntropy(hot as never) as never), floats(logarithms!), plain, 'log_probs')
  })

  test.each(['mse_mean', 'mse_sum'])('meanSquaredError: %s', name => {
    const plain = byName(name)
    const { predictions, targets } = plain.inputs
    const mean = meanSquaredError(floats(targets!)) as LossMap
    const loss = name === 'mse_sum' ? summed(mean, targets!.data.length) : mean
    expectLoss(loss, floats(predictions!), plain, 'predictions')
  })

  test('softmaxCrossEntropy of each example alone is the unreduced loss', () => {
    const { inputs, output } = byName('cross_entropy_none')
    const { logits, labels } = inputs
    labels!.data.forEach((label, i) => {
      const classes = logits!.shape[1]!
      const row = floats({ shape: [1, classes], data: logits!.data.slice(i * classes, (i + 1) * classes) })
      const own = read({ shape: [1], data: [label], dtype: 'int32' })
      const [loss] = softmaxCrossEntropy(own as never)(row as never)
      expectStored(loss, { shape: [], data: [output.data[i]!] }, `the loss of example ${i}`)
    })
  })
})

golden<{ readonly cases: readonly Case[] }>('numerics', ({ cases }) => {
  test('softmaxCrossEntropy at extreme scores', () => {
    const extreme = cases.find(({ name }) => name === 'cross_entropy_mean')!
    const { logits, labels } = extreme.inputs
    expectLoss(softmaxCrossEntropy(read(labels!) as never) as never, floats(logits!), extreme, 'logits')
  })
})
