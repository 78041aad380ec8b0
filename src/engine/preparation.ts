/**
 * Requirements of every engine on its arguments, checked before anything is written or run.
 *
 * @module
 */
import { abstractOf, type Program, type Ref } from '../primitive/core/program.ts'
import { requireWellFormed } from '../program/wellFormed.ts'
import { needs } from '../tensor/contract/index.ts'
import { ArgumentError, DTypeError, unequalShapes } from '../tensor/error.ts'
import { sameShape } from '../tensor/shape.ts'
import { describe } from '../tensor/stranger.ts'
import { type AnyTensor, isTensor } from '../tensor/tensor.ts'
import type { Preparation } from './engine.ts'

const aCarry = needs.givenOptions({ output: needs.count, input: needs.count })

/** What every engine's `prepare` is given. */
export const preparing = {
  program: needs.program,
  preparation: needs.options({
    carried: needs.listOf(aCarry, 'carries'),
    watched: needs.listOf(needs.count, 'outputs'),
    inPlace: needs.boolean,
  }),
} as const

/** Requires the number of an input or output that there is. */
export const requirePosition = (what: 'Input' | 'Output', position: number, count: number): void => {
  if (!Number.isInteger(position) || position < 0 || position >= count)
    throw new ArgumentError(`${what} ${position} was named, but the program has ${count}, counted from 0.`)
}

/**
 * Requires a program that can be run, and that each carried output exists, has the shape and element type of its input, and is the only one for it.
 *
 * @throws ArgumentError, ShapeError or DTypeError with the output and the input.
 */
export const requirePreparation = (program: Program, { carried = [], watched = [] }: Preparation): void => {
  requireWellFormed(program)
  const taken = new Set<number>()
  for (const { output, input } of carried) {
    requirePosition('Output', output, program.outputs.length)
    requirePosition('Input', input, program.inputs.length)
    if (taken.has(input))
      throw new ArgumentError(
        `Two outputs of the program are carried into its input ${input}: give each an input of its own.`,
      )
    taken.add(input)
    const [from, to] = [abstractOf(program, program.outputs[output] as Ref), abstractOf(program, input)]
    const what = `Output ${output} of the program, which is carried into input ${input},`
    if (from.dtype !== to.dtype)
      throw new DTypeError(`${what} is ${from.dtype}, but the input is ${to.dtype}.`)
    if (!sameShape(from.shape, to.shape)) throw unequalShapes(what, from.shape, to.shape)
  }
  for (const output of watched) requirePosition('Output', output, program.outputs.length)
}

/**
 * Requires a tensor to fit the input it is written to.
 *
 * @throws ArgumentError, ShapeError or DTypeError with the input.
 */
export const requireFitting = ({ inputs }: Program, input: number, x: AnyTensor): void => {
  const place = inputs[input]
  if (place !== undefined && isTensor(x) && x.dtype === place.dtype && sameShape(x.shape, place.shape)) return
  requirePosition('Input', input, inputs.length)
  const { shape, dtype } = inputs[input] as (typeof inputs)[number]
  if (!isTensor(x)) throw new ArgumentError(`Input ${input} is ${dtype}, but was given ${describe(x)}.`)
  if (x.dtype !== dtype) throw new DTypeError(`Input ${input} is ${dtype}, but was given ${x.dtype}.`)
  if (!sameShape(x.shape, shape)) throw unequalShapes(`Input ${input}`, shape, x.shape)
}
