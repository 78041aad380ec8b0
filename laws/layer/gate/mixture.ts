/**
 * Laws of mixtures of experts: what they are in plain numbers, their gates, and their balancing terms.
 *
 * @module
 */
import fc from 'fast-check'
import {
  dense,
  evaluation,
  type MixtureOptions,
  mixtureOfExperts,
  op,
  smooth,
  type Tensor,
  toValues,
  training,
  type tree,
} from '../../../src/index.ts'
import { keys, tensors } from '../../arbitraries.ts'
import { every, holds, norm, summed } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { runsOf } from '../point.ts'
import { forget, seen, type TreeLayer } from '../same.ts'

const [width, count, outputs, tokens] = [3, 3, 2, 4] as const
const expert = forget(dense(width, outputs))
const input = tensors([2, 2, width])
const near = (...scales: readonly unknown[]) => summed(512, undefined, (1 + norm(scales)) ** 3)
const numbers = (x: unknown): readonly number[] => Array.from(toValues(x as Tensor))
const columns = Array.from({ length: count }, (_, i) => i)

type Dense = { readonly w: Tensor; readonly b: Tensor }
type Params = { readonly router: { readonly w: Tensor }; readonly experts: Dense }

/** One of a stack of dense layers, and the stack of several. */
const expertAt = ({ experts: { w, b } }: Params, i: number): Dense => ({
  w: op.reshape([width, outputs])(op.slice([i, 0, 0], [1, width, outputs])(w)) as Tensor,
  b: op.reshape([outputs])(op.slice([i, 0], [1, outputs])(b)) as Tensor,
})
const stackOf = (each: readonly Dense[]): Dense => ({
  w: op.concat(0)(...each.map(({ w }) => op.reshape([1, width, outputs])(w) as Tensor)) as Tensor,
  b: op.concat(0)(...each.map(({ b }) => op.reshape([1, outputs])(b) as Tensor)) as Tensor,
})

type State = { readonly routing: { readonly balance: Tensor; readonly load: Tensor } }
type Both = readonly [y: Tensor, balance: Tensor]

/** A mixture of three dense layers, and the same with its balancing term. */
export interface TreeMixture extends TreeLayer {
  readonly withBalance: TreeLayer
}

const plain = (options: MixtureOptions): TreeMixture => {
  const layer = mixtureOfExperts(width, count, options)(dense(width, outputs))
  return { ...forget(layer), withBalance: forget(layer.withBalance) }
}

/** Which experts each token has, by its scores: those of the largest, of equal ones the first. */
const chosenBy = (scores: readonly number[], k: number): readonly (readonly boolean[])[] =>
  Array.from({ length: tokens }, (_, t) => {
    const own = scores.slice(t * count, (t + 1) * count)
    const order = columns.toSorted((i, j) => own[j]! - own[i]! || i - j)
    return columns.map(i => order.indexOf(i) < k)
  })

const scoresOf = (params: tree.Tree, x: unknown): Tensor =>
  op.matmul(op.reshape([tokens, width])(x as Tensor), (params as Params).router.w as Tensor<[number, number]>)

/** The probabilities of each token's experts, in plain numbers. */
const probabilitiesOf = (scores: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: tokens }, (_, t) => {
    const own = scores.slice(t * count, (t + 1) * count)
    const powers = own.map(x => Math.exp(x - Math.max(...own)))
    const whole = powers.reduce((a, b) => a + b, 0)
    return powers.map(x => x / whole)
  })

/** A mixture by plain operations on what was chosen: differentiable, as no choice changes. */
const composed =
  (chosen: readonly (readonly boolean[])[], normalise: boolean) =>
  ([params, x]: readonly [Params, Tensor]): Both => {
    const mask = op.reshape([tokens, count])(
      op.concat(0)(
        ...chosen
          .flat()
          .map(is => op.shift(Number(is))(op.scale(0)(op.slice([0, 0, 0], [1, 1, 1])(x as Tensor)))),
      ),
    )
    const scores = scoresOf(params, x)
    const over = (perToken: Tensor): Tensor => op.broadcastAlong([tokens, count], [0])(perToken) as Tensor
    const powers = op.exp(op.sub(scores, over(op.max([1])(scores) as Tensor)))
    const probabilities = op.div(powers, over(op.sum([1])(powers) as Tensor))
    const kept = op.mul(probabilities, mask as Tensor)
    const gates = normalise ? op.div(kept, over(op.sum([1])(kept) as Tensor)) : kept
    const parts = columns.map(i => {
      const [y] = expert.run(expertAt(params, i), x, {}, evaluation)
      const gate = op.reshape([2, 2])(op.slice([0, i], [tokens, 1])(gates))
      return op.mul(op.broadcastAlong([2, 2, outputs], [0, 1])(gate) as Tensor, y as Tensor)
    })
    const k = chosen[0]!.filter(is => is).length
    const load = op.scale(1 / (k * tokens))(op.sum([0])(mask as Tensor) as Tensor)
    const mean = op.scale(1 / tokens)(op.sum([0])(probabilities) as Tensor)
    const balance = op.scale(count)(op.sum()(op.mul(load, mean)) as Tensor)
    return [parts.reduce((a, b) => op.add(a, b)), balance]
  }

