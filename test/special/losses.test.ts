import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as pullback from 'pullback'
import { type AnyTensor, type FloatDType, onesLike, op, perExample, tensor } from 'pullback'
import { describe, test } from 'vitest'
import type * as allLosses from '../../src/loss/index.ts'
import { cases, runBy } from './engines.ts'
import { expectSame, listOf } from './same.ts'

type Both = readonly [values: string, gradients: string]
interface Stored {
  readonly pairs: readonly [predictions: string, targets: string]
  readonly rows: string
  readonly chances: string
  readonly vectors: string
  readonly each: { readonly [name: string]: Both }
  readonly batches: { readonly [name: string]: readonly [x: string, { readonly [loss: string]: Both }] }
}

/** What PyTorch gives; losses.py beside it made the file, which says which version. */
const stored = JSON.parse(readFileSync(join(import.meta.dirname, 'losses.json'), 'utf8')) as {
  readonly source: string
} & Readonly<Record<FloatDType, Stored>>

/** A loss with its targets given: predictions to value and pullback. */
type Map = (x: never) => readonly [value: AnyTensor, pullback: (dy: never) => unknown]
type Inputs = 'pairs' | 'rows' | 'chances' | 'vectors'
interface Given {
  readonly labels: never
  readonly soft: never
  readonly targets: never
  readonly weights: never
  readonly other: never
  readonly belonging: never
}
type LossOf = (given: Given) => unknown

const numbers = (words: string): readonly number[] => words.split(' ').map(Number)
const shaped = (words: string, dtype: FloatDType, columns: number): AnyTensor => {
  const all = tensor([...numbers(words)], dtype)
  return columns === 1 ? all : op.reshape([all.shape[0] / columns, columns])(all)
}
const columnsOf = { pairs: 1, rows: 3, chances: 3, vectors: 2 } as const

/** Targets that are distributions: certain, even, without the first class. */
const distributions = [
  [1, 0, 0],
  [0.25, 0.25, 0.5],
  [0, 0.5, 0.5],
] as const

type Unlike = (want: number, i: number, own: Stored, got: number, dtype: FloatDType) => number | undefined

const rowOf = (words: string, i: number, columns: number): readonly number[] =>
  numbers(words).slice(columns * i, columns * (i + 1))
const pairOf = ({ pairs }: Stored, i: number): readonly [y: number, t: number] => [
  numbers(pairs[0])[i] as number,
  numbers(pairs[1])[i] as number,
]

/** PyTorch compares, and so passes over a NaN, which stays here. */
const keepsNaN: Unlike = (_, i, { rows }) => {
  const row = rowOf(rows, i, 3)
  return row.some(x => Number.isNaN(x - (row[i % 3] as number))) &&
    !row.every((x, j) => j === i % 3 || !Number.isNaN(x - (row[i % 3] as number)))
    ? Number.NaN
    : undefined
}

/** 0 · ∞ counts as 0 where a target is 0 and a score -∞; in PyTorch it is NaN. */
const timesInfinity =
  (weights: readonly number[]): Unlike =>
  (want, i, { rows }) => {
    const [row, target] = [rowOf(rows, i, 3), distributions[i % 3] as readonly number[]]
    const asked = row.filter((_, j) => target[j] !== 0)
    const others = row.filter((_, j) => target[j] === 0)
    if (
      !Number.isNaN(want) ||
      !asked.every(Number.isFinite) ||
      others.some(x => x !== Number.NEGATIVE_INFINITY)
    )
      return undefined
    const most = Math.max(...asked)
    const level = Math.log(asked.reduce((sum, x) => sum + Math.exp(x - most), 0))
    return row.reduce(
      (sum, x, j) =>
        target[j] === 0 ? sum : sum + (target[j] as number) * (weights[j] as number) * (level - (x - most)),
      0,
    )
  }

