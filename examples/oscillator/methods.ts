/**
 * Three ways to a motion: by the law with Gauss-Newton steps, by the law with Adam, and from a few points without the law.
 *
 * @module
 */
import { adam, compile, type Engine, item, op, schedule, smooth, type Tensor, tree } from 'pullback'
import { levenbergMarquardt } from './levenbergMarquardt.ts'
import { begin, type Column, column, type Params, positionOf, residualOf } from './model.ts'
import { motion, system, times } from './system.ts'

/** The loss of parameters, and the parameters; each call goes a step further. */
export type Descent = () => { readonly loss: number; readonly params: Params }

/** Where the law has to hold. */
export const places = column(times(100))

const asColumn = op.reshape([1, 1])
const only = (x: Column): Tensor<[]> => op.reshape([])(x)

/** One time, and a motion that is known there. */
interface Measurement {
  readonly t: Tensor<[1]>
  readonly x: Tensor<[1]>
}

/** By the law, in Gauss-Newton steps. */
export const byGaussNewton = (seed: number, engine: Engine): Descent =>
  levenbergMarquardt(
    (t: Tensor<[1]>) => smooth.lift((params: Params) => only(residualOf(params)(asColumn(t)))),
    places,
    begin(seed),
    engine,
  )

/** Where the motion is measured for the third network: in the first two fifths of the time. */
export const measured = times(10, 0.4 * system.until)

/** From measurements, without the law, in the same steps. */
export const byMeasurements = (seed: number, engine: Engine): Descent =>
  levenbergMarquardt(
    ({ t, x }: Measurement) =>
      smooth.lift((params: Params) => only(op.sub(positionOf(params)(asColumn(t)), asColumn(x)))),
    { t: column(measured), x: column(measured.map(motion)) },
    begin(seed),
    engine,
  )

/** By the law, with Adam. */
export const byAdam = (seed: number, steps: number, engine: Engine): Descent => {
  const loss = smooth.lift((params: Params): Tensor<[]> => {
    const r = residualOf(params)(places)
    return op.scale(0.5 / places.shape[0])(op.sum()(op.mul(r, r)))
  })
  const optimiser = adam(schedule.cosine(0.003, { steps }))
  const advance = compile(
    (
      params: Params,
      state: Parameters<typeof optimiser.update>[1],
      rates: ReturnType<typeof optimiser.rates>,
    ) => {
      const [value, gradient] = smooth.valueAndGradient(loss)(params)
      const [updates, next] = optimiser.update(gradient as Params, state, params, rates)
      return { value, params: tree.zipWith((p: Tensor, u: Tensor) => op.add(p, u))(params, updates), next }
    },
    { engine },
  )
  let [params, step] = [begin(seed), 0]
  let state = optimiser.init(params)
  return () => {
    const { value, params: further, next } = advance(params, state, optimiser.rates(step++))
    const before = params
    params = further
    state = next
    return { loss: item(value), params: before }
  }
}