const alike = (params: tree.Tree): tree.Tree => {
  const first = expertAt(params as Params, 0)
  return { router: (params as Params).router, experts: stackOf(columns.map(() => first)) }
}
const even = (params: tree.Tree): tree.Tree => {
  const { router, experts } = params as Params
  return { router: { w: op.scale(0)(router.w) }, experts }
}

/** Laws of mixtures of experts; by default of `mixtureOfExperts`. */
export const mixtureOfExpertsLaws = (make: (options: MixtureOptions) => TreeMixture = plain): LawSet => {
  const settings = [
    { topK: 1 },
    { topK: 2 },
    { topK: 2, normalise: false },
    { topK: 3 },
  ] as const satisfies readonly MixtureOptions[]
  const some = fc.constantFrom(...settings.map(one => ({ ...one, layer: make(one) })))
  const [two, all] = [make({ topK: 2 }), make({ topK: count })]
  return lawSet('mixtureOfExperts', [
    law(
      'U5',
      'values, balancing terms and pullbacks are those of the chosen experts by plain operations',
      [some, runsOf(two.withBalance, input)],
      ({ layer, topK, ...options }, run) => {
        const { params, input: x } = run
        const scores = numbers(scoresOf(params, x))
        const normalise = 'normalise' in options ? options.normalise : topK > 1
        const own = seen(layer.withBalance, run)
        const [value, pullback] = smooth.lift(composed(chosenBy(scores, topK), normalise))([
          params as Params,
          x as Tensor,
        ])
        const [dp, dx] = pullback(run.db as Both)
        const close = near(params, x, run.db)
        return every(close(own.value, value), close(own.dp, dp), close(own.dx, dx))
      },
    ),
    law(
      'U6',
      'equal experts are one expert: the gates of the chosen add up to 1',
      [runsOf(two, input)],
      run => {
        const params = alike(run.params)
        const [y] = two.run(params, run.input, run.state, evaluation)
        const [z] = expert.run(expertAt(params as Params, 0), run.input, {}, evaluation)
        return near(params, run.input)(y, z)
      },
    ),
    law(
      'U7',
      'with all experts and equal gates it is their mean',
      [runsOf(all, input)],
      ({ params: given, input: x, state, db }) => {
        const params = even(given)
        const [y, pullback] = all.run(params, x, state, evaluation)
        const runs = columns.map(i => expert.run(expertAt(params as Params, i), x, {}, evaluation))
        const mean = op.scale(1 / count)(runs.map(([z]) => z as Tensor).reduce((a, b) => op.add(a, b)))
        const [dp, dx] = pullback(db as tree.Tree)
        const pulled = runs.map(([, pull]) => pull(op.scale(1 / count)(db as Tensor)))
        const close = near(params, x, db)
        return every(
          close(y, mean),
          close((dp as Params).experts, stackOf(pulled.map(([own]) => own as Dense))),
          close(
            dx,
            pulled.map(([, own]) => own as Tensor).reduce((a, b) => op.add(a, b)),
          ),
        )
      },
    ),
    law(
      'U8',
      'the balancing term is 1 where the router is even, and no less where all tokens are alike',
      [some, runsOf(two, input)],
      ({ layer }, { params, input: x, state }) => {
        const balanceOf = (p: tree.Tree, given: tree.Tree): Tensor => {
          const [both] = layer.withBalance.run(p, given, state, evaluation)
          return (both as Both)[1]
        }
        const first = op.slice([0, 0, 0], [1, 1, width])(x as Tensor) as Tensor
        const row = op.concat(1)(first, first) as Tensor
        const [balance, other] = [
          balanceOf(even(params), x),
          balanceOf(params, op.concat(0)(row, row) as Tensor),
        ]
        return every(near()(numbers(balance), [1]), holds(numbers(other)[0]! > 1 - 1e-12, other, 1))
      },
    ),
    law(
      'U9',
      'in training the state has the balancing term and the shares of the choices',
      [some, runsOf(two, input), keys],
      ({ layer, topK }, { params, input: x, state }, k) => {
        const [, , next] = layer.run(params, x, state, training(k))
        const scores = numbers(scoresOf(params, x))
        const [chosen, probabilities] = [chosenBy(scores, topK), probabilitiesOf(scores)]
        const mean = (of: readonly (readonly (number | boolean)[])[], i: number): number =>
          of.reduce((sum, own) => sum + Number(own[i]), 0) / tokens
        const load = columns.map(i => mean(chosen, i) / topK)
        const balance = columns.reduce((sum, i) => sum + count * load[i]! * mean(probabilities, i), 0)
        const { routing } = next as State
        return near(params, x)([numbers(routing.load), numbers(routing.balance)], [load, [balance]])
      },
    ),
  ])
}
