import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { forget } from '../../laws/layer/same.ts'
import {
  type AnyLayer,
  adam,
  balanced,
  batches,
  checkpointed,
  compile,
  compose,
  dense,
  evaluation,
  fit,
  fromValues,
  frozen,
  gelu,
  item,
  key,
  label,
  last,
  layerNorm,
  meanSquaredError,
  mixtureOfExperts,
  type Objective,
  objective,
  op,
  random,
  repeat,
  residual,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  tied,
  toValues,
  training,
  tree,
} from '../../src/index.ts'
import { named } from '../engines.ts'

const expert = () => compose(dense(4, 3), tanh(), dense(3, 4))
const experts = (topK: number) => mixtureOfExperts(4, 3, { topK })(expert())
const block = () => residual(compose(layerNorm(4), experts(2)))

const inputs = random.normal([5, 4], 0, 1, { dtype: 'f64' })(key(5)) as Tensor
const targets = random.normal([5, 4], 0, 1, { dtype: 'f64' })(key(6)) as Tensor
const batch = { inputs, targets }
const context = training(key(7))

const models: readonly (readonly [name: string, layer: AnyLayer, terms: number])[] = [
  ['alone', experts(2), 1],
  ['of one expert for each token', experts(1), 1],
  ['behind a shortcut, labelled', compose(dense(4, 4), label('mixture')(block())), 1],
  ['computed twice', checkpointed(block()), 1],
  ['used twice', tied(2)(block()), 2],
  ['many times over, as a loop', repeat(3)(block()), 3],
  ['frozen, behind what is not', compose(dense(4, 4), frozen()(block())), 1],
  ['in an expert of a mixture', mixtureOfExperts(4, 2)(block()), 3],
]

type TreeObjective = Objective<tree.Tree, tree.Tree, tree.Tree, tree.Tree, tree.Tree>

const loss = meanSquaredError() as unknown as (targets: tree.Tree) => smooth.Smooth<tree.Tree, Tensor<[]>>
const plainOf = (layer: AnyLayer): TreeObjective => supervised(loss)(forget(layer)) as TreeObjective
const objectiveOf = (layer: AnyLayer, weight: number): TreeObjective => balanced(weight)(plainOf(layer))

const stepAlong = <T>(x: T, u: T, step: number): T =>
  tree.zipWith((leaf: tree.Leaf, du: tree.Leaf) =>
    tree.isFloat(leaf) ? (op.add(leaf, op.scale(step)(du as Tensor)) as tree.Leaf) : leaf,
  )(x, u)

