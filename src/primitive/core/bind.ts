/**
 * Applying a primitive to tensors, whatever they are: on numbers the kernel runs, and on anything else the innermost
 * tracer decides.
 *
 * @module
 */

import { allocate } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { showValue } from '../../tensor/showValue.ts'
import {
  type AnyTensor,
  elementsOf,
  isConcrete,
  isTensor,
  type Tracer,
  tracer,
  unsafeFromElements,
} from '../../tensor/tensor.ts'
import type { Control } from './control.ts'
import { observe } from './observe.ts'
import type { Primitive, View } from './primitive.ts'

/** A tracer that interprets primitives: it says what each means for its tensors. */
export interface Interpreter extends Tracer {
  readonly interpret: <O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]) => AnyTensor
  /** What an operation with bodies means for its tensors: all its results. */
  readonly control: <O>(control: Control<O>, options: O, inputs: readonly AnyTensor[]) => readonly AnyTensor[]
}

// Tracers that nest must not be confused with each other, so each gets a level of its own, above those before it.
let levels = 0

/** The level of a new tracer. */
export const freshLevel = (): number => ++levels

/** The value of a primitive on tensors of numbers, by its own kernel. */
export const evaluate = <O>(primitive: Primitive<O>, options: O, inputs: readonly AnyTensor[]): AnyTensor => {
  const { shape, dtype } = primitive.shape(inputs, options)
  const elements = allocate(dtype, sizeOf(shape))
  const views = new Array<View>(inputs.length)
  for (let i = 0; i < inputs.length; i++) {
    const x = inputs[i] as AnyTensor
    views[i] = { shape: x.shape, dtype: x.dtype, elements: elementsOf(x) }
  }
  primitive.kernel(views, { shape, dtype, elements }, options)
  const output: AnyTensor = unsafeFromElements(shape, dtype, elements)
  observe(primitive, options, inputs, output)
  return output
}

const noTensor = (x: unknown): ArgumentError =>
  new ArgumentError(
    `An operation takes tensors, but was given ${showValue(x)}. Make a tensor: tensor(…), or scalar(…) of a number.`,
  )

/** Requires a tensor, where an operation looks at it before it is applied. */
export const requireTensor = <X extends AnyTensor>(x: X): X => {
  if (!isTensor(x)) throw noTensor(x)
  return x
}

const tracerOf = (x: AnyTensor): Tracer | null => {
  let own: Tracer | null | undefined
  try {
    // Nearly all are numbers. A proxy that has been revoked cannot even be asked for its class.
    if (isConcrete(x)) return null
    own = x?.[tracer]
  } catch {
    own = undefined
  }
  if (typeof own !== 'object') throw noTensor(x)
  return own
}

/** The tracer that interprets operations on these tensors; `null` if they are all numbers. */
export const outermost = (inputs: readonly AnyTensor[]): Tracer | null => {
  let top: Tracer | null = null
  for (let i = 0; i < inputs.length; i++) {
    const own = tracerOf(inputs[i] as AnyTensor)
    if (own !== null && (top === null || own.level > top.level)) top = own
  }
  return top
}

/**
 * Applies a primitive: `bind(Add, none, [x, y])`.
 *
 * The shape function of a primitive computes what the compiler cannot follow, so that the caller says which tensor comes out,
 * mostly by the return type of an operation. It is a claim, checked by the laws of primitives and not by the compiler, and this is
 * the one place where it is made.
 */
export const bind = <O, T extends AnyTensor = AnyTensor>(
  primitive: Primitive<O>,
  options: O,
  inputs: readonly AnyTensor[],
): T => bindIn(inputs, primitive, options, inputs)

/**
 * Applies a primitive as those tensors are read that it will meet. What depends on no argument is otherwise computed while a
 * program is made; a small constant that is broadcast there would be a large one.
 */
export const bindIn = <O, T extends AnyTensor = AnyTensor>(
  peers: readonly AnyTensor[],
  primitive: Primitive<O>,
  options: O,
  inputs: readonly AnyTensor[],
): T => {
  const top = outermost(peers)
  return (
    top === null
      ? evaluate(primitive, options, inputs)
      : (top as Interpreter).interpret(primitive, options, inputs)
  ) as T
}
