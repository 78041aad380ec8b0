/**
 * Operations with bodies on tensors of any tracer, and programs that are made of them and of all others.
 *
 * @module
 */
import { type AnyTensor, elementsOf, unsafeFromElements } from '../../tensor/tensor.ts'
import { bind, type Interpreter, outermost } from '../core/bind.ts'
import type { Control, Values } from '../core/control.ts'
import type { Equation, Program, Ref } from '../core/program.ts'
import type { ResultOptions } from '../core/result.ts'
import { Cond } from './cond.ts'
import { Loop } from './loop.ts'
import { While } from './while.ts'

/** The operations with bodies by name. */
export const controls = { loop: Loop, cond: Cond, while: While } as const

/** The name of an operation with bodies. */
export type ControlName = keyof typeof controls

const all: readonly unknown[] = Object.values(controls)

/** The operation with bodies that an equation is, if it is one. */
export const controlOf = ({ primitive }: Equation): Control | null =>
  all.includes(primitive) ? (primitive as Control) : null

/** The bodies of an equation, by name. */
export const bodiesOf = (equation: Equation): Readonly<Record<string, Program>> =>
  controlOf(equation)?.bodies(equation.options) ?? {}

/** The result of an equation without bodies. */
type Apply = (equation: Equation, operands: readonly AnyTensor[]) => AnyTensor

const asItIs: Apply = ({ primitive, options }, operands) => bind(primitive, options, operands)

/** The outputs of a body for tensors of any tracer. `apply` may compute equations otherwise. */
export const outputsOf = (
  body: Program,
  inputs: readonly AnyTensor[],
  apply: Apply = asItIs,
): readonly AnyTensor[] => {
  // What has bodies gives several values; what reads one of them is an equation of its own. Only its bytes are one value.
  const values: (AnyTensor | readonly AnyTensor[])[] = [...inputs, ...body.constants]
  const at = (ref: Ref): AnyTensor => values[ref] as AnyTensor
  for (const equation of body.equations) {
    const { options, operands } = equation
    const [first] = operands.map(ref => values[ref])
    const control = controlOf(equation)
    if (control !== null && !body.outputs.includes(values.length))
      values.push(applyControl(control, options, operands.map(at)))
    else if (Array.isArray(first)) values.push(first[(options as ResultOptions).index] as AnyTensor)
    else values.push(apply(equation, operands.map(at)))
  }
  return body.outputs.map(at)
}

const onTensors: Values<AnyTensor> = {
  run: outputsOf,
  viewOf: x => ({ shape: x.shape, dtype: x.dtype, elements: elementsOf(x) }),
  of: ({ shape, dtype, elements }) =>
    unsafeFromElements(
      shape,
      dtype,
      elements.length * elements.BYTES_PER_ELEMENT === elements.buffer.byteLength
        ? elements
        : elements.slice(),
    ),
}

/** The results of an operation with bodies on tensors of any tracer. */
export function applyControl<O>(
  control: Control<O>,
  options: O,
  operands: readonly AnyTensor[],
): readonly AnyTensor[] {
  control.requires(options, operands)
  return outermost(operands.slice(0, control.asks(operands))) === null
    ? control.course(options, operands, onTensors)
    : (outermost(operands) as Interpreter).control(control, options, operands)
}
