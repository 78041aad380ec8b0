/**
 * Laws of objectives and of steps of training: the chain rule from the loss to the parameters, and an optimiser's update.
 *
 * @module
 */
import fc from 'fast-check'
import {
  adam,
  allParams,
  type Batch,
  type Context,
  compose,
  dense,
  dropout,
  evaluation,
  type Integers,
  l2Penalty,
  lossOf,
  meanOnlyBatchNorm,
  microBatched,
  type Objective,
  op,
  objective as ownObjective,
  penalised,
  random,
  scalar,
  smooth,
  softmaxCrossEntropy,
  supervised,
  type Tensor,
  tanh,
  training,
  trainingStep,
  optimiser as transformations,
  tree,
  weights,
} from '../../src/index.ts'
import { indices, keys, tensors } from '../arbitraries.ts'
import { every, exact, norm, summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { runsOf } from '../layer/point.ts'
import { forget } from '../layer/same.ts'

const layer = forget(compose(dense(3, 4), meanOnlyBatchNorm(4), dropout(0.25), tanh(), dense(4, 3)))
const runs = runsOf(layer, tensors([5, 3]), keys.map(training))
const labels = indices([5], 3) as fc.Arbitrary<Integers<[number]>>
const evenRuns = runsOf(layer, tensors([6, 3]), keys.map(training))
const evenLabels = indices([6], 3) as fc.Arbitrary<Integers<[number]>>
const loss = softmaxCrossEntropy() as unknown as (
  targets: Integers<[number]>,
) => smooth.Smooth<tree.Tree, Tensor<[]>>

type TreeObjective = Objective<tree.Tree, Integers<[number]>, tree.Tree, tree.Tree, tree.Tree>

const objective = supervised(loss)(layer) as TreeObjective
const slopes = fc.integer({ min: -32, max: 32 }).map(n => scalar(n / 16, 'f64') as Tensor<[]>)

type Named = { readonly net: tree.Tree }
type Run = (
  net: (x: tree.Tree) => tree.Tree,
  inputs: tree.Tree,
  targets: Integers<[number]>,
) => readonly [Tensor<[]>, tree.Tree]

/** The layer as the only one of an objective of one's own. */
const named = (run: Run): Objective<tree.Tree, Integers<[number]>, tree.Tree, Named, Named> =>
  ownObjective({
    name: 'own',
    layers: { net: layer },
    run: (use, { inputs, targets }: Batch<tree.Tree, Integers<[number]>>) =>
      run((use as { readonly net: (x: tree.Tree) => tree.Tree }).net, inputs, targets),
  })

const supervisedIn = (
  context: Context,
  params: tree.Tree,
  batch: Batch<tree.Tree, Integers<[number]>>,
  state: tree.Tree,
) => objective.run(params, batch, state, context)[1]

/** Laws of `microBatched`. */
export const microBatchedLaws: LawSet = lawSet('micro-batches', [
  law(
    '43m',
    'an objective in parts has the loss, the gradient and the predictions of the whole, where layers see single examples',
    [runsOf(forget(dense(3, 3)), tensors([6, 3])), evenLabels, slopes, fc.constantFrom(1, 2, 3, 6)],
    ({ params, input, context }, targets, slope, parts) => {
      const plain = supervised(loss)(forget(dense(3, 3))) as TreeObjective
      const batch = { inputs: input, targets }
      const [value, gradient, , predictions] = plain.run(params, batch, {}, context)
      const [total, pull, , all] = microBatched(parts)(plain).run(params, batch, {}, context)
      return every(
        summed(64)(total, value),
        summed(64, undefined, norm([input, params]))(pull(slope), gradient(slope)),
        exact(all, predictions),
      )
    },
  ),
  law(
    '43n',
    'the state goes from part to part, each with a key of its own, and the loss is the mean of theirs',
    [evenRuns, evenLabels, slopes],
    ({ params, input, state, context }, targets, slope) => {
      const rows = (x: tree.Tree, from: number, count: number): tree.Tree =>
        tree.map((leaf: tree.Leaf): tree.Leaf => {
          const [, ...rest] = (leaf as Tensor).shape
          return op.slice([from, ...rest.map(() => 0)], [count, ...rest])(leaf as Tensor) as tree.Leaf
        })(x)
      const half = (targets.shape[0] as number) / 2
      const at = (i: number): Context =>
        context.mode === 'training' ? training(random.foldIn(i)(context.key)) : context
      const part = (i: number) => ({
        inputs: rows(input, i * half, half),
        targets: rows(targets as tree.Tree, i * half, half) as Integers<[number]>,
      })
      const one = objective.run(params, part(0), state, at(0))
      const other = objective.run(params, part(1), one[2], at(1))
      const [value, pull, after] = microBatched(2)(objective).run(
        params,
        { inputs: input, targets },
        state,
        context,
      )
      const mean = op.scale(0.5)(op.add(one[0], other[0]))
      const sum = smooth.addCotangents(one[1](slope), other[1](slope))
      return every(
        summed(64)(value, mean),
        summed(64, undefined, norm([input, params]))(pull(slope), smooth.scaleCotangent(0.5)(sum)),
        exact(after, other[2]),
      )
    },
  ),
])

/** Laws of `supervised`, `objective`, `penalised` and `trainingStep`. */
export const objectiveLaws: LawSet = lawSet('objectives', [
  law(
    '15e',
    'lossOf is the loss of a run, and its pullback the gradient',
    [runs, labels, slopes],
    ({ params, input, state, context }, targets, slope) => {
      const batch = { inputs: input, targets }
      const [value, gradient] = objective.run(params, batch, state, context)
      const [loss, pullback] = lossOf(state, context)(objective)(batch)(params)
      return exact([loss, pullback(slope)], [value, gradient(slope)])
    },
  ),
  law(
    '15',
    'supervised(loss)(f) is f and then the loss, and its gradient the chain rule',
    [runs, labels, slopes],
    ({ params, input, state, context }, targets, slope) => {
      const [value, gradient, next, predictions] = objective.run(
        params,
        { inputs: input, targets },
        state,
        context,
      )
      const [y, pullback, after] = layer.run(params, input, state, context)
      const [own, pullLoss] = loss(targets)(y)
      const [dp] = pullback(pullLoss(slope) as tree.Tree)
      return exact([value, gradient(slope), next, predictions], [own, dp, after, y])
    },
  ),
  law(
    '15f',
    'objective with one layer and a loss is supervised, and a layer that is used twice has the sum of both gradients',
    [runs, labels, slopes],
    ({ params, input, state, context }, targets, slope) => {
      const own = context.mode === 'training' ? training(random.foldIn(1)(context.key)) : context
      const batch = { inputs: input, targets }
      const [value, gradient, next, predictions] = objective.run(params, batch, state, own)
      const once = named((net, own, of) => {
        const y = net(own)
        return [loss(of)(y)[0], y]
      })
      const [ownValue, ownGradient, ownNext, y] = once.run({ net: params }, batch, { net: state }, context)
      const still = supervisedIn(evaluation, params, batch, state)
      const twice = named((net, own, of) => [op.add(loss(of)(net(own))[0], loss(of)(net(own))[0]), own])
      const [, doubled] = twice.run({ net: params }, batch, { net: state }, evaluation)
      return every(
        exact([ownValue, ownNext, y], [value, { net: next }, predictions]),
        summed(64, undefined, norm(params))(ownGradient(slope), { net: gradient(slope) }),
        summed(
          64,
          undefined,
          norm(params),
        )(doubled(slope), { net: smooth.addCotangents(still(slope), still(slope)) }),
      )
    },
  ),
  law(
    '11',
    'penalised adds the penalty and its gradient',
    [runs, labels, slopes, fc.constantFrom(weights, allParams)],
    ({ params, input, state, context }, targets, slope, choice) => {
      const penalty = l2Penalty(0.25, choice)
      const batch = { inputs: input, targets }
      const [value, gradient, next] = objective.run(params, batch, state, context)
      const [extra, pullPenalty] = penalty(params)
      const [total, pull, after] = penalised(penalty)(objective).run(params, batch, state, context)
      const sum = smooth.addCotangents(gradient(slope), pullPenalty(slope) as tree.Tree)
      return every(
        summed(2)(total, op.add(value, extra)),
        summed(2, undefined, norm(params))(pull(slope), sum),
        exact(after, next),
      )
    },
  ),
  law(
    '43c',
    "trainingStep adds the optimiser's updates for the gradient of the loss",
    [runs, labels, keys],
    ({ params, input, state }, targets, k) => {
      const optimiser = adam(0.125)
      const batch = { inputs: input, targets }
      const now = { params, state, optimiser: optimiser.init(params) }
      const step = trainingStep(optimiser)(objective)
      const outcome = step(now, batch, optimiser.rates(0), k)
      const [value, gradient, next, predictions] = objective.run(params, batch, state, training(k))
      const slope = gradient(scalar(1, 'f64') as Tensor<[]>)
      const [updates, after] = optimiser.update(slope, now.optimiser, params, optimiser.rates(0))
      return exact(outcome, {
        next: { params: transformations.applyUpdates(params, updates), state: next, optimiser: after },
        loss: value,
        gradient: slope,
        predictions,
      })
    },
  ),
  law(
    '43d',
    'the average gradient of micro-batches of one size is the gradient of the batch',
    [
      runsOf(forget(dense(3, 3)), tensors([6, 3])),
      indices([6], 3) as fc.Arbitrary<Integers<[number]>>,
      fc.constantFrom(1, 2, 3),
    ],
    ({ params, input, context }, targets, size) => {
      const plain = supervised(loss)(forget(dense(3, 3))) as TreeObjective
      const gradientOf = (inputs: tree.Tree, own: Integers<[number]>): tree.Tree =>
        plain.run(params, { inputs, targets: own }, {}, context)[1](scalar(1, 'f64') as Tensor<[]>)
      const parts = Array.from({ length: 6 / size }, (_, i) =>
        gradientOf(
          op.slice([i * size, 0], [size, 3])(input as Tensor) as tree.Tree,
          op.slice([i * size], [size])(targets),
        ),
      )
      const total = parts.reduce((x, y) => smooth.addCotangents(x, y))
      return summed(
        64,
        undefined,
        norm(input),
      )(smooth.scaleCotangent(1 / parts.length)(total), gradientOf(input, targets))
    },
  ),
])
