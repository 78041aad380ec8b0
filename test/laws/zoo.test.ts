// Faults that other libraries once had, each written as a user's own layer, loss or optimiser, and caught by a law that is chosen
// by its name; and the same done right, which passes.

import {
  type AnyLayer,
  type AnyOptimiser,
  adam,
  adamw,
  batchNorm,
  convTranspose2d,
  dropout,
  groupNorm,
  type Integers,
  type LabelOptions,
  layer,
  maxPool2d as maxPool,
  nadam,
  op,
  optimiser,
  rnn,
  type Shape,
  smooth,
  softmaxCrossEntropy,
  type Tensor,
  tree,
} from 'pullback'
import {
  adamLaws,
  adamwLaws,
  arbitrary,
  batchNormLaws,
  checkLaws,
  convTranspose2dLaws,
  dropoutLaws,
  groupNormLaws,
  type LawSet,
  labelOptionLaws,
  layerLaws,
  maxPool2dLaws,
  nadamLaws,
  recurrentLaws,
} from 'pullback/laws'
import { describe, expect, test } from 'vitest'

type T = Tensor
type Untyped = {
  readonly name: string
  init: AnyLayer['init']
  run(...xs: unknown[]): readonly [T, (dy: T) => unknown, unknown]
}
const untyped = (made: unknown): Untyped => made as Untyped

interface Case {
  readonly name: string
  readonly wrong: LawSet
  readonly right: LawSet
  readonly by: readonly string[]
}

// -------------------------------------------------------------------------------------
// dropout
// -------------------------------------------------------------------------------------

const identityOf = (rate: number): AnyLayer =>
  layer.fromSmooth(`dropout(${rate})`, smooth.identity as never) as never
/** Drops, and leaves what it keeps as it is. */
const unscaled = (rate: number): AnyLayer => {
  const own = untyped(dropout(rate))
  const run = (params: unknown, x: T, state: unknown, context: { readonly mode: string }) => {
    const [y, pullback, next] = own.run(params, x, state, context)
    const keep = op.scale(context.mode === 'training' ? 1 - rate : 1)
    return [keep(y), (dy: T) => pullback(keep(dy) as T), next]
  }
  return { ...own, run } as never
}

// -------------------------------------------------------------------------------------
// norms
// -------------------------------------------------------------------------------------

interface Statistics {
  readonly mean: T
  readonly variance: T
}
/** Follows the variance of the batch itself, over n and not over n - 1. */
const biased = (
  channels: number,
  options: { readonly momentum: number; readonly epsilon: number },
): AnyLayer => {
  const own = untyped(batchNorm(channels, { ...options, affine: false }))
  const run = (params: unknown, x: T, state: Statistics, context: unknown) => {
    const [y, pullback, next] = own.run(params, x, state, context)
    const count = x.shape.reduce((product, n) => product * n, 1) / channels
    const { mean, variance } = next as Statistics
    const old = op.scale(1 - options.momentum)(state.variance)
    const share = op.scale((count - 1) / count)(op.sub(variance, old))
    return [y, pullback, next === state ? state : { mean, variance: op.add(old, share) }]
  }
  return { ...own, run } as never
}
/** Puts channel i into group i mod G, and not groups of neighbours. */
const modulo = (groups: number, channels: number, options: { readonly epsilon: number }): AnyLayer => {
  const own = untyped(groupNorm(groups, channels, options))
  const dealt = Array.from(
    { length: channels },
    (_, i) => (i % (channels / groups)) * groups + Math.floor(i / (channels / groups)),
  )
  const moved =
    (order: readonly number[]) =>
    (x: T): T =>
      op.concat(1)(...order.map(c => op.slice([0, c, 0, 0], x.shape.with(1, 1))(x))) as T
  const [there, back] = [moved(dealt), moved(dealt.map((_, i) => dealt.indexOf(i)))]
  const run = (params: unknown, x: T, state: unknown, context: unknown) => {
    const [y, pullback, next] = own.run(params, there(x), state, context)
    return [
      back(y),
      (dy: T) => {
        const [dp, dx] = pullback(there(dy)) as readonly [unknown, T]
        return [dp, back(dx)]
      },
      next,
    ]
  }
  return { ...own, run } as never
}

