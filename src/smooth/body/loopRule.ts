/**
 * Loops as they are differentiated and batched.
 *
 * @module
 */
import type { LoopOptions } from '../../primitive/core/program.ts'
import { transpose } from '../../primitive/movement/transpose.ts'
import { loopOf } from '../../program/loopOf.ts'
import { zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { type Operand, spread } from './batchingRule.ts'
import { varyingOperands } from './loopOperands.ts'
import { loopWithPullback } from './loopPullback.ts'
import { passesTangents, type Rule } from './rule.ts'

const indices = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

/** The same with its first two axes exchanged. */
const exchanged = (x: AnyTensor): AnyTensor =>
  transpose([1, 0, ...x.shape.slice(2).map((_, i) => i + 2)])(x as Tensor)

export const loopRule: Rule<LoopOptions> = {
  tangent: (options, { values: primals, tangents }, push) => {
    const { body, carries, slices, count, reverse } = options
    const constants = carries + slices
    const isVaried = varyingOperands(
      options,
      tangents.map(dx => dx !== null),
      passesTangents,
    )
    const variedCarries = indices(0, carries).filter(i => isVaried[i] === true)
    const variedSlices = indices(carries, constants).filter(i => isVaried[i] === true)
    const variedOutputs: number[] = []
    const results = loopOf(
      (carried, own) => {
        const { values, tangents: dys } = push(body, {
          values: primals.map(
            (x, i) => (i < carries ? carried[i] : i < constants ? own[i - carries] : x) as AnyTensor,
          ),
          tangents: tangents.map((dx, i) => {
            if (isVaried[i] !== true) return null
            return i < carries
              ? (carried[carries + variedCarries.indexOf(i)] as AnyTensor)
              : i < constants
                ? (own[slices + variedSlices.indexOf(i)] as AnyTensor)
                : dx
          }),
        })
        const stacked = indices(carries, values.length).filter(i => (dys[i] ?? null) !== null)
        variedOutputs.splice(0, variedOutputs.length, ...stacked)
        return [
          [
            ...values.slice(0, carries),
            ...variedCarries.map(i => dys[i] ?? zerosLike(values[i] as AnyTensor)),
          ],
          [...values.slice(carries), ...stacked.map(i => dys[i] as AnyTensor)],
        ]
      },
      { count, reverse },
      [
        ...primals.slice(0, carries),
        ...variedCarries.map(i => tangents[i] ?? zerosLike(primals[i] as AnyTensor)),
      ],
      [...primals.slice(carries, constants), ...variedSlices.map(i => tangents[i] as AnyTensor)],
    ) as readonly AnyTensor[]
    const firstStack = carries + variedCarries.length
    const stacks = body.outputs.length - carries
    const resultAt = (i: number): AnyTensor =>
      (i < carries ? results[i] : results[firstStack + i - carries]) as AnyTensor
    return {
      values: body.outputs.map((_, i) => resultAt(i)),
      tangents: body.outputs.map((_, i) => {
        const place = (i < carries ? variedCarries : variedOutputs).indexOf(i)
        if (place < 0) return null
        return results[i < carries ? carries + place : firstStack + stacks + place] as AnyTensor
      }),
    }
  },
  batch: (options, operands, size, run) => {
    const { body, carries, slices, count, reverse } = options
    const constants = carries + slices
    const isBatched = varyingOperands(
      options,
      operands.map(({ batched }) => batched),
      () => true,
    )
    const isStackBatched: boolean[] = []
    const results = loopOf(
      (carried, own) => {
        const outputs = run(
          body,
          operands.map(({ tensor }, i) => ({
            tensor: (i < carries ? carried[i] : i < constants ? own[i - carries] : tensor) as AnyTensor,
            batched: isBatched[i] === true,
          })),
        )
        const alls = outputs.map((y, i) => {
          if (i < carries) return isBatched[i] === true ? spread(y, size) : y.tensor
          isStackBatched[i] = y.batched
          return y.tensor
        })
        return [alls.slice(0, carries), alls.slice(carries)]
      },
      { count, reverse },
      operands.slice(0, carries).map((x, i) => (isBatched[i] === true ? spread(x, size) : x.tensor)),
      // Times come before examples: a slice of one time has all examples of it.
      operands.slice(carries, constants).map(({ tensor, batched }) => (batched ? exchanged(tensor) : tensor)),
    ) as readonly AnyTensor[]
    return results.map((y, i): Operand => {
      if (i < carries) return { tensor: y, batched: isBatched[i] === true }
      return isStackBatched[i] === true
        ? { tensor: exchanged(y), batched: true }
        : { tensor: y, batched: false }
    })
  },
  pullback: ({ body, count, reverse, carries, slices }, operands, varies, linearise) =>
    loopWithPullback(
      // What is carried may come to depend on what is differentiated by, whatever it began with.
      linearise(body, i => i < carries || varies(i)),
      { count, reverse, carries, slices },
      operands,
      varies,
    ),
}