describe('a balanced objective', () => {
  test.each(models)('with a mixture %s has the gradient of its loss, on every engine', (_, layer, terms) => {
    const weight = 0.5
    const plain = plainOf(layer)
    const whole = objectiveOf(layer, weight)
    const { params, state } = whole.init(key(1), 'f64')
    const run = (p: tree.Tree) => whole.run(p, batch, state, context)
    const [total, gradient, next] = run(params)
    const [own, ownGradient, ownNext] = plain.run(params, batch, state, context)
    const balances = tree
      .entries(next)
      .filter(({ path }) => path.at(-1) === 'balance')
      .flatMap(({ leaf }) => Array.from(toValues(leaf as Tensor)))
    const sum = balances.reduce((a, b) => a + b, 0)
    expect(sum).toBeGreaterThan(0.5 * terms)
    expect(item(total) - item(own)).toBeCloseTo(weight * sum, 12)
    expect(tree.entries(ownNext).length).toBe(tree.entries(next).length)

    // Along a direction, with small steps so that no choice changes.
    const u = tree.map((leaf: tree.Leaf) =>
      tree.isFloat(leaf) ? (random.normal(leaf.shape, 0, 1, { dtype: 'f64' })(key(9)) as tree.Leaf) : leaf,
    )(params)
    const inner = (x: tree.Tree, y: tree.Tree): number => {
      const [xs, ys] = [x, y].map(t => tree.tensors(t).flatMap(leaf => Array.from(toValues(leaf))))
      return xs!.reduce((total, value, i) => total + value * ys![i]!, 0)
    }
    const step = 1e-5
    const slope =
      (item(run(stepAlong(params, u, step))[0]) - item(run(stepAlong(params, u, -step))[0])) / (2 * step)
    const one = fromValues([], [1], 'f64') as Tensor<[]>
    const got = gradient(one)
    expect(inner(got, u)).toBeCloseTo(slope, 6)
    expect(Math.abs(inner(ownGradient(one), u) - slope)).toBeGreaterThan(1e-4)
    // Linear in the cotangent of the loss.
    const three = fromValues([], [3], 'f64') as Tensor<[]>
    expect(inner(gradient(three), u)).toBeCloseTo(3 * slope, 5)

    for (const engine of named) {
      const compiled = compile(
        (p: tree.Tree, d: Tensor<[]>) => {
          const [value, pull, after] = whole.run(p, batch, state, context)
          return [value, pull(d), after] as const
        },
        { engine },
      )
      const [value, dp, after] = compiled(params, one)
      expect(item(value)).toBeCloseTo(item(total), 12)
      expect(inner(dp as tree.Tree, u)).toBeCloseTo(inner(got, u), 10)
      expect(inner(after, after)).toBeCloseTo(inner(next, next), 10)
    }
    expect(whole.run(params, batch, state, evaluation)[2]).toEqual(state)
  })

  test('is what an objective of its parts is', () => {
    const mixture = experts(2)
    const whole = objectiveOf(mixture, 0.25)
    const parts = objective({
      name: 'parts',
      layers: { mixture: mixture.withBalance },
      run: ({ mixture: of }, given: { readonly inputs: never; readonly targets: never }) => {
        const [y, balance] = of(given.inputs)
        return op.add(meanSquaredError()(given.targets)(y as never)[0], op.scale(0.25)(balance))
      },
    })
    const { params, state } = whole.init(key(1), 'f64')
    const one = fromValues([], [1], 'f64') as Tensor<[]>
    const [total, gradient] = whole.run(params, batch, state, context)
    const [own, ownGradient] = parts.run(
      { mixture: params } as never,
      batch as never,
      { mixture: state } as never,
      context,
    )
    expect(item(own)).toBeCloseTo(item(total), 12)
    const difference = smooth.addCotangents(
      gradient(one),
      smooth.scaleCotangent(-1)(ownGradient(one).mixture as unknown as tree.Tree),
    )
    for (const leaf of tree.tensors(difference))
      for (const x of toValues(leaf)) expect(Math.abs(x)).toBeLessThan(1e-12)
  })

  test('says that there is no mixture', () => {
    const none = balanced(0.01)(supervised(meanSquaredError())(dense(4, 4)))
    const { params, state } = none.init(key(0), 'f64')
    expect(() => none.run(params, batch as never, state, context)).toThrow(
      'balanced adds the balancing terms of mixtures of experts, but there is none in supervised(dense(4, 4)).',
    )
  })

  test('trains a router to share tokens out, where one would take all', async () => {
    const net = compose(
      dense(4, 8),
      residual(mixtureOfExperts(8, 4, { topK: 1 })(compose(dense(8, 8), gelu(), dense(8, 8)))),
      dense(8, 3),
    )
    const data = {
      inputs: random.normal([64, 4])(key(1)),
      targets: fromValues(
        [64],
        Array.from({ length: 64 }, (_, i) => i % 3),
        'i32',
      ),
    }
    const loadAfter = async (weight: number): Promise<number> => {
      const report = await pipe(
        net,
        supervised(softmaxCrossEntropy()),
        balanced(weight),
        fit(adam(0.01), batches(data, { size: 32 }), { epochs: 60 }),
        run => last(run(key(0))),
      )
      const { load } = report!.model().state[1].routing
      return Math.max(...toValues(load))
    }
    const [even, uneven] = [await loadAfter(0.1), await loadAfter(0)]
    expect(even).toBeLessThan(0.4)
    expect(uneven).toBeGreaterThan(even)
  })
})