// -------------------------------------------------------------------------------------
// sequences and windows
// -------------------------------------------------------------------------------------

type Direction = 'forward' | 'backward' | 'both'
/** Whose second direction goes forward, too. */
const oneWay = (
  inputs: number,
  hidden: number,
  { direction, output }: { readonly direction: Direction; readonly output: 'sequence' | 'last' },
): AnyLayer => {
  if (direction !== 'both') return rnn(inputs, hidden, { direction, output }) as never
  const [whole, one] = [
    untyped(rnn(inputs, hidden, { direction, output })),
    untyped(rnn(inputs, hidden, { output })),
  ]
  const run = (
    params: { readonly forward: unknown; readonly backward: unknown },
    x: T,
    ...rest: unknown[]
  ) => {
    const [first, pullFirst, state] = one.run(params.forward, x, ...rest)
    const [second, pullSecond] = one.run(params.backward, x, ...rest)
    const axis = first.shape.length - 1
    const half =
      (i: number) =>
      (dy: T): T =>
        op.slice(
          first.shape.map((_, each) => (each === axis ? i * hidden : 0)),
          first.shape,
        )(dy)
    return [
      op.concat(axis)(first, second),
      (dy: T) => {
        const [df, dx] = pullFirst(half(0)(dy)) as readonly [unknown, T]
        const [db, dz] = pullSecond(half(1)(dy)) as readonly [unknown, T]
        return [{ forward: df, backward: db }, op.add(dx, dz)]
      },
      state,
    ]
  }
  return { ...whole, run } as never
}
/** Cuts one row and column too few in front and one too many behind, there and back. */
const offByOne = (
  inputs: number,
  outputs: number,
  kernel: number,
  { padding = 0, ...options }: { readonly padding?: number } = {},
): AnyLayer => {
  if (padding === 0) return convTranspose2d(inputs, outputs, kernel, options as never) as never
  const whole = untyped(convTranspose2d(inputs, outputs, kernel, options as never))
  const run = (params: unknown, x: T, ...rest: unknown[]) => {
    const [y, pullback, state] = whole.run(params, x, ...rest)
    const [, , height, width] = y.shape as readonly [number, number, number, number]
    const sizes = y.shape.with(2, height - 2).with(3, width - 2)
    return [
      op.slice([0, 0, 0, 0], sizes)(y),
      (dy: T) => pullback(op.pad([0, 0, 0, 0], [0, 0, 2, 2])(dy) as T),
      state,
    ]
  }
  return { ...whole, run } as never
}
/** Marks all elements that are as large as the largest, and gives each the whole cotangent; or the right one its share. */
const marking =
  (share: 'whole' | 'equal') =>
  (size: number, options: { readonly stride?: unknown; readonly padding?: unknown }): AnyLayer => {
    const plain = untyped(layer.fromSmooth('pool', smooth.identity as never))
    const own = untyped(maxPool(size, options as never))
    if (options.stride !== undefined || options.padding !== undefined || size !== 2) return own as never
    const run = (params: unknown, x: T, state: unknown, context: unknown) => {
      const [y] = own.run(params, x, state, context)
      const [n, c, h, w] = y.shape as readonly [number, number, number, number]
      const kept = op.slice([0, 0, 0, 0], [n, c, 2 * h, 2 * w])(x)
      const windows: Shape = [n, c, h, 2, w, 2]
      const over = (z: T): T => op.broadcastAlong(windows, [0, 1, 2, 4])(z)
      const most = op.convert('f64')(op.equal(op.reshape(windows)(kept), over(y))) as T
      const count = share === 'whole' ? op.shift(1)(op.scale(0)(y)) : (op.sum([3, 5])(most) as T)
      return [
        y,
        (dy: T) => {
          const dx = op.reshape(kept.shape)(op.mul(most, over(op.div(dy, count))))
          const [, , height, width] = x.shape as readonly [number, number, number, number]
          return [{}, op.pad([0, 0, 0, 0], [0, 0, height - 2 * h, width - 2 * w])(dx)]
        },
        state,
      ]
    }
    return { ...plain, run } as never
  }

