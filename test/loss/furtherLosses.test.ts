import { describe, expect, test } from 'vitest'
import {
  type AnyLayer,
  compile,
  compose,
  ctc,
  dense,
  dice,
  fanout,
  fit,
  focal,
  gaussianNegativeLogLikelihood,
  infoNce,
  key,
  l1Penalty,
  penalised,
  poissonNegativeLogLikelihood,
  quantile,
  random,
  sgd,
  softplus,
  supervised,
  tensor,
  triplet,
  zeros,
} from '../../src/index.ts'
import { named } from '../engines.ts'

const x = tensor([[1, 2], [3, 4]]) // biome-ignore format: a matrix
const four = [[1, 2, 3]]
const labelled = (labels: number[][], more: object = {}) =>
  ({ labels: tensor(labels, 'i32'), ...more }) as never

describe('settings out of range are refused where a loss is made', () => {
  test.each([
    ['focal', () => focal({ gamma: -1 }), 'gamma'],
    ['focal', () => focal({ alpha: 2 }), 'alpha'],
    ['dice', () => dice({ smooth: -1 }), 'smooth'],
    ['quantile', () => quantile({ quantile: 1 }), 'quantile'],
    ['gaussianNegativeLogLikelihood', () => gaussianNegativeLogLikelihood({ epsilon: 0 }), 'epsilon'],
    ['poissonNegativeLogLikelihood', () => poissonNegativeLogLikelihood({ epsilon: -1 }), 'epsilon'],
    ['triplet', () => triplet({ margin: 0 }), 'margin'],
    ['infoNce', () => infoNce({ temperature: 0 }), 'temperature'],
    ['l1Penalty', () => l1Penalty(-1), 'strength'],
  ])('%s', (name, make, option) => {
    expect(make).toThrow(name)
    expect(make).toThrow(option)
  })
})

describe('targets and predictions that do not fit are refused', () => {
  test.each([
    ['a negative variance', () => gaussianNegativeLogLikelihood()(tensor([1]))([tensor([1]), tensor([-1])]), 'variance -1 at position 0'],
    ['variances of another shape', () => gaussianNegativeLogLikelihood()(tensor([1]))([tensor([1]), tensor([1, 1])]), 'gaussianNegativeLogLikelihood'],
    ['vectors of another length', () => triplet()({})([x, x, zeros([2, 3])] as never), 'triplet'],
    ['views of another batch', () => infoNce()({})([x, zeros([3, 2])] as never), 'infoNce'],
    ['scores without times', () => ctc()(labelled(four))(x as never), '[batch, times, classes]'],
    ['labels without a row for each', () => ctc()(labelled(four))(zeros([2, 5, 4])), 'one row for each example'],
    ['a label that is not a class', () => ctc()(labelled([[1, 7]]))(zeros([1, 5, 4])), 'label 7 at position 1 of example 0'],
    ['a label that is the blank', () => ctc()(labelled([[1, 0]]))(zeros([1, 5, 4])), 'not the blank'],
    ['a blank that is not a class', () => ctc({ blank: 4 })(labelled([[1]]))(zeros([1, 5, 4])), 'blank 4'],
    ['a length beyond the times', () => ctc()(labelled([[1]], { lengths: tensor([6], 'i32') }))(zeros([1, 5, 4])), '6 of lengths'],
    ['more labels than there are', () => ctc()(labelled([[1]], { targetLengths: tensor([2], 'i32') }))(zeros([1, 5, 4])), '2 of targetLengths'],
    ['more labels than times hold', () => ctc()(labelled([[1, 1, 2]]))(zeros([1, 3, 4])), 'take 4 times'],
    ['lengths of floats', () => ctc()(labelled([[1]], { lengths: tensor([5]) }))(zeros([1, 5, 4])), 'integers'],
  ])('%s', (_, run, words) => expect(run).toThrow(words)) // biome-ignore format: a row each

  test.each(named.map(engine => [engine.name, engine] as const))(
    'a length beyond the times in a program, %s',
    (_, engine) => {
      const f = compile((lengths: never) => ctc()(labelled([[1]], { lengths }))(zeros([1, 5, 4]))[0], {
        engine,
      })
      expect(() => f(tensor([6], 'i32') as never)).toThrow('6')
    },
  )
})

test('lengths that are left out are those of the scores and the labels', () => {
  const scores = random.normal([2, 6, 4])(key(1))
  const labels = tensor([[1, 2], [3, 1]], 'i32') // biome-ignore format: a matrix
  const whole = { labels, lengths: tensor([6, 6], 'i32'), targetLengths: tensor([2, 2], 'i32') }
  expect(ctc()({ labels })(scores)[0]).toEqual(ctc()(whole)(scores)[0])
})

const inputs = random.normal([8, 3])(key(2))
const numbers = random.normal([8, 2])(key(3))
const spread = compose(dense(3, 2), softplus())

/** Models with the losses that take more than one tensor, or targets of another form, and their data. */
const trained: readonly (readonly [name: string, loss: unknown, model: unknown, targets: unknown])[] = [
  ['gaussianNegativeLogLikelihood', gaussianNegativeLogLikelihood(), fanout(dense(3, 2), spread), numbers],
  ['infoNce', infoNce(), fanout(dense(3, 2), dense(3, 2)), {}],
  ['quantile', quantile({ quantile: 0.9 }), dense(3, 2), numbers],
  ['triplet', triplet(), fanout(dense(3, 2), dense(3, 2), dense(3, 2)), {}],
]

describe.each(trained)('a model is trained on %s', (_, loss, model, targets) => {
  const losses = async (engine: (typeof named)[number]): Promise<readonly number[]> => {
    const objective = penalised(l1Penalty(0.001))(
      supervised(loss as never)(model as AnyLayer as never) as never,
    )
    const batch = function* () { yield { inputs, targets } } // biome-ignore format: one
    const found: number[] = []
    for await (const { loss: value } of fit(
      sgd(0.05),
      (() => batch()) as never,
      { epochs: 6, engine } as never,
    )(objective as never)(key(0)))
      found.push(value)
    return found
  }

  test.each(named.map(engine => [engine.name, engine] as const))('%s', async (_name, engine) => {
    const own = await losses(engine)
    expect(own.at(-1)).toBeLessThan(own[0] as number)
  })
})
