/**
 * Training through an engine, held against evaluated training and against itself resumed.
 */
import { expect } from 'vitest'
import {
  type AnyLayer,
  type AnyOptimiser,
  batches,
  type Checkpoint,
  fit,
  key,
  type Objective,
  op,
  type Report,
  random,
  type Tensor,
  toValues,
  tree,
  zeros,
} from '../../src/index.ts'
import { trivial } from '../../src/tensor/trivial.ts'

export type AnyCheckpoint = Checkpoint<unknown, unknown, unknown>
type AnyReport = Report<unknown, unknown, unknown>
type AnyObjective = Objective<never, never, unknown, unknown, unknown>

const examples = 8
const epochs = 2
/** A full batch, another, and a short one in each epoch. */
export const perEpoch = 3

/** Off 0, so that what is normalised or linear has a gradient that is not rounding alone. */
const away = op.shift(-0.375) as (x: Tensor) => Tensor

/** The mean of the squares of the distances of all that a layer gives from a number. */
export const squared = (layer: AnyLayer): AnyObjective => ({
  name: `squared(${layer.name})`,
  init: layer.init,
  run: (params, { inputs }, state, context) => {
    const [y, pull, next] = layer.run(params, inputs, state, context)
    const floats = tree.leaves(y).filter(tree.isFloat)
    const share = 1 / tree.count(floats)
    const loss = floats
      .map(x => op.scale(share)(op.sum()(op.mul(away(x), away(x)))) as Tensor<[]>)
      .reduce((a, b) => op.add(a, b))
    return [
      loss,
      () =>
        pull(tree.map((x: tree.Leaf) => (tree.isFloat(x) ? op.scale(2 * share)(away(x)) : trivial))(y))[0],
      next,
      y,
    ]
  },
})

/** Inputs of the given shapes without their first axis, which counts examples: one shape, or a tuple of them. */
export const inputsOf = (shapes: readonly number[] | readonly (readonly number[])[]): tree.Tree =>
  Array.isArray(shapes[0])
    ? (shapes as readonly (readonly number[])[]).map((shape, i) => drawn(shape, i))
    : drawn(shapes as readonly number[], 0)

const drawn = (shape: readonly number[], i: number): tree.Tree =>
  random.normal([examples, ...shape], 0.5, 1, { dtype: 'f64' })(key(i)) as tree.Tree

// Layers of all types go through one table: what the compiler knows of each is in its own tests.
const untyped = fit as unknown as (
  ...args: readonly [AnyOptimiser, unknown, object]
) => (objective: AnyObjective) => (from: ReturnType<typeof key>) => AsyncIterable<AnyReport>

const reportsOf = async (
  objective: AnyObjective,
  optimiser: AnyOptimiser,
  inputs: tree.Tree,
  options: { readonly compile: boolean; readonly from?: AnyCheckpoint },
): Promise<readonly (Pick<AnyReport, 'step' | 'epoch' | 'loss'> & { readonly after: AnyCheckpoint })[]> => {
  const data = batches({ inputs: inputs as Tensor, targets: zeros([examples]) }, { size: 3, shuffle: true })
  const run = untyped(optimiser, data, { epochs, dtype: 'f64', ...options })(objective)(key(7))
  const reports = []
  for await (const { step, epoch, loss, checkpoint } of run)
    reports.push({ step, epoch, loss, after: checkpoint() })
  return reports
}

/** All leaves of a checkpoint by path; a trivial one is null. */
const numbersOf = ({
  params,
  state,
  optimiser,
}: AnyCheckpoint): readonly (readonly [string, number[] | null])[] =>
  tree
    .entries({ params, state, optimiser })
    .map(({ path, leaf }) => [path.join('.'), leaf === trivial ? null : Array.from(toValues(leaf as Tensor))])

const expectClose = (x: number, y: number, what: string): void => {
  expect(Math.abs(x - y), `${what}: ${x} and ${y}`).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(y)))
}

/** Trains past the end of an epoch, compiled and evaluated, and once more from checkpoints on the way. */
export const trainsThroughTheEngine = async (
  objective: AnyObjective,
  optimiser: AnyOptimiser,
  inputs: tree.Tree,
): Promise<readonly AnyCheckpoint[]> => {
  const compiled = await reportsOf(objective, optimiser, inputs, { compile: true })
  const evaluated = await reportsOf(objective, optimiser, inputs, { compile: false })
  expect(compiled.map(({ step, epoch }) => [step, epoch])).toEqual(
    Array.from({ length: epochs * perEpoch }, (_, i) => [i, Math.floor(i / perEpoch)]),
  )
  compiled.forEach(({ step, loss, after }, i) => {
    const other = evaluated[i] as (typeof evaluated)[number]
    expectClose(loss, other.loss, `the loss of step ${step}`)
    const [xs, ys] = [numbersOf(after), numbersOf(other.after)]
    expect(xs.map(([path, numbers]) => [path, numbers?.length])).toEqual(
      ys.map(([path, numbers]) => [path, numbers?.length]),
    )
    xs.forEach(([path, numbers], j) => {
      numbers?.forEach((x, k) => {
        expectClose(x, ys[j]?.[1]?.[k] as number, `${path} after step ${step}`)
      })
    })
  })
  // In the middle of an epoch, and at its end.
  for (const at of [1, perEpoch - 1]) {
    const from = (compiled[at] as (typeof compiled)[number]).after
    const resumed = await reportsOf(objective, optimiser, inputs, { compile: true, from })
    const rest = compiled.slice(at + 1)
    expect(resumed.map(({ loss }) => loss)).toEqual(rest.map(({ loss }) => loss))
    expect(resumed.map(({ after }) => numbersOf(after))).toEqual(rest.map(({ after }) => numbersOf(after)))
  }
  return compiled.map(({ after }) => after)
}
