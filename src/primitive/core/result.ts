/**
 * Operations with several results. An operation has one value: one with bodies gives the bytes of all its results, one after the
 * other, and `result` reads one of them. Programs name what they need, and engines let the bytes be where they are.
 *
 * @module
 */
import type { Elements } from '../../tensor/dtype.ts'
import { ArgumentError } from '../../tensor/error.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { type Abstract, bytesOf, notDifferentiable, type Primitive, type View } from './primitive.ts'
import type { Equation } from './program.ts'

/** A result: which one, and where among the bytes of all it begins. */
export interface ResultOptions extends Abstract {
  readonly index: number
  readonly offset: number
}

/** Vectors may read this far behind a value. */
const padding = 64

const room = (value: Abstract): number => Math.ceil((bytesOf(value) + padding) / 16) * 16

/** Results of these forms, one after the other. */
export const laidOut = (all: readonly Abstract[]): readonly ResultOptions[] => {
  let offset = 0
  return all.map(({ shape, dtype }, index) => {
    const result = { index, offset, shape, dtype }
    offset += room(result)
    return result
  })
}

/** The bytes of all results. */
export const togetherOf = (results: readonly ResultOptions[]): Abstract => {
  const last = results.at(-1)
  return { shape: [last === undefined ? 0 : last.offset + room(last)], dtype: 'u8' }
}

const bytesIn = ({ buffer, byteOffset, byteLength }: Elements): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** Puts results where they belong, with nothing between them. */
export const putTogether = (
  results: readonly ResultOptions[],
  values: readonly View[],
  output: View,
): void => {
  output.elements.fill(0)
  results.forEach(({ offset }, i) => {
    output.elements.set(bytesIn((values[i] as View).elements), offset)
  })
}

export const Result: Primitive<ResultOptions> = {
  name: 'result',
  shape: ([all], { shape, dtype, offset }) => {
    if (all === undefined || all.dtype !== 'u8' || offset + bytesOf({ shape, dtype }) > sizeOf(all.shape))
      throw new ArgumentError('result reads what an operation with bodies gives, and this is not among it.')
    return { shape, dtype }
  },
  kernel: ([all], output, { offset }) => {
    const { elements } = output
    bytesIn(elements).set(bytesIn(all!.elements).subarray(offset, offset + elements.byteLength))
  },
  partials: notDifferentiable,
}

/** Whether an equation reads a result. */
export const isResult = ({ primitive }: Equation): boolean => (primitive as unknown) === Result
