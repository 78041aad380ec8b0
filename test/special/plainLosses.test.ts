import {
  type AnyTensor,
  compile,
  ctc,
  dice,
  type Engine,
  gaussianNegativeLogLikelihood,
  infoNce,
  l1Penalty,
  onesLike,
  perExample,
  tensor,
  triplet,
} from 'pullback'
import { describe, expect, test } from 'vitest'
import { cases } from './engines.ts'
import { expectSame, listOf } from './same.ts'

type Map = (x: never) => readonly [value: AnyTensor, pullback: (dy: never) => unknown]

const [nan, infinity] = [Number.NaN, Number.POSITIVE_INFINITY]
const log2 = Math.log(2)

/** Each loss of one number at special values: predictions, targets, losses and slopes, by its formula and its limits. */
const rows: readonly (readonly [
  name: string,
  loss: (targets: never) => unknown,
  predictions: readonly number[],
  targets: readonly number[],
  values: readonly number[],
  slopes: readonly number[],
])[] = [
  [
    'quantile',
    perExample.quantile({ quantile: 0.25 }),
    [0, -0, 1, -1, infinity, -infinity, nan],
    [0, 0, 0, 0, 0, 0, 0],
    [-0, -0, 0.75, 0.25, infinity, infinity, nan],
    [0, 0, 0.75, -0.25, 0.75, -0.25, nan],
  ],
  [
    'focal',
    perExample.focal({ gamma: 2, alpha: 0.25 }),
    [0, 1000, -1000, 1000, -1000, infinity, -infinity, nan],
    [1, 1, 1, 0, 0, 1, 0, 1],
    [log2 / 16, 0, 250, 750, 0, 0, 0, nan],
    [-0.25 * (0.125 + 0.25 * log2), 0, -0.25, 0.75, 0, 0, 0, nan],
  ],
  [
    'poissonNegativeLogLikelihood',
    perExample.poissonNegativeLogLikelihood(),
    [0, -1000, 1000, -infinity, infinity, nan],
    [0, 2, 0, 1, 0, 1],
    [1, 2000, infinity, infinity, infinity, nan],
    [1, -2, infinity, -1, infinity, nan],
  ],
  [
    'poissonNegativeLogLikelihood, of rates',
    perExample.poissonNegativeLogLikelihood({ logInput: false, epsilon: 0 }),
    [1, 0, 2, infinity, nan],
    [3, 1, 0, 0, 1],
    [1, infinity, 2, infinity, nan],
    [-2, -infinity, 1, 1, nan],
  ],
]

/** Losses of more than a number: what they are of, the value, and every entry of the gradient. */
const wholes: readonly (readonly [
  name: string,
  loss: (dtype: 'f32' | 'f64') => unknown,
  predictions: (dtype: 'f32' | 'f64') => unknown,
  value: number,
  gradient: readonly number[],
])[] = [
  [
    'dice of nothing in nothing',
    dtype => dice({ smooth: 0 })(tensor([[0, 0]], dtype)),
    dtype => tensor([[-infinity, -infinity]], dtype),
    0,
    [0, 0],
  ],
  [
    'dice of ±1000 where the region is',
    dtype => dice({ smooth: 1 })(tensor([[1, 0]], dtype)),
    dtype => tensor([[1000, -1000]], dtype),
    0,
    [0, 0],
  ],
  [
    'triplet of three equal vectors',
    () => triplet({ margin: 0.5 })({}),
    dtype => [1, 2, 3].map(() => tensor([[1, 2]], dtype)),
    0.5,
    [0, 0, 0, 0, 0, 0],
  ],
  [
    'triplet of a vector that is not a number',
    () => triplet()({}),
    dtype => [tensor([[nan]], dtype), tensor([[1]], dtype), tensor([[2]], dtype)],
    nan,
    [nan, nan, nan],
  ],
  [
    'infoNce of one pair',
    () => infoNce()({}),
    dtype => [tensor([[1, 0]], dtype), tensor([[0, 2]], dtype)],
    0,
    [0, 0, 0, 0],
  ],
  [
    'gaussianNegativeLogLikelihood of an infinite variance',
    dtype => gaussianNegativeLogLikelihood()(tensor([1], dtype)),
    dtype => [tensor([1], dtype), tensor([infinity], dtype)],
    infinity,
    [0, 0],
  ],
  [
    'l1Penalty of special parameters',
    () => l1Penalty(0.5, () => true),
    dtype => tensor([-0, 0, -2, infinity], dtype),
    infinity,
    [0, 0, -0.5, 0.5],
  ],
  [
    'l1Penalty of what is not a number',
    () => l1Penalty(0.5, () => true),
    dtype => tensor([1, nan], dtype),
    nan,
    [0.5, nan],
  ],
  [
    'ctc of a label that is certain',
    () => ctc()({ labels: tensor([[1]], 'i32') }),
    dtype => tensor([[[0, 1000, 0]]], dtype),
    0,
    [0, 0, 0],
  ],
  [
    'ctc of no label at all',
    () => ctc()({ labels: tensor([[2]], 'i32'), targetLengths: tensor([0], 'i32') }),
    dtype => tensor([[[0, 0]]], dtype),
    log2,
    [-0.5, 0.5],
  ],
]

const bothOf = (loss: unknown) => (x: never) => {
  const [y, back] = (loss as Map)(x)
  return [y, back(onesLike(y) as never)]
}

const runBy = (engine: Engine | null, f: (x: never) => unknown): ((x: never) => unknown) =>
  engine === null ? f : (compile(f as never, { engine }) as never)

const flat = (x: unknown): readonly number[] => (Array.isArray(x) ? x.flatMap(flat) : listOf(x as AnyTensor))

describe.each(cases)('further losses of special values, %s, %s', (_, dtype, engine) => {
  test.each(rows)('%s', (name, loss, predictions, targets, values, slopes) => {
    const run = runBy(engine, bothOf(loss(tensor([...targets], dtype) as never)))
    const [y, dy] = run(tensor([...predictions], dtype) as never) as [AnyTensor, AnyTensor]
    // The sign of a zero is not a part of the loss.
    expectSame(dtype, listOf(y).map(unsigned), values.map(unsigned), name, 1)
    expectSame(dtype, listOf(dy).map(unsigned), slopes.map(unsigned), `slopes of ${name}`, 1)
  })

  test.each(wholes)('%s', (name, loss, predictions, value, gradient) => {
    const run = runBy(engine, bothOf(loss(dtype)))
    const [y, dy] = run(predictions(dtype) as never) as [AnyTensor, unknown]
    expectSame(dtype, listOf(y).map(unsigned), [value], name, 1)
    expectSame(dtype, flat(dy).map(unsigned), gradient, `the gradient of ${name}`, 1)
  })

  test('ctc: more labels than times hold are infinitely far in a program, and 0 with zeroInfinity', () => {
    if (engine === null) return
    const x = tensor(
      [
        [
          [1, 2],
          [0, 1],
        ],
      ],
      dtype,
    )
    const given = (options: object) => (labels: never) => ctc(options)({ labels })(x as never)[0]
    const labels = tensor([[1, 1]], 'i32') as never
    expect(flat(compile(given({}), { engine })(labels))).toEqual([infinity])
    expect(flat(compile(given({ zeroInfinity: true }), { engine })(labels))).toEqual([0])
  })
})

const unsigned = (x: number): number => (x === 0 ? 0 : x)
