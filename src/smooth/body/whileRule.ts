/**
 * Loops that go on while a predicate says so, as they are differentiated and batched.
 *
 * @module
 */

import { not } from '../../operation/logic.ts'
import { any } from '../../operation/reduction/all.ts'
import { applyControl, outputsOf } from '../../primitive/control/controls.ts'
import { While } from '../../primitive/control/while.ts'
import type { Program, WhileOptions } from '../../primitive/core/program.ts'
import { select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { shift } from '../../primitive/elementwise/scale.ts'
import { whileOf } from '../../program/whileOf.ts'
import { kindOf } from '../../tensor/dtype.ts'
import { TracingError } from '../../tensor/error.ts'
import { zeros, zerosLike } from '../../tensor/function/constructors.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import { type Operand, spread } from './batchingRule.ts'
import { chosen } from './condRule.ts'
import { varyingOperands } from './loopOperands.ts'
import { dependingOutputs, passesTangents, type Rule, type RunBatch } from './rule.ts'
import { pullbackOfSolution, tangentOfSolution } from './solutionRule.ts'

/** The floats that are carried and come to depend on operands that do. */
const variedCarries = (options: WhileOptions, given: readonly boolean[]): readonly number[] => {
  const isVaried = varyingOperands(options, given, passesTangents)
  return Array.from({ length: options.carries }, (_, i) => i).filter(
    i => isVaried[i] === true && kindOf((options.body.inputs[i] as Tensor).dtype) === 'float',
  )
}

const refusal = (): TracingError =>
  new TracingError(
    'A pullback cannot go through whileLoop: how often its step runs is not known beforehand, and nothing of it is kept. Use ' +
      'smooth.scan or smooth.loop with a count, smooth.fixedPoint for what solves an equation, smooth.jvp for a tangent, or ' +
      'smooth.withPullback for a pullback of your own.',
  )

/** The output of a predicate for all examples. */
const truthFor = (run: RunBatch, predicate: Program, given: readonly Operand[]): Operand =>
  run(predicate, given)[0] as Operand

export const whileRule: Rule<WhileOptions> = {
  tangent: (options, at, push) => {
    if (options.solves !== undefined) return tangentOfSolution(options, at, push)
    const { values: primals, tangents } = at
    const { predicate, body, carries } = options
    const constants = primals.slice(carries)
    const directions = tangents.slice(carries)
    const given = directions.flatMap((dx, i) => (dx === null ? [] : [i]))
    const varied = variedCarries(
      options,
      tangents.map(dx => dx !== null),
    )
    const results = whileOf(
      {
        predicate: (carried, staying) =>
          outputsOf(predicate, [
            ...carried.slice(0, carries),
            ...staying.slice(0, constants.length),
          ])[0] as AnyTensor,
        step: (carried, staying) => {
          const { values, tangents: dys } = push(body, {
            values: [...carried.slice(0, carries), ...staying.slice(0, constants.length)],
            tangents: primals.map((_, i) => {
              const place = i < carries ? varied.indexOf(i) : given.indexOf(i - carries)
              if (place < 0) return null
              return (i < carries ? carried[carries + place] : staying[constants.length + place]) as AnyTensor
            }),
          })
          return [...values, ...varied.map(i => dys[i] ?? zerosLike(values[i] as AnyTensor))]
        },
      },
      options,
      [...primals.slice(0, carries), ...varied.map(i => tangents[i] ?? zerosLike(primals[i] as AnyTensor))],
      [...constants, ...given.map(i => directions[i] as AnyTensor)],
    )
    return {
      values: [...results.slice(0, carries), ...results.slice(carries + varied.length)],
      tangents: Array.from({ length: carries + 2 }, (_, i) => {
        const place = varied.indexOf(i)
        return place < 0 ? null : (results[carries + place] as AnyTensor)
      }),
    }
  },
  batch: (options, operands, size, run) => {
    const { predicate, body, carries } = options
    const isBatched = varyingOperands(
      options,
      operands.map(({ batched }) => batched),
      () => true,
    )
    const isEach = dependingOutputs([predicate], isBatched, () => true)[0] === true
    // Where each example has its own predicate, all that is carried is its own: it stays as it is when the example has ended.
    const isOwn = (i: number): boolean => isBatched[i] === true || (isEach && i < carries)
    const given = (carried: readonly AnyTensor[], constants: readonly AnyTensor[]): readonly Operand[] =>
      operands.map((_, i) => ({
        tensor: (i < carries ? carried[i] : constants[i - carries]) as AnyTensor,
        batched: isOwn(i),
      }))
    const start = operands.slice(0, carries).map((x, i) => (isOwn(i) ? spread(x, size) : x.tensor))
    const constants = operands.slice(carries).map(({ tensor }) => tensor)
    const next = (all: readonly Operand[]): readonly AnyTensor[] =>
      run(body, all).map((y, i) => (isOwn(i) ? spread(y, size) : y.tensor))
    if (!isEach) {
      const results = whileOf(
        {
          predicate: (carried, staying) => truthFor(run, predicate, given(carried, staying)).tensor,
          step: (carried, staying) => next(given(carried, staying)),
        },
        options,
        start,
        constants,
      )
      return results.map((y, i) => ({ tensor: y, batched: i < carries && isOwn(i) }))
    }
    // Behind what is carried there is whether each example goes on, and how many steps it has taken.
    const goesOn = (carried: readonly AnyTensor[], staying: readonly AnyTensor[]): AnyTensor =>
      spread(truthFor(run, predicate, given(carried, staying)), size)
    const results = whileOf(
      {
        predicate: carried => any()(carried[carries] as Integers),
        step: (carried, staying) => {
          const mask = carried[carries] as Integers<[number]>
          const steps = carried[carries + 1] as Tensor<[number]>
          const after = next(given(carried, staying)).map((y, i) => chosen(mask, y, carried[i] as AnyTensor))
          return [...after, goesOn(after, staying), select(mask, shift(1)(steps), steps)]
        },
      },
      options,
      [...start, goesOn(start, constants), zeros([size], 'f64')],
      constants,
    )
    const steps = convert('i32')(results[carries + 1] as Tensor)
    const isDone = not(results[carries] as Integers)
    return [...results.slice(0, carries), steps, isDone].map(tensor => ({
      tensor,
      batched: true,
    }))
  },
  refusal: (options, varies) =>
    options.solves === undefined &&
    variedCarries(
      options,
      options.body.inputs.map((_, i) => varies(i)),
    ).length > 0
      ? refusal()
      : null,
  // What depends on no float has no pullback to speak of, and what is only tried is not asked for it.
  pullback: (options, operands, varies, linearise) =>
    options.solves === undefined
      ? { results: applyControl(While, options, operands), pull: () => [] }
      : pullbackOfSolution(options, operands, varies, linearise),
}
