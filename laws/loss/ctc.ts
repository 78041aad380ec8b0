/**
 * Laws of the loss of unaligned sequences, against all ways through time, one by one.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type CtcOptions,
  type CtcTargets,
  ctc as ctcLoss,
  fromValues,
  type Integers,
  type Loss,
  op,
  scalar,
  smooth,
  type Tensor,
  toValues,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, holds, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

const [batch, times, classes] = [2, 4, 3] as const

/**
 * Scores over time that are tried.
 *
 * @internal
 */
export const scoresOverTime = tensors([batch, times, classes]) as Arbitrary<Tensor<[number, number, number]>>

/** Labels other than the blank that fit the times: at most two, of which a repeat takes three times. */
const someLabels = (blank: number): Arbitrary<readonly number[]> =>
  fc.array(fc.constantFrom(...[0, 1, 2].filter(label => label !== blank)), { maxLength: 2 })

/**
 * Targets that fit.
 *
 * @internal
 */
export const unaligned = (blank: number): Arbitrary<Required<CtcTargets>> =>
  fc
    .tuple(
      fc.tuple(someLabels(blank), someLabels(blank)),
      fc.tuple(fc.constantFrom(3, 4), fc.constantFrom(3, 4)),
    )
    .map(([labels, lengths]) => ({
      labels: fromValues(
        [batch, 2],
        labels.flatMap(of => [...of, -1, -1].slice(0, 2)),
        'i32',
      ) as Integers<[number, number]>,
      lengths: fromValues([batch], lengths, 'i32') as Integers<[number]>,
      targetLengths: fromValues(
        [batch],
        labels.map(of => of.length),
        'i32',
      ) as Integers<[number]>,
    }))

/** All sequences of classes of a length. */
const waysOf = (length: number): readonly (readonly number[])[] =>
  length === 0 ? [[]] : waysOf(length - 1).flatMap(way => [0, 1, 2].map(label => [...way, label]))

const read = (way: readonly number[], blank: number): string =>
  way.filter((label, t) => label !== blank && label !== way[t - 1]).join(' ')

/** The mean in plain numbers: the chances of all ways that read as the labels, for each example. */
const plain = (
  x: Tensor,
  { labels, lengths, targetLengths }: Required<CtcTargets>,
  blank: number,
): number => {
  const chances = Array.from(toValues(smooth.softmax(x)[0] as Tensor))
  const [all, ends, counts] = [labels, lengths, targetLengths].map(of => Array.from(toValues(of)))
  const losses = Array.from({ length: batch }, (_, i) => {
    const count = counts![i] as number
    const own = all!.slice(i * 2, i * 2 + count).join(' ')
    const total = waysOf(ends![i] as number)
      .filter(way => read(way, blank) === own)
      .map(way => way.reduce((p, label, t) => p * (chances[(i * times + t) * classes + label] as number), 1))
      .reduce((sum, p) => sum + p, 0)
    return -Math.log(total) / Math.max(1, count)
  })
  return losses.reduce((sum, x) => sum + x, 0) / batch
}

/**
 * Laws of connectionist temporal classification; by default of `ctc`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const ctcLaws = takes(
  'ctcLaws',
  { loss: implementation },
  () =>
    (loss: (options: CtcOptions) => Loss<Tensor<[number, number, number]>, CtcTargets> = ctcLoss): LawSet =>
      lawSet('ctc', [
        law(
          'L38',
          'it is -log of the sum over all ways that read as the labels, over their number',
          [scoresOverTime, unaligned(0)],
          (x, targets) =>
            summed(256, undefined, 8)(loss({})(targets)(x)[0], scalar(plain(x as Tensor, targets, 0), 'f64')),
        ),
        law('L39', 'any class may be the blank', [scoresOverTime, unaligned(2)], (x, targets) =>
          summed(
            256,
            undefined,
            8,
          )(loss({ blank: 2 })(targets)(x)[0], scalar(plain(x as Tensor, targets, 2), 'f64')),
        ),
        law(
          'L40',
          'scores beyond the length of an example get no gradient',
          [scoresOverTime, unaligned(0)],
          (x, targets) => {
            const gradient = loss({})(targets)(x)[1](scalar(1, 'f64')) as Tensor
            const ends = toValues(targets.lengths)
            const beyond = Array.from(toValues(gradient)).filter(
              (_, i) =>
                Math.floor(i / classes) % times >= (ends[Math.floor(i / (times * classes))] as number),
            )
            return holds(
              beyond.every(d => d === 0),
              beyond,
              'zeros',
            )
          },
        ),
        law(
          'L46',
          'times beyond the lengths change nothing, however many they are',
          [scoresOverTime, unaligned(0), tensors([batch, 8, classes])],
          (x, targets, behind) => {
            const [short, pullback] = loss({})(targets)(x)
            const long = op.concat(1)(x, behind as Tensor<[number, number, number]>)
            const [same, pullbackOfLong] = loss({})(targets)(long as Tensor<[number, number, number]>)
            const one = scalar(1, 'f64')
            const gradient = op.slice([0, 0, 0], [batch, times, classes])(pullbackOfLong(one))
            return every(
              summed(256, undefined, 8)(same, short),
              summed(256, undefined, 1)(gradient, pullback(one)),
            )
          },
        ),
        law('L41', 'scores of ±1000 give a finite gradient', [scoresOverTime, unaligned(0)], (x, targets) => {
          const gradient = loss({})(targets)(op.scale(250)(x))[1](scalar(1, 'f64')) as Tensor
          return holds(toValues(gradient).every(Number.isFinite), gradient, 'finite')
        }),
      ]),
)