/** A vector of zeros divides by little. */
const nearlyAtZero: Unlike = (want, i, _, got) => (i < 2 && Math.abs(got / want - 1) < 1e-8 ? got : undefined)

/** A probability of 0 whose target is 0 has slope 0, where PyTorch divides 0 by 0. */
const zeroOverZero: Unlike = (want, i, { chances }) =>
  Number.isNaN(want) && rowOf(chances, i, 1)[0] === 0 && distributions[Math.floor(i / 3) % 3]?.[i % 3] === 0
    ? 0
    : undefined

/** What the label does not select has slope 0, where PyTorch has the logarithm of all. */
const onlyOfLabel: Unlike = (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? undefined : 0)

/** What is otherwise than in PyTorch, and why. */
const otherwise: {
  readonly [name: string]: { readonly value?: Unlike; readonly gradient?: Unlike }
} = {
  absoluteError: {
    gradient: (_, i, own) => {
      const [y, t] = pairOf(own, i)
      return Number.isNaN(y - t) ? Number.NaN : undefined
    },
  },
  // Targets of 0 add 0, and NaN of NaN; infinite parts are not subtracted from each other.
  klDivergence: {
    value: (want, i, own, _, dtype) => {
      const [y, t] = pairOf(own, i)
      if (!Number.isNaN(want)) return undefined
      const divergence = t === 0 && !Number.isNaN(y) ? 0 : t * (Math.log(t) - y)
      return dtype === 'f32' ? Math.fround(divergence) : divergence
    },
  },
  'klDivergence, logTargets': {
    value: (_, i, own) => {
      const [y, t] = pairOf(own, i)
      return t < -1e30 ? (Number.isNaN(y) ? y : 0) : undefined
    },
  },
  // PyTorch's sum over the classes overflows before it is divided by their number.
  'softmaxCrossEntropy, smoothed': {
    value: (want, _, __, got) => (want === Number.POSITIVE_INFINITY && got > 1e37 ? got : undefined),
  },
  // A class of weight 0 counts nothing.
  'softmaxCrossEntropy, weighted': { value: (_, i) => (i % 3 === 1 ? 0 : undefined) },
  softTargetCrossEntropy: { value: timesInfinity([1, 1, 1]) },
  'softTargetCrossEntropy, weighted': { value: timesInfinity([1, 0, 2]) },
  hinge: {
    value: keepsNaN,
    // PyTorch adds the margin to a score that swallows it, before the other is subtracted.
    gradient: (_, i, { rows }, got) => {
      const [a, , b] = rowOf(rows, Math.floor(i / 3), 3)
      return a === b && Math.abs(a as number) > 1e30 && Number.isFinite(a) ? got : undefined
    },
  },
  'hinge, power 2, margin 0.5': {
    value: keepsNaN,
    gradient: (_, i, { rows }, got) => {
      const row = rowOf(rows, Math.floor(i / 3), 3)
      const isOpen = Number.isNaN(keepsNaN(0, Math.floor(i / 3), { rows } as Stored, 0, 'f32') ?? 0)
      const swallowed = row[0] === row[2] && Math.abs(row[0] as number) > 1e30 && Number.isFinite(row[0])
      return swallowed || (isOpen && Number.isNaN(got)) ? got : undefined
    },
  },
  crossEntropy: { gradient: zeroOverZero },
  // PyTorch's 1e-12 is one of f32.
  cosineEmbedding: { gradient: nearlyAtZero },
  'cosineEmbedding, margin 0.5': { gradient: nearlyAtZero },
  negativeLogLikelihood: { gradient: onlyOfLabel },
  'negativeLogLikelihood, exact': { gradient: onlyOfLabel },
}

const batchLabels = [0, 2, 1, 2] as const
const elementOf = (own: Stored, what: string, i: number): number =>
  numbers((own.batches[what] as readonly [string, unknown])[0])[i] as number
const withNaN = 'nan at 2'

