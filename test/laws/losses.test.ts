import { describe, expect, test } from 'vitest'
import { lossCatalogue, perExampleCatalogue } from '../../laws/catalogueLosses.ts'
import { lawSetsOf } from '../../laws/catalogueEntry.ts'
import { registerLaws } from '../../laws/index.ts'
import {
  cosineEmbedding,
  crossEntropy,
  hinge,
  huber,
  klDivergence,
  l2Penalty,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softmaxCrossEntropyWith,
  softTargetCrossEntropy,
  tensor,
  zeros,
} from '../../src/index.ts'

for (const [name, set] of lawSetsOf(lossCatalogue)) describe(name, () => registerLaws(set, test))
for (const [name, set] of lawSetsOf(perExampleCatalogue))
  describe(`perExample.${name}`, () => registerLaws(set, test))

const thrownBy = (run: () => unknown): { readonly _tag?: string; readonly message?: string } => {
  try {
    run()
  } catch (error) {
    return error as { readonly _tag?: string; readonly message?: string }
  }
  return {}
}

const scores = zeros([2, 3]) as never

describe('what losses refuse', () => {
  const onLabels = [
    ['softmaxCrossEntropy', softmaxCrossEntropy],
    ['negativeLogLikelihood', negativeLogLikelihood()],
  ] as const

  test.each(onLabels)('%s: a label that is no class, with the example', (name, loss) => {
    const { _tag, message } = thrownBy(() => loss(tensor([0, 3], 'i32'))(scores))
    expect(_tag).toBe('IndexError')
    expect(message).toBe(
      `${name} was given label 3 for example 1, but there are 3 classes: labels run from 0 to 2.`,
    )
    expect(thrownBy(() => loss(tensor([-1, 0], 'i32'))(scores))._tag).toBe('IndexError')
  })

  test.each(onLabels)('%s: labels of another number or shape', (_, loss) => {
    expect(thrownBy(() => loss(tensor([0], 'i32'))(scores))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(tensor([[0], [1]], 'i32') as never)(scores))._tag).toBe('ShapeError')
  })

  test.each(onLabels)('%s: an empty batch, or predictions that are no matrix', (_, loss) => {
    expect(thrownBy(() => loss(zeros([0], 'i32'))(zeros([0, 3]) as never))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(zeros([2], 'i32'))(zeros([2]) as never))._tag).toBe('ShapeError')
  })

  test.each([
    ['meanSquaredError', meanSquaredError],
    ['crossEntropy', crossEntropy],
  ] as const)('%s: targets of another shape, and an empty batch', (name, loss) => {
    const { _tag, message } = thrownBy(() => (loss as typeof meanSquaredError)(zeros([2, 2]))(scores))
    expect(_tag).toBe('ShapeError')
    expect(message).toContain(name)
    expect(thrownBy(() => (loss as typeof meanSquaredError)(zeros([0, 2]))(zeros([0, 2])))._tag).toBe(
      'ShapeError',
    )
  })

  test('constants out of range', () => {
    expect(thrownBy(() => l2Penalty(-1))._tag).toBe('ArgumentError')
    expect(thrownBy(() => l2Penalty(Number.NaN))._tag).toBe('ArgumentError')
    expect(thrownBy(() => negativeLogLikelihood({ epsilon: -1 }))._tag).toBe('ArgumentError')
  })

  test('constants of losses out of range', () => {
    for (const make of [
      () => huber({ delta: 0 }),
      () => huber({ delta: Number.NaN }),
      () => smoothL1({ beta: -1 }),
      () => cosineEmbedding({ margin: 2 }),
      () => hinge({ margin: Number.POSITIVE_INFINITY }),
      () => hinge({ power: 3 as never }),
      () => softmaxCrossEntropyWith({ labelSmoothing: 1.5 }),
      () => softTargetCrossEntropy({ labelSmoothing: -0.5 }),
    ])
      expect(thrownBy(make)._tag).toBe('ArgumentError')
  })

  test('softmaxCrossEntropyWith: a label that is no class and not the ignored one, with the example', () => {
    const loss = softmaxCrossEntropyWith({ ignored: -100 })
    const { _tag, message } = thrownBy(() => loss(tensor([-100, -1], 'i32'))(scores))
    expect(_tag).toBe('IndexError')
    expect(message).toBe(
      'softmaxCrossEntropyWith was given label -1 for example 1, but there are 3 classes: labels run from 0 to 2, and -100 is ignored.',
    )
  })

  test('softmaxCrossEntropyWith: labels of another shape, weights for other classes, and no examples', () => {
    const loss = softmaxCrossEntropyWith({})
    expect(thrownBy(() => loss(tensor([[0], [1]], 'i32'))(scores))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(tensor([0], 'i32'))(scores))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(zeros([0], 'i32'))(zeros([0, 3]) as never))._tag).toBe('ShapeError')
    const weighted = softmaxCrossEntropyWith({ classWeights: tensor([1, 2]) })
    expect(thrownBy(() => weighted(tensor([0, 1], 'i32'))(scores))._tag).toBe('ShapeError')
  })

  test('cosineEmbedding: vectors or targets of another shape', () => {
    const loss = cosineEmbedding()
    const targets = tensor([1, -1], 'i32')
    expect(thrownBy(() => loss(targets)([scores, zeros([2, 2]) as never]))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(tensor([1], 'i32'))([scores, scores]))._tag).toBe('ShapeError')
  })

  test.each([
    ['meanAbsoluteError', 'absoluteError', meanAbsoluteError],
    ['huber', 'huber', huber()],
    ['smoothL1', 'smoothL1', smoothL1()],
    ['sigmoidCrossEntropy', 'sigmoidCrossEntropy', sigmoidCrossEntropy],
    ['klDivergence', 'klDivergence', klDivergence()],
  ] as const)('%s: targets of another shape, and an empty batch', (_, name, loss) => {
    const { _tag, message } = thrownBy(() => loss(zeros([2, 2]))(zeros([2, 3])))
    expect(_tag).toBe('ShapeError')
    expect(message).toContain(name)
    expect(thrownBy(() => loss(zeros([0, 2]))(zeros([0, 2])))._tag).toBe('ShapeError')
  })
})
