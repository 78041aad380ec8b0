/**
 * Programs as text.
 *
 * @module
 */

import { bodiesOf } from '../primitive/control/controls.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import { firstResult, type Program } from '../primitive/core/program.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import { showShape, sizeOf } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../tensor/tensor.ts'
import { requireWellFormed } from './wellFormed.ts'

/** `f32[2, 3]`. */
export const showAbstract = ({ shape, dtype }: Abstract): string => `${dtype}${showShape(shape)}`

const showValue = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value))

const showOptions = (options: unknown, bodies: object): string => {
  const shown = Object.entries(options as object)
    .filter(([name, value]) => value !== false && !(name in bodies))
    .map(([name, value]) =>
      value === true ? name : `${name}=${Array.isArray(value) ? showShape(value) : showValue(value)}`,
    )
  return shown.length === 0 ? '' : ` {${shown.join(', ')}}`
}

const showConstant = (x: AnyTensor): string =>
  isConcrete(x) && sizeOf(x.shape) === 1
    ? `${showValue(elementsOf(x)[0])} : ${showAbstract(x)}`
    : `constant : ${showAbstract(x)}`

/**
 * A program, one line for each value: its number, what makes it, its element type and shape.
 *
 * @example
 * import { op, program, zeros } from 'pullback'
 * console.log(program.show(program.trace(op.tanh)(zeros([4])).program))
 *
 * @category Programs
 * @since 0.1.0
 */
export const show = takes('show', { program: needs.program }, () => showUnchecked)

/** Bodies, whose values have numbers of their own; several come with their names. */
const bodyLines = (bodies: Readonly<Record<string, Program>>): readonly string[] => {
  const all = Object.entries(bodies)
  const linesOf = (body: Program): readonly string[] =>
    showUnchecked(body)
      .split('\n')
      .map(line => `  ${line}`)
  return all.length === 1
    ? all.flatMap(([, body]) => linesOf(body))
    : all.flatMap(([name, body]) => [`  ${name}:`, ...linesOf(body).map(line => `  ${line}`)])
}

const showUnchecked = (program: Program): string => {
  requireWellFormed(program)
  const { inputs, constants, equations, outputs } = program
  return [
    ...inputs.map((x, i) => `%${i} = input : ${showAbstract(x)}`),
    ...constants.map((x, i) => `%${inputs.length + i} = ${showConstant(x)}`),
    ...equations.flatMap((equation, i) => {
      const { primitive, options, operands } = equation
      const bodies = bodiesOf(equation)
      const line =
        `%${firstResult(program) + i} = ${primitive.name}${showOptions(options, bodies)} ` +
        `${operands.map(ref => `%${ref}`).join(' ')} : ${showAbstract(equation)}`
      return [line, ...bodyLines(bodies)]
    }),
    `return ${outputs.map(ref => `%${ref}`).join(' ')}`,
  ].join('\n')
}