/** The sum over a batch whose first row has a score of -∞ with a target of 0, by the formula for finite ones. */
const overBatch =
  (rows: number, termsOf: (y: readonly number[], t: readonly number[]) => number): Unlike =>
  (_, __, own) =>
    batchLabels.reduce<number>(
      (sum, label, row) =>
        sum +
        termsOf(
          [0, 1, 2].map(c => elementOf(own, '-inf at 0', 3 * row + c)),
          distributions[label] as readonly number[],
        ),
      0,
    ) / rows
const added = (t: readonly number[], of: (c: number) => number): number =>
  t.reduce((sum, _, c) => sum + of(c), 0)

/** The same in batches, of which the second with an entry of that kind is meant. */
const otherwiseInBatches: {
  readonly [name: string]: { readonly value?: Unlike; readonly gradient?: Unlike }
} = {
  [`hinge of a batch, ${withNaN}`]: { value: () => Number.NaN },
  [`meanAbsoluteError of a batch, ${withNaN}`]: {
    gradient: (_, i, own) => (Number.isNaN(elementOf(own, withNaN, i)) ? Number.NaN : undefined),
  },
  [`negativeLogLikelihood of a batch, ${withNaN}`]: {
    gradient: (_, i) => (i % 3 === batchLabels[Math.floor(i / 3)] ? undefined : 0),
  },
  'klDivergence of a batch, -inf at 0': {
    value: overBatch(4, (y, t) =>
      added(t, c => (t[c] === 0 ? 0 : (t[c] as number) * (Math.log(t[c] as number) - (y[c] as number)))),
    ),
  },
  'sigmoidCrossEntropy of a batch, -inf at 0': {
    value: overBatch(12, (y, t) =>
      added(
        t,
        c => Math.log1p(Math.exp(y[c] as number)) - (t[c] === 0 ? 0 : (t[c] as number) * (y[c] as number)),
      ),
    ),
  },
  'softTargetCrossEntropy of a batch, -inf at 0': {
    value: overBatch(4, (y, t) =>
      added(t, c =>
        t[c] === 0
          ? 0
          : (t[c] as number) * (Math.log(added(t, k => Math.exp(y[k] as number))) - (y[c] as number)),
      ),
    ),
  },
  // Vectors at a right angle that do not belong together are at the margin: its slope is 0 here, 1 in PyTorch.
  'cosineEmbedding of a batch, probabilities': { gradient: (want, i) => (i === 4 || i === 5 ? 0 : want) },
}

/** Losses whose special values stand beside them, in plainLosses.test.ts. */
type InPlainNumbers =
  | 'ctc'
  | 'dice'
  | 'focal'
  | 'gaussianNegativeLogLikelihood'
  | 'infoNce'
  | 'l1Penalty'
  | 'poissonNegativeLogLikelihood'
  | 'quantile'
  | 'triplet'

