/**
 * Laws of the losses of vectors that belong together, each in plain numbers.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  empty,
  type InfoNceOptions,
  infoNce as infoNceLoss,
  type Loss,
  op,
  type Tensor,
  type TripletOptions,
  type Triplets,
  toValues,
  type tree,
  triplet as tripletLoss,
  type Vectors,
} from '../../src/index.ts'
import { takes } from '../../src/tensor/contract/index.ts'
import { kinkSafe, tensors } from '../arbitraries.ts'
import { every, summed } from '../close.ts'
import { implementation } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'

type Matrix = Tensor<[number, number]>
type NoTargets = tree.Empty

const [batch, features] = [4, 3] as const
const matrices = tensors([batch, features], { entries: kinkSafe }) as Arbitrary<Matrix>
const close = summed(256, undefined, 8)

const number = (x: Tensor): number => toValues(x)[0] as number
const rowsIn = (x: Tensor): readonly (readonly number[])[] =>
  Array.from({ length: batch }, (_, i) => Array.from(toValues(x)).slice(i * features, (i + 1) * features))
const mean = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0) / xs.length
const distance = (x: readonly number[], y: readonly number[]): number =>
  Math.hypot(...x.map((a, i) => a - (y[i] as number)))

/**
 * Laws of the loss of triplets; by default of `triplet`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const tripletLaws = takes(
  'tripletLaws',
  { loss: implementation },
  () =>
    (loss: (options: TripletOptions) => Loss<Triplets, NoTargets> = tripletLoss): LawSet =>
      lawSet('triplet', [
        law(
          'L33',
          'it is the mean of max(0, ‖a - p‖ - ‖a - n‖ + margin), with swap from the nearer of a and p',
          [matrices, matrices, matrices, fc.constantFrom(0.5, 1, 2), fc.boolean()],
          (a, p, n, margin, swap) => {
            const [as, ps, ns] = [a, p, n].map(rowsIn) as [number[][], number[][], number[][]]
            const each = as.map((own, i) => {
              const far = distance(own, ns[i] as number[])
              const apart = swap ? Math.min(far, distance(ps[i] as number[], ns[i] as number[])) : far
              return Math.max(0, distance(own, ps[i] as number[]) - apart + margin)
            })
            return close(number(loss({ margin, swap })(empty)([a, p, n])[0]), mean(each))
          },
        ),
        law('L34', 'three equal vectors lose the margin', [matrices], a =>
          close(number(loss({ margin: 0.5 })(empty)([a, a, a])[0]), 0.5),
        ),
      ]),
)

/**
 * Laws of the loss of two views; by default of `infoNce`.
 *
 * @category Laws
 * @since 0.1.0
 */
export const infoNceLaws = takes(
  'infoNceLaws',
  { loss: implementation },
  () =>
    (loss: (options: InfoNceOptions) => Loss<Vectors, NoTargets> = infoNceLoss): LawSet =>
      lawSet('infoNce', [
        law(
          'L35',
          'it is the mean cross-entropy of each query among all keys, by cosines over the temperature',
          [matrices, matrices, fc.constantFrom(0.25, 1, 4)],
          (q, k, temperature) => {
            const [qs, ks] = [rowsIn(q), rowsIn(k)]
            const each = qs.map((x, i) => {
              const scores = ks.map(y => {
                const dot = x.reduce((total, a, j) => total + a * (y[j] as number), 0)
                return dot / (Math.hypot(...x) * Math.hypot(...y)) / temperature
              })
              return Math.log(scores.reduce((total, s) => total + Math.exp(s), 0)) - (scores[i] as number)
            })
            return close(number(loss({ temperature })(empty)([q, k])[0]), mean(each))
          },
        ),
        law('L36', 'symmetric is the mean of both directions', [matrices, matrices], (q, k) => {
          const [one, other] = [number(loss({})(empty)([q, k])[0]), number(loss({})(empty)([k, q])[0])]
          return close(number(loss({ symmetric: true })(empty)([q, k])[0]), (one + other) / 2)
        }),
        law('L37', 'lengths do not matter', [matrices, matrices], (q, k) =>
          every(
            close(
              number(loss({})(empty)([op.scale(3)(q), op.scale(0.5)(k)])[0]),
              number(loss({})(empty)([q, k])[0]),
            ),
          ),
        ),
      ]),
)
