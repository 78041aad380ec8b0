/**
 * Requirements of operations on their bodies, and on what these are given.
 *
 * @module
 */
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { sameShape, showShape } from '../../tensor/shape.ts'
import type { Abstract } from '../core/primitive.ts'
import { abstractOf, type Program } from '../core/program.ts'

/** `f32[2, 3]`. */
const shown = ({ dtype, shape }: Abstract): string => `${dtype}${showShape(shape)}`

export const sameAbstract = (x: Abstract, y: Abstract): boolean =>
  x.dtype === y.dtype && sameShape(x.shape, y.shape)

/** The forms of what a body gives. */
export const outputForms = (body: Program): readonly Abstract[] =>
  body.outputs.map(ref => {
    const { shape, dtype } = abstractOf(body, ref)
    return { shape, dtype }
  })

/** Requires an operand for each input of a body, which has no constants: what it does not make it is given. */
export const requireCount = (operation: string, body: Program, count: number, fits = true): void => {
  if (count !== body.inputs.length || body.constants.length > 0 || !fits)
    throw new ArgumentError(
      `${operation} needs an operand for each of the ${body.inputs.length} inputs of its body, but was given ${count}.`,
    )
}

/** Requires operands of the forms that are wanted; the first of them is number `first` of all. */
export const requireForms = (
  operation: string,
  wanted: readonly Abstract[],
  operands: readonly Abstract[],
  first = 0,
): void => {
  wanted.forEach((want, i) => {
    const x = operands[i] as Abstract
    if (!sameAbstract(x, want))
      throw new ShapeError(
        `${operation} needs ${shown(want)} as its operand ${first + i}, but was given ${shown(x)}.`,
        [want.shape, x.shape],
      )
  })
}

/** Requires a body to give its first values in the form in which it takes them. */
export const requireCarried = (operation: string, body: Program, carries: number): void => {
  const after = outputForms(body)
  for (let i = 0; i < carries; i++) {
    const [was, is] = [body.inputs[i] as Abstract, after[i] as Abstract]
    if (!sameAbstract(was, is))
      throw new ShapeError(
        `${operation} carries ${shown(was)} as its value ${i}, but its body gives ${shown(is)}.`,
        [was.shape, is.shape],
      )
  }
}

/** Requires a form that says yes or no: a scalar of u8. */
export const requireTruth = (operation: string, what: string, x: Abstract | undefined): void => {
  if (x === undefined || x.dtype !== 'u8' || x.shape.length !== 0)
    throw new ShapeError(
      `${operation} needs ${what} to be one truth value, u8[], but was given ${x === undefined ? 'none' : shown(x)}.`,
      [[], x?.shape ?? []],
    )
}