/** Losses before they are added up, with the variants of their options: one that is not here does not compile. */
const each: {
  readonly [Name in Exclude<keyof typeof perExample, 'mean' | 'sum' | InPlainNumbers>]: readonly [
    inputs: Inputs,
    variants: { readonly [options: string]: LossOf },
  ]
} = {
  squaredError: ['pairs', { '': ({ targets }) => perExample.squaredError()(targets) }],
  absoluteError: ['pairs', { '': ({ targets }) => perExample.absoluteError()(targets) }],
  huber: ['pairs', { 'delta 0.5': ({ targets }) => perExample.huber({ delta: 0.5 })(targets) }],
  smoothL1: ['pairs', { 'beta 0.5': ({ targets }) => perExample.smoothL1({ beta: 0.5 })(targets) }],
  sigmoidCrossEntropy: ['pairs', { '': ({ targets }) => perExample.sigmoidCrossEntropy()(targets) }],
  klDivergence: [
    'pairs',
    {
      '': ({ targets }) => perExample.klDivergence()(targets),
      logTargets: ({ targets }) => perExample.klDivergence({ logTargets: true })(targets),
    },
  ],
  softmaxCrossEntropy: [
    'rows',
    {
      '': ({ labels }) => perExample.softmaxCrossEntropy()(labels),
      smoothed: ({ labels }) => perExample.softmaxCrossEntropy({ labelSmoothing: 0.1 })(labels),
      weighted: ({ labels, weights }) => perExample.softmaxCrossEntropy({ classWeights: weights })(labels),
      ignored: ({ labels }) => perExample.softmaxCrossEntropy({ ignoreIndex: 1 })(labels),
    },
  ],
  negativeLogProbability: [
    'rows',
    {
      '': ({ labels }) => perExample.negativeLogProbability()(labels),
      'weighted and ignored': ({ labels, weights }) =>
        perExample.negativeLogProbability({ classWeights: weights, ignoreIndex: 1 })(labels),
    },
  ],
  softTargetCrossEntropy: [
    'rows',
    {
      '': ({ soft }) => perExample.softTargetCrossEntropy()(soft),
      smoothed: ({ soft }) => perExample.softTargetCrossEntropy({ labelSmoothing: 0.1 })(soft),
      weighted: ({ soft, weights }) => perExample.softTargetCrossEntropy({ classWeights: weights })(soft),
    },
  ],
  hinge: [
    'rows',
    {
      '': ({ labels }) => perExample.hinge()(labels),
      'power 2, margin 0.5': ({ labels }) => perExample.hinge({ power: 2, margin: 0.5 })(labels),
    },
  ],
  cosineEmbedding: [
    'vectors',
    {
      '': ({ other, belonging }) => besides(other, perExample.cosineEmbedding()(belonging)),
      'margin 0.5': ({ other, belonging }) =>
        besides(other, perExample.cosineEmbedding({ margin: 0.5 })(belonging)),
    },
  ],
}

/** A loss of pairs as one of the first of them. */
const besides =
  (other: never, loss: unknown): Map =>
  x => {
    const [y, pullback] = (loss as Map)([x, other] as never)
    return [y, dy => (pullback(dy) as readonly unknown[])[0]]
  }

/** Losses of batches: one that is not here does not compile. */
const whole: {
  readonly [Name in
    | Exclude<keyof typeof allLosses, InPlainNumbers>
    | 'softmaxCrossEntropy, with options']: LossOf
} = {
  cosineEmbedding: ({ soft, belonging }) => besides(soft, pullback.cosineEmbedding()(belonging)),
  crossEntropy: ({ soft }) => pullback.crossEntropy()(soft),
  hinge: ({ labels }) => pullback.hinge()(labels),
  huber: ({ soft }) => pullback.huber()(soft),
  klDivergence: ({ soft }) => pullback.klDivergence()(soft),
  l2Penalty: () => pullback.l2Penalty(0.1, pullback.allParams),
  meanAbsoluteError: ({ soft }) => pullback.meanAbsoluteError()(soft),
  meanSquaredError: ({ soft }) => pullback.meanSquaredError()(soft),
  negativeLogLikelihood: ({ labels }) => pullback.negativeLogLikelihood()(labels),
  negativeLogProbability: ({ labels, weights }) =>
    pullback.negativeLogProbability({ classWeights: weights })(labels),
  sigmoidCrossEntropy: ({ soft }) => pullback.sigmoidCrossEntropy()(soft),
  smoothL1: ({ soft }) => pullback.smoothL1()(soft),
  softmaxCrossEntropy: ({ labels }) => pullback.softmaxCrossEntropy()(labels),
  'softmaxCrossEntropy, with options': ({ labels, weights }) =>
    pullback.softmaxCrossEntropy({ classWeights: weights, ignoreIndex: 1, labelSmoothing: 0.1 })(labels),
  softTargetCrossEntropy: ({ soft }) => pullback.softTargetCrossEntropy()(soft),
}

