/**
 * Operations with bodies: what runs many times is a `while`, a choice an `if`. They give several results.
 *
 * @module
 */

import type { ControlName, controls } from '../../primitive/control/controls.ts'
import type { CondOptions, LoopOptions, Program, WhileOptions } from '../../primitive/core/program.ts'
import { abstractOf } from '../../primitive/core/program.ts'
import type { Emitter } from '../text/emitter.ts'
import { showInts, type Type, typeOf, type Value } from '../text/type.ts'

/** Writes the equations of a body, and gives its outputs. */
export type WriteBody = (emit: Emitter, body: Program, inputs: readonly Value[]) => readonly Value[]

/** An operation with bodies: writes it, and gives all its results. */
export type LowerControl<O> = (
  emit: Emitter,
  options: O,
  operands: readonly Value[],
  write: WriteBody,
) => readonly Value[]

const counter: Type = { shape: [], element: 'i32' }
const truth: Type = { shape: [], element: 'i1' }

const outputTypes = (body: Program): readonly Type[] => body.outputs.map(ref => typeOf(abstractOf(body, ref)))

const loop = (
  emit: Emitter,
  state: readonly Value[],
  goesOn: (inside: Emitter, args: readonly Value[]) => Value,
  step: (inside: Emitter, args: readonly Value[]) => readonly Value[],
): readonly Value[] =>
  emit.ops('stablehlo.while', state, state, {}, [
    emit.region(state, (inside, args) => [goesOn(inside, args)]),
    emit.region(state, step),
  ])

/** The t-th slice of what is stacked along the first axis. */
const sliceAt = (emit: Emitter, x: Value, t: Value): Value => {
  const rest = x.shape.slice(1)
  const starts = [t, ...rest.map(() => emit.number(0, counter))]
  const type = { shape: [1, ...rest], element: x.element }
  return emit.reshape(
    emit.op('dynamic_slice', [x, ...starts], type, { slice_sizes: showInts(type.shape) }),
    rest,
  )
}

const putAt = (emit: Emitter, stack: Value, one: Value, t: Value): Value => {
  const starts = [t, ...one.shape.map(() => emit.number(0, counter))]
  return emit.op('dynamic_update_slice', [stack, emit.reshape(one, [1, ...one.shape]), ...starts], stack)
}

/** State is the count, what is carried, the stacks, and all that is read. */
const lowerLoop: LowerControl<LoopOptions> = (
  emit,
  { body, count, carries, slices, reverse },
  operands,
  write,
) => {
  const stacks = outputTypes(body)
    .slice(carries)
    .map(({ shape, element }) => emit.number(0, { shape: [count, ...shape], element }))
  const [carried, read] = [operands.slice(0, carries), operands.slice(carries)]
  const end = carries + stacks.length + 1
  const results = loop(
    emit,
    [emit.number(0, counter), ...carried, ...stacks, ...read],
    (inside, [t]) => inside.compare('LT', t as Value, inside.number(count, counter)),
    (inside, args) => {
      const t = args[0] as Value
      const at = reverse ? inside.each('subtract', inside.number(count - 1, counter), t) : t
      const others = args.slice(end)
      const own = others.slice(0, slices).map(x => sliceAt(inside, x, at))
      const outputs = write(inside, body, [...args.slice(1, 1 + carries), ...own, ...others.slice(slices)])
      const made = args
        .slice(1 + carries, end)
        .map((stack, i) => putAt(inside, stack, outputs[carries + i] as Value, at))
      return [
        inside.each('add', t, inside.number(1, counter)),
        ...outputs.slice(0, carries),
        ...made,
        ...others,
      ]
    },
  )
  return results.slice(1, end)
}

/** State is the number of steps, whether it goes on, what is carried, and all that is read. */
const lowerWhile: LowerControl<WhileOptions> = (
  emit,
  { predicate, body, carries, limit },
  operands,
  write,
) => {
  const asks = (inside: Emitter, values: readonly Value[]): Value =>
    inside.truth(write(inside, predicate, values)[0] as Value)
  const results = loop(
    emit,
    [emit.number(0, counter), asks(emit, operands), ...operands],
    (inside, [steps, goesOn]) => {
      const isWithin = inside.compare(
        'LT',
        steps as Value,
        inside.number(Math.min(limit, 2 ** 31 - 1), counter),
      )
      return inside.each('and', goesOn as Value, isWithin)
    },
    (inside, [steps, , ...values]) => {
      const next = [...write(inside, body, values), ...values.slice(carries)]
      return [inside.each('add', steps as Value, inside.number(1, counter)), asks(inside, next), ...next]
    },
  )
  const [steps, goesOn, ...values] = results as readonly [Value, Value, ...Value[]]
  return [...values.slice(0, carries), steps, emit.convert(emit.op('not', [goesOn], truth), 'ui8')]
}

/** The branches read the operands from outside. */
const lowerCond: LowerControl<CondOptions> = (emit, { onTrue, onFalse }, [predicate, ...operands], write) =>
  emit.ops(
    'stablehlo.if',
    [emit.truth(predicate as Value)],
    outputTypes(onTrue),
    {},
    [onTrue, onFalse].map(body => emit.region([], inside => write(inside, body, operands))),
  )

/** How each operation with bodies is written. */
export const lowerControl: {
  readonly [N in ControlName]: LowerControl<Parameters<(typeof controls)[N]['bodies']>[0]>
} = { loop: lowerLoop, cond: lowerCond, while: lowerWhile }
