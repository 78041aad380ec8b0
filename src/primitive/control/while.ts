/**
 * A loop that goes on while a predicate says so, as one operation: its step is applied to what it carries, up to so many times.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import { type Control, controlFrom } from '../core/control.ts'
import type { View } from '../core/primitive.ts'
import type { Equation, WhileOptions } from '../core/program.ts'
import { laidOut } from '../core/result.ts'
import { outputForms, requireCarried, requireCount, requireForms, requireTruth } from './body.ts'

const scalarOf = (dtype: 'i32' | 'u8', value: number): View => ({
  shape: [],
  dtype,
  elements: dtype === 'i32' ? Int32Array.of(value) : Uint8Array.of(value),
})

export const While: Control<WhileOptions> = controlFrom<WhileOptions>({
  name: 'while',
  requires: ({ predicate, body, carries, limit, solves = 0 }, operands) => {
    if (!Number.isInteger(limit) || limit < 0)
      throw new ArgumentError(`while needs a limit of at least 0 steps, but was given ${limit}.`)
    requireCount(
      'while',
      body,
      operands.length,
      carries === body.outputs.length && carries <= operands.length && solves <= carries,
    )
    requireCount('while', predicate, operands.length)
    requireForms('while', body.inputs, operands)
    requireForms('while', predicate.inputs, operands)
    requireCarried('while', body, carries)
    requireTruth('while', 'its predicate', outputForms(predicate)[0])
  },
  bodies: ({ predicate, body }) => ({ predicate, body }),
  /** What is carried in the end, how many steps there were, and whether it ended before the limit made it. */
  results: ({ body }) =>
    laidOut([...outputForms(body), { shape: [], dtype: 'i32' }, { shape: [], dtype: 'u8' }]),
  asks: operands => operands.length,
  course: ({ predicate, body, carries, limit }, operands, on) => {
    const constants = operands.slice(carries)
    let carried: typeof operands = operands.slice(0, carries)
    let steps = 0
    const goesOn = (): boolean => {
      const [truth] = on.run(predicate, [...carried, ...constants])
      return on.viewOf(truth as (typeof operands)[number]).elements[0] !== 0
    }
    let isDone = !goesOn()
    while (!isDone && steps < limit) {
      carried = on.run(body, [...carried, ...constants])
      steps++
      isDone = !goesOn()
    }
    return [...carried, on.of(scalarOf('i32', steps)), on.of(scalarOf('u8', isDone ? 1 : 0))]
  },
})

/** Whether an equation is a loop that goes on while a predicate says so. */
export const isWhile = ({ primitive }: Equation): boolean => (primitive as unknown) === While