/** Losses that have no form before they are added up, of one row after the other. */
const rowByRow: { readonly [name: string]: LossOf } = {
  crossEntropy: ({ soft }) => pullback.crossEntropy()(soft),
  negativeLogLikelihood: ({ labels }) => pullback.negativeLogLikelihood()(labels),
  'negativeLogLikelihood, exact': ({ labels }) => pullback.negativeLogLikelihood({ epsilon: 0 })(labels),
}

const bothOf =
  (loss: unknown) =>
  (x: never): readonly AnyTensor[] => {
    const [y, back] = (loss as Map)(x)
    return [y, back(onesLike(y as never) as never) as AnyTensor]
  }

const labelsOf = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i % 3)

describe.each(cases)('losses of special values, %s, %s', (_, dtype, engine) => {
  const own = stored[dtype]
  const givenTo = (labels: readonly number[], columns: number): Given =>
    ({
      labels: tensor([...labels], 'i32'),
      soft: tensor(
        labels.map(label => [...(distributions[label] as readonly number[])]),
        dtype,
      ),
      targets: shaped(own.pairs[1], dtype, 1),
      weights: tensor([1, 0, 2], dtype),
      other: tensor(
        labels.map(() => [1, 2].slice(0, columns)),
        dtype,
      ),
      belonging: tensor(
        labels.map((_, i) => (i % 2 === 0 ? 1 : -1)),
        dtype,
      ),
    }) as never

  /** What is in the file, but for what PyTorch does otherwise. */
  const expectBoth = (name: string, got: readonly AnyTensor[], [values, gradients]: Both): void => {
    const [y, dx] = got.map(listOf) as [readonly number[], readonly number[]]
    const unlike = otherwise[name] ?? otherwiseInBatches[name]
    const wanted = numbers(values).map((w, i) => unlike?.value?.(w, i, own, y[i] as number, dtype) ?? w)
    const sloped = numbers(gradients).map(
      (w, i) => unlike?.gradient?.(w, i, own, dx[i] as number, dtype) ?? w,
    )
    expectSame(dtype, y, wanted, name, 1)
    expectSame(dtype, dx, sloped, `the gradient of ${name}`, 1)
  }

  for (const [loss, [inputs, variants]] of Object.entries(each))
    for (const [options, lossOf] of Object.entries(variants)) {
      const name = options === '' ? loss : `${loss}, ${options}`
      test(`perExample.${name} and its gradient are those of PyTorch`, () => {
        const columns = columnsOf[inputs]
        const x = shaped(inputs === 'pairs' ? own.pairs[0] : own[inputs], dtype, columns)
        const given = givenTo(labelsOf(x.shape[0] as number), columns)
        expectBoth(name, runBy(engine, bothOf(lossOf(given)))(x as never), own.each[name] as Both)
      })
    }

  for (const [name, lossOf] of Object.entries(rowByRow))
    test(`${name} and its gradient are those of PyTorch`, () => {
      const rows = numbers(own.chances)
      const byLabel = [0, 1, 2].map(label => runBy(engine, bothOf(lossOf(givenTo([label], 2)))))
      const got = labelsOf(rows.length / 3).map((label, i) => {
        const x = tensor([rows.slice(3 * i, 3 * i + 3)], dtype)
        return (byLabel[label] as (typeof byLabel)[0])(x as never).map(listOf)
      })
      const all = [0, 1].map(k =>
        tensor(
          got.flatMap(both => both[k] as readonly number[]),
          dtype,
        ),
      )
      expectBoth(name, all, own.each[name] as Both)
    })

  for (const [name, lossOf] of Object.entries(whole))
    test(`${name} of batches with one special value, and its gradient, are those of PyTorch`, () => {
      const run = runBy(engine, bothOf(lossOf(givenTo(batchLabels, 3))))
      for (const [what, [words, losses]] of Object.entries(own.batches))
        expectBoth(`${name} of a batch, ${what}`, run(shaped(words, dtype, 3) as never), losses[name] as Both)
    })
})
