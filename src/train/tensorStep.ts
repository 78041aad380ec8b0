/**
 * Training steps from tensors to tensors, as formats of others write them.
 *
 * @module
 */
import type { AnyOptimiser } from '../optimiser/optimiser.ts'
import { key } from '../random/key.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import type { Integers } from '../tensor/tensor.ts'
import type { Batch, Objective } from './objective.ts'
import { trainingStep } from './step.ts'

/**
 * A step that gives parameters and states beside the loss in one tree, and arguments of the forms that it takes: what it begins with, a
 * batch, rates, and the bits of a key. Their numbers count for nothing.
 */
export const tensorStep = <I, T, Y, P, S>(
  objective: Objective<I, T, Y, P, S>,
  optimiser: AnyOptimiser,
  batch: Batch<I, T>,
  dtype: FloatDType,
) => {
  const advance = trainingStep(optimiser)(objective)
  const any = key(0)
  const { params, state } = objective.init(any, dtype)
  const now = { params, state, optimiser: optimiser.init(params) }
  const first: ReturnType<AnyOptimiser['rates']> = optimiser.rates(0)
  const step = (from: typeof now, data: Batch<I, T>, rates: typeof first, bits: Integers<[2]>) => {
    const { next, loss } = advance(from, data, rates, { bits })
    return { ...next, loss }
  }
  return { step, args: [now, batch, first, any.bits] } as const
}
