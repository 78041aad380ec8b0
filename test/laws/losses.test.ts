import { describe, expect, test } from 'vitest'
import { lawSetsOf } from '../../laws/catalogue/entry.ts'
import { lossCatalogue } from '../../laws/catalogue/losses.ts'
import { perExampleCatalogue } from '../../laws/catalogue/perExample.ts'
import { registerLaws } from '../../laws/index.ts'
import {
  type AnyTensor,
  compile,
  cosineEmbedding,
  crossEntropy,
  hinge,
  huber,
  type Integers,
  klDivergence,
  type Loss,
  l2Penalty,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  negativeLogProbability,
  perExample,
  scalar,
  sigmoidCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softTargetCrossEntropy,
  type Tensor,
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
    ['softmaxCrossEntropy', softmaxCrossEntropy()],
    ['negativeLogLikelihood', negativeLogLikelihood()],
  ] as const

  test.each(onLabels)('%s: a label that is not a class, with the example', (name, loss) => {
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

  test.each(onLabels)('%s: an empty batch, or predictions that are not a matrix', (_, loss) => {
    expect(thrownBy(() => loss(zeros([0], 'i32'))(zeros([0, 3]) as never))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(zeros([2], 'i32'))(zeros([2]) as never))._tag).toBe('ShapeError')
  })

  test.each([
    ['meanSquaredError', meanSquaredError()],
    ['crossEntropy', crossEntropy()],
  ] as const)('%s: targets of another shape, and an empty batch', (name, loss) => {
    const { _tag, message } = thrownBy(() =>
      (loss as ReturnType<typeof meanSquaredError>)(zeros([2, 2]))(scores),
    )
    expect(_tag).toBe('ShapeError')
    expect(message).toContain(name)
    expect(
      thrownBy(() => (loss as ReturnType<typeof meanSquaredError>)(zeros([0, 2]))(zeros([0, 2])))._tag,
    ).toBe('ShapeError')
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
      () => softmaxCrossEntropy({ labelSmoothing: 1.5 }),
      () => softTargetCrossEntropy({ labelSmoothing: -0.5 }),
    ])
      expect(thrownBy(make)._tag).toBe('ArgumentError')
  })

  test('softmaxCrossEntropy with options: a label that is not a class and not the ignored one, with the example', () => {
    const loss = softmaxCrossEntropy({ ignoreIndex: -100 })
    const { _tag, message } = thrownBy(() => loss(tensor([-100, -1], 'i32'))(scores))
    expect(_tag).toBe('IndexError')
    expect(message).toBe(
      'softmaxCrossEntropy was given label -1 for example 1, but there are 3 classes: labels run from 0 to 2, and -100 is ignored.',
    )
  })

  test('softmaxCrossEntropy with options: labels of another shape, weights for other classes, and no examples', () => {
    const loss = softmaxCrossEntropy({})
    expect(thrownBy(() => loss(tensor([[0], [1]], 'i32'))(scores))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(tensor([0], 'i32'))(scores))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(zeros([0], 'i32'))(zeros([0, 3]) as never))._tag).toBe('ShapeError')
    const weighted = softmaxCrossEntropy({ classWeights: tensor([1, 2]) })
    expect(thrownBy(() => weighted(tensor([0, 1], 'i32'))(scores))._tag).toBe('ShapeError')
  })

  // A program cannot look at labels while it is traced, and must not pass over them when it runs.
  test.each([
    ['softmaxCrossEntropy', softmaxCrossEntropy()],
    ['softmaxCrossEntropy', softmaxCrossEntropy({ labelSmoothing: 0.1 })],
    ['softmaxCrossEntropy', softmaxCrossEntropy({ ignoreIndex: -100 })],
    ['negativeLogProbability', negativeLogProbability()],
    ['negativeLogLikelihood', negativeLogLikelihood()],
    ['hinge', hinge()],
    ['softmaxCrossEntropy', perExample.sum(perExample.softmaxCrossEntropy())],
  ] as const)('%s: a label that is not a class, in a compiled program', (name, loss) => {
    const given = loss as unknown as Loss<Tensor, Integers<[number]>>
    for (const read of [
      (labels: Integers<[number]>): AnyTensor => given(labels)(scores)[0],
      (labels: Integers<[number]>): AnyTensor => given(labels)(scores)[1](scalar(1)),
    ]) {
      const compiled = compile(read)
      expect(() => compiled(tensor([0, 2], 'i32'))).not.toThrow()
      for (const labels of [tensor([0, 3], 'i32'), tensor([-1, 0], 'i32')] as const) {
        const { _tag, message } = thrownBy(() => compiled(labels))
        expect(_tag).toBe('IndexError')
        expect(message).toContain(`${name} was given label`)
      }
    }
  })

  test.each([
    ['softmaxCrossEntropy', softmaxCrossEntropy()],
    ['softmaxCrossEntropy', softmaxCrossEntropy({})],
    ['hinge', hinge()],
  ] as const)('%s: labels that are floats, or one-hot', (name, loss) => {
    const given = loss as unknown as Loss<Tensor, Integers<[number]>>
    expect(thrownBy(() => given(zeros([2]) as never)(scores))).toMatchObject({
      _tag: 'DTypeError',
      message: `${name} needs labels that are integers, but was given f32. Convert with op.convert('i32').`,
    })
    expect(thrownBy(() => given(zeros([2, 3]) as never)(scores)).message).toContain('softTargetCrossEntropy')
  })

  test.each([
    ['softTargetCrossEntropy', softTargetCrossEntropy()],
    ['crossEntropy', crossEntropy()],
  ] as const)('%s: labels in the place of probabilities', (name, loss) => {
    const { _tag, message } = thrownBy(() => loss(tensor([0, 1], 'i32') as never)(scores))
    expect(_tag).toBe('DTypeError')
    expect(message).toContain(`${name} needs a probability for each class`)
    expect(message).toContain('softmaxCrossEntropy')
  })

  test('targets of another element type, by the name of the loss', () => {
    expect(thrownBy(() => meanSquaredError()(zeros([2], 'f64'))(zeros([2])))).toMatchObject({
      _tag: 'DTypeError',
      message:
        'meanSquaredError needs predictions and targets of one element type, but was given f32 and f64. Convert targets with ' +
        "op.convert('f32').",
    })
    expect(thrownBy(() => sigmoidCrossEntropy()(tensor([1], 'i32') as never)(zeros([1])))._tag).toBe(
      'DTypeError',
    )
  })

  test('weights of classes that are none, and a label to ignore that is none', () => {
    for (const make of [
      () => softmaxCrossEntropy({ classWeights: tensor([1, -1, 1]) }),
      () => negativeLogProbability({ classWeights: tensor([1, Number.NaN, 1]) }),
      () => softTargetCrossEntropy({ classWeights: [1, 1, 1] as never }),
      () => softmaxCrossEntropy({ ignoreIndex: 0.5 }),
    ])
      expect(thrownBy(make)._tag).toBe('ArgumentError')
  })

  test('cosineEmbedding: a target that says neither', () => {
    const pair = [zeros([2, 3]), zeros([2, 3])] as const
    expect(thrownBy(() => cosineEmbedding()(tensor([1, 0], 'i32'))(pair))).toMatchObject({
      _tag: 'IndexError',
      message:
        'cosineEmbedding was given target 0 for pair 1, but targets are 1 where vectors belong together, and -1 where not.',
    })
  })

  test('cosineEmbedding: vectors or targets of another shape', () => {
    const loss = cosineEmbedding()
    const targets = tensor([1, -1], 'i32')
    expect(thrownBy(() => loss(targets)([scores, zeros([2, 2]) as never]))._tag).toBe('ShapeError')
    expect(thrownBy(() => loss(tensor([1], 'i32'))([scores, scores]))._tag).toBe('ShapeError')
  })

  test.each([
    ['meanAbsoluteError', 'absoluteError', meanAbsoluteError()],
    ['huber', 'huber', huber()],
    ['smoothL1', 'smoothL1', smoothL1()],
    ['sigmoidCrossEntropy', 'sigmoidCrossEntropy', sigmoidCrossEntropy()],
    ['klDivergence', 'klDivergence', klDivergence()],
  ] as const)('%s: targets of another shape, and an empty batch', (_, name, loss) => {
    const { _tag, message } = thrownBy(() => loss(zeros([2, 2]))(zeros([2, 3])))
    expect(_tag).toBe('ShapeError')
    expect(message).toContain(name)
    expect(thrownBy(() => loss(zeros([0, 2]))(zeros([0, 2])))._tag).toBe('ShapeError')
  })
})
