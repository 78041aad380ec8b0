import { op, smooth, type Tensor } from '../../../src/index.ts'
import { family, only, unknown } from '../family.ts'
import type { Case } from '../golden.ts'
import { checkMap } from '../smoothCase.ts'

type Map = (x: Tensor) => Tensor
type Over = (axes: readonly number[], options: { readonly keep: boolean }) => Map

/** Reductions over several axes. */
const over: { readonly [operation: string]: Over } = {
  logSumExp: op.logSumExp,
  max: op.max,
  mean: op.mean,
  min: op.min,
  norm: op.norm,
  prod: op.prod,
  std: op.std,
  std_unbiased: (axes, { keep }) => op.std(axes, { keep, unbiased: true }),
  sum: op.sum,
  variance: op.variance,
  variance_unbiased: (axes, { keep }) => op.variance(axes, { keep, unbiased: true }),
}

const along: { readonly [operation: string]: (axis: number) => Map } = {
  cumMax: op.cumMax,
  cumProd: op.cumProd,
  cumSum: op.cumSum,
  logCumSumExp: op.logCumSumExp,
}

const mapOf = ({ operation, axes, keep, axis }: Case['config']): Map => {
  const reduce = over[operation]
  if (reduce !== undefined) return reduce(axes ?? [axis], { keep: keep ?? false })
  const alongAxis = along[operation]
  if (alongAxis !== undefined) return alongAxis(axis)
  return unknown('reduction', operation)
}

export const reductions = family<Case>((one, run) => {
  only('inputs', Object.keys(one.inputs), ['x'])
  const map = smooth.lift(mapOf(one.config))
  checkMap(
    ({ inputs: { x } }) => {
      const [y, pullback] = map(x as Tensor)
      return [y, (dy: never) => ({ params: {}, inputs: { x: pullback(dy) } })]
    },
    one,
    run,
  )
})