// -------------------------------------------------------------------------------------
// losses and optimisers
// -------------------------------------------------------------------------------------

/** Takes the whole smoothing for each class, where each has a K-th of it. */
const smoothedByAll =
  (options: LabelOptions = {}) =>
  (labels: Integers) =>
  (scores: T) => {
    const { labelSmoothing = 0, ...others } = options
    const classes = scores.shape.at(-1) as number
    const plain = (smoothing: number) =>
      (
        softmaxCrossEntropy({ ...others, labelSmoothing: smoothing }) as never as (
          l: Integers,
        ) => (s: T) => readonly [T, (d: T) => T]
      )(labels)(scores)
    const [[own, pullOwn], [all, pullAll]] = [plain(0), plain(1)]
    // Σ over all classes, and not their mean.
    const mix = (x: T, y: T): T =>
      op.add(op.scale(1 - labelSmoothing)(x), op.scale(labelSmoothing * classes)(y))
    return labelSmoothing === 0 ? [own, pullOwn] : [mix(own, all), (d: T) => mix(pullOwn(d), pullAll(d))]
  }

interface Constants {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
}
type Step = (m: T, v: T, t: number, constants: Required<Constants>) => T
/** Adam's two means, and a step made of them. */
const meansBy =
  (name: string, step: Step) =>
  (rate: number, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: Constants = {}): AnyOptimiser =>
    ({
      name,
      init: (params: unknown) => ({
        m: tree.map((leaf: tree.Leaf) => (tree.isFloat(leaf) ? (op.scale(0)(leaf) as tree.Leaf) : leaf))(
          params,
        ),
        v: tree.map((leaf: tree.Leaf) => (tree.isFloat(leaf) ? (op.scale(0)(leaf) as tree.Leaf) : leaf))(
          params,
        ),
      }),
      rates: (t: number) => t,
      update: (
        gradients: unknown,
        { m, v }: { readonly m: unknown; readonly v: unknown },
        _: unknown,
        t: number,
      ) => {
        const both = (f: (x: T, g: T) => T) =>
          tree.zipWith((x: tree.Leaf, g: tree.Leaf) =>
            tree.isFloat(g) ? (f(x as T, g as T) as tree.Leaf) : g,
          )
        const means = both((x, g) => op.add(op.scale(beta1)(x), op.scale(1 - beta1)(g)))(m, gradients)
        const squares = both((x, g) => op.add(op.scale(beta2)(x), op.scale(1 - beta2)(op.mul(g, g))))(
          v,
          gradients,
        )
        const updates = both((x, y) => op.scale(-rate)(step(x, y, t + 1, { beta1, beta2, epsilon })))(
          means,
          squares,
        )
        return [updates, { m: means, v: squares }]
      },
    }) as never

const divided = (m: T, v: T, epsilon: number): T => op.div(m, op.shift(epsilon)(op.sqrt(v)))
const right: Step = (m, v, t, { beta1, beta2, epsilon }) =>
  divided(op.scale(1 / (1 - beta1 ** t))(m), op.scale(1 / (1 - beta2 ** t))(v), epsilon)
const rooted: Step = (m, v, t, { beta1, beta2, epsilon }) =>
  divided(op.scale(1 / Math.sqrt(1 - beta1 ** t))(m), op.scale(1 / (1 - beta2 ** t))(v), epsilon)
const uncorrected: Step = (m, v, _, { epsilon }) => divided(m, v, epsilon)

