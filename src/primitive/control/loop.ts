/**
 * A loop as one operation: a body that is applied so many times, with values that it carries from one time to the next, operands
 * that it reads slice by slice, and results that it stacks.
 *
 * @module
 */
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type Control, controlFrom, emptyView } from '../core/control.ts'
import type { Abstract, View } from '../core/primitive.ts'
import type { Equation, LoopOptions } from '../core/program.ts'
import { laidOut } from '../core/result.ts'
import { outputForms, requireCarried, requireCount, requireForms } from './body.ts'

const stacked = (count: number, { shape, dtype }: Abstract): Abstract => ({ shape: [count, ...shape], dtype })

/** What the body takes at one time of an operand: the whole, or a slice of it. */
const wantedOf = ({ body, count, carries, slices }: LoopOptions): readonly Abstract[] =>
  body.inputs.map((one, i) => (i >= carries && i < carries + slices ? stacked(count, one) : one))

/** The t-th slice of a view, in the same memory. */
const sliceOf = ({ shape, dtype, elements }: View, t: number): View => {
  const [, ...rest] = shape
  const size = sizeOf(rest)
  return { shape: rest, dtype, elements: elements.subarray(t * size, (t + 1) * size) }
}

/** The times of a loop, in order. */
const timesOf = ({ count, reverse }: LoopOptions): readonly number[] =>
  Array.from({ length: count }, (_, i) => (reverse ? count - 1 - i : i))

export const Loop: Control<LoopOptions> = controlFrom<LoopOptions>({
  name: 'loop',
  requires: (options, operands) => {
    const { body, count, carries, slices } = options
    if (!Number.isInteger(count) || count < 1)
      throw new ArgumentError(`loop needs a count of at least 1, but was given ${count}.`)
    requireCount(
      'loop',
      body,
      operands.length,
      carries + slices <= body.inputs.length && carries <= body.outputs.length,
    )
    requireForms('loop', wantedOf(options), operands)
    requireCarried('loop', body, carries)
  },
  bodies: ({ body }) => ({ body }),
  /** The carried values after the last time, and the stacks. */
  results: ({ body, count, carries }) =>
    laidOut(outputForms(body).map((one, i) => (i < carries ? one : stacked(count, one)))),
  asks: operands => operands.length,
  course: (options, operands, on) => {
    const { body, carries, slices } = options
    let carried = operands.slice(0, carries)
    const stacks = Loop.results(options).slice(carries).map(emptyView)
    for (const t of timesOf(options)) {
      const own = operands.slice(carries, carries + slices).map(x => on.of(sliceOf(on.viewOf(x), t)))
      const outputs = on.run(body, [...carried, ...own, ...operands.slice(carries + slices)])
      carried = outputs.slice(0, carries)
      outputs.slice(carries).forEach((y, i) => {
        sliceOf(stacks[i] as View, t).elements.set(on.viewOf(y).elements)
      })
    }
    return [...carried, ...stacks.map(on.of)]
  },
})

/** Whether an equation is a loop. */
export const isLoop = ({ primitive }: Equation): boolean => (primitive as unknown) === Loop
