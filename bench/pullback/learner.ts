/**
 * Learners: a case's code as a user of pullback writes it, waiting for the data and for a runner.
 *
 * @module
 */
import {
  type AnyTensor,
  type Batch,
  type FloatDType,
  fromElements,
  type Integers,
  item,
  key,
  type Layer,
  type Model,
  type Objective,
  type Optimiser,
  oneHot,
  op,
  type Tensor,
  toValues,
  tree,
} from 'pullback'
import type { LoadedArray, LoadedJob } from '../contest/job.ts'
import type { Preparation, Run } from './run.ts'
import type { Runner } from './runner.ts'

/** A case put together with a runner and the common start. */
export interface Lesson {
  readonly begin: () => Run
  readonly preparation?: () => Preparation
}

/** Code that a runner can run, once it knows the data; `null` if the runner cannot. */
export type Learner = (runner: Runner, job: LoadedJob) => Lesson | null

/** The tensor of an array. */
export const tensorOf = ({ shape, elements }: LoadedArray): AnyTensor =>
  fromElements(shape, elements) as AnyTensor

const slices = ({ shape: [count, ...shape], elements }: LoadedArray): readonly AnyTensor[] => {
  const size = elements.length / (count as number)
  return Array.from({ length: count as number }, (_, i) =>
    tensorOf({ shape, elements: elements.subarray(i * size, (i + 1) * size) }),
  )
}

const show = (shapes: readonly (readonly number[])[]): string => JSON.stringify(shapes)

/** The job's numbers in the structure of a model's parameters. */
const startFrom = <P>(fresh: P, given: readonly AnyTensor[]): P => {
  const [wanted, got] = [tree.tensors(fresh).map(x => x.shape), given.map(x => x.shape)]
  if (show(wanted) !== show(got))
    throw new Error(`The model has parameters of shapes ${show(wanted)}, but the start has ${show(got)}.`)
  return tree.withLeaves(given)(fresh)
}

/** The model of a layer, with the job's parameters. */
export const modelFrom = <A, B, P, S>(
  layer: Layer<A, B, P, S>,
  { dtype, params }: LoadedJob,
): Model<P, S> => {
  const { params: fresh, state } = layer.init(key(0), dtype)
  return { params: startFrom(fresh, Object.values(params).map(tensorOf)), state }
}

/** How labels become targets. */
export type Encoding<T> = (labels: Integers<[number]>, dtype: FloatDType) => T

/** Labels as they are, for losses that take them. */
export const labels: Encoding<Integers<[number]>> = given => given

/** Labels as rows with a single one, for losses that take probabilities. */
export const oneHotOf =
  (classes: number): Encoding<Tensor<[number, number]>> =>
  (given, dtype) =>
    oneHot(classes, { dtype })(given) as Tensor<[number, number]>

/** Trains an objective with an optimiser, on the job's batches, from the job's parameters. */
export const trains =
  <I, T, Y, P, S, O, R>(
    objective: Objective<I, T, Y, P, S>,
    optimiser: Optimiser<O, R>,
    encoding: Encoding<NoInfer<T>>,
  ): Learner =>
  (runner, { dtype, params, inputs, targets }) => {
    const model = objective.init(key(0), dtype)
    const all = slices(targets!)
    const batches: readonly Batch<I, T>[] = slices(inputs!).map((x, i) => ({
      inputs: x as I,
      targets: encoding(all[i] as Integers<[number]>, dtype),
    }))
    const start = { ...model, params: startFrom(model.params, Object.values(params).map(tensorOf)) }
    const task = { objective, optimiser, model: start, batches, dtype }
    const { preparation } = runner
    return {
      begin: runner.training(task),
      ...(preparation === undefined ? {} : { preparation: () => preparation(task) }),
    }
  }

const meanOf = (x: AnyTensor): number => {
  const values: ArrayLike<number> = toValues(x)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

/**
 * Multiplies the job's two matrices. For a loss it gives the mean of the product. A result that is not asked for is not copied
 * out, if the runner can do that.
 */
export const multiplies: Learner = ({ map, resident }, { params }) => {
  type Matrix = Tensor<[number, number]>
  const [a, b] = [tensorOf(params.a!), tensorOf(params.b!)] as [Matrix, Matrix]
  const matmul = (x: Matrix, y: Matrix): Matrix => op.matmul<[], number, number, number>(x, y)
  const corner = op.slice<number, [1, 1]>([0, 0], [1, 1])
  const lookAt = (x: Matrix): void => {
    item(corner(x))
  }
  const within = resident?.(matmul)
  if (within !== undefined) {
    const product = (): Matrix => {
      within.run(a, b)
      return within.read()
    }
    return {
      begin: () => ({
        losses: steps => Array.from({ length: steps }, () => meanOf(product())),
        advance: steps => {
          for (let i = 0; i < steps; i++) within.run(a, b)
          if (steps > 0) lookAt(within.read())
        },
      }),
    }
  }
  const product = map?.(matmul, [a, b])
  if (product === undefined) return null
  return {
    begin: () => ({
      losses: steps => Array.from({ length: steps }, () => meanOf(product(a, b))),
      advance: steps => {
        let last: Matrix | null = null
        for (let i = 0; i < steps; i++) last = product(a, b)
        if (last !== null) lookAt(last)
      },
    }),
  }
}