/** Decays by adding to the gradients, so that the decay goes through the moments, as in Adam with an L2 penalty. */
const throughMoments = (
  rate: number,
  { weightDecay = 0.01, ...constants }: Constants & { readonly weightDecay?: number } = {},
): AnyOptimiser => optimiser.chain(optimiser.addDecayedWeights(weightDecay), adam(rate, constants)) as never
/** Takes μ of this step where that of the next belongs, and so has it twice. */
const twice = (
  rate: number,
  { momentumDecay = 0.004, beta1 = 0.9, ...constants }: Constants & { readonly momentumDecay?: number } = {},
): AnyOptimiser => {
  const own = nadam(rate, { momentumDecay, beta1, ...constants }) as AnyOptimiser
  return { ...own, rates: (step: number) => own.rates(Math.max(0, step - 1)) }
}

const cases: readonly Case[] = [
  {
    name: 'dropout that is the identity',
    wrong: dropoutLaws(identityOf),
    right: dropoutLaws(),
    by: ['36c', '36f'],
  },
  {
    name: 'dropout that does not scale what it keeps',
    wrong: dropoutLaws(unscaled),
    right: dropoutLaws(),
    by: ['36d'],
  },
  {
    name: 'batch norm with a biased running variance',
    wrong: batchNormLaws(biased),
    right: batchNormLaws(),
    by: ['38d'],
  },
  {
    name: 'group norm with channel i in group i mod G',
    wrong: groupNormLaws(modulo),
    right: groupNormLaws(),
    by: ['35g', '35h'],
  },
  {
    name: 'a bidirectional net whose reverse does not reverse',
    wrong: recurrentLaws('rnn', oneWay),
    right: recurrentLaws('rnn'),
    by: ['37g'],
  },
  {
    name: 'transposed convolution off by one in padding, there and back',
    wrong: convTranspose2dLaws(offByOne as never),
    right: convTranspose2dLaws(),
    by: ['29k', '29l'],
  },
  {
    name: 'label smoothing with a for a / K',
    wrong: labelOptionLaws(smoothedByAll as never),
    right: labelOptionLaws(),
    by: ['34r'],
  },
  {
    name: 'Adam with √(1 - β₁ᵗ)',
    wrong: adamLaws(meansBy('adam', rooted)),
    right: adamLaws(meansBy('adam', right)),
    by: ['40c'],
  },
  {
    name: 'Adam without correction',
    wrong: adamLaws(meansBy('adam', uncorrected)),
    right: adamLaws(adam as never),
    by: ['40c', '40d'],
  },
  { name: 'NAdam with μ twice', wrong: nadamLaws(twice as never), right: nadamLaws(), by: ['40l'] },
  {
    name: 'AdamW through the moments',
    wrong: adamwLaws(throughMoments as never),
    right: adamwLaws(adamw as never),
    by: ['40g'],
  },
  {
    name: 'maximum pooling that counts ties twice',
    wrong: maxPool2dLaws(marking('whole'), { ties: 'any' }),
    right: maxPool2dLaws(marking('equal'), { ties: 'any' }),
    by: ['W18'],
  },
  {
    name: 'maximum pooling that shares what it says to give to the first',
    wrong: maxPool2dLaws(marking('equal')),
    right: maxPool2dLaws(marking('equal'), { ties: 'shared' }),
    by: ['24'],
  },
]

describe('what other libraries got wrong', () => {
  test.each(cases)('$name', ({ wrong, right: twin, by }) => {
    const failed = checkLaws(wrong, { numRuns: 50 }).filter(({ passed }) => !passed)
    expect(failed.map(({ id }) => id)).toEqual(expect.arrayContaining([...by]))
    expect(failed.length).toBeGreaterThan(0)
    expect(
      checkLaws(twin, { numRuns: 50 })
        .filter(({ passed }) => !passed)
        .map(({ message }) => message),
    ).toEqual([])
  })
})

test("a maximum pooling of one's own, which gives a tie to the first, passes all laws on samples without ties", () => {
  const input = arbitrary.distinct([3, 2, 4, 4]) as never
  const failed = checkLaws(layerLaws(maxPool(2), { input, kinky: true })).filter(({ passed }) => !passed)
  expect(failed).toEqual([])
})
