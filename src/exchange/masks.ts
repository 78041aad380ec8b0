/**
 * The values of a program that are known to be masks, ones and zeros: formats with a type of their own for truth keep them in it,
 * and need not compare them with 0 again.
 *
 * @module
 */
import { type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { elementsOf, isConcrete } from '../tensor/tensor.ts'

const comparisons: ReadonlySet<string> = new Set(['equal', 'greater', 'greaterEqual'])

/** What moves elements about, of its first operand, and makes none: of a mask they give a mask. */
const movements: ReadonlySet<string> = new Set(
  'broadcast reshape transpose slice gather dynamicSlice sort'.split(' '),
)

const isMask = ({ primitive, operands, dtype }: Equation, masks: ReadonlySet<Ref>): boolean => {
  const among = (from: number, to?: number): boolean => operands.slice(from, to).every(ref => masks.has(ref))
  if (comparisons.has(primitive.name)) return true
  if (dtype !== 'u8') return false
  if (movements.has(primitive.name)) return among(0, 1)
  if (primitive.name === 'select') return among(1)
  if (primitive.name === 'mul' || primitive.name === 'concat') return among(0)
  return primitive.name === 'dynamicUpdateSlice' && among(0, 2)
}

const isTruth = (x: Program['constants'][number]): boolean =>
  x.dtype === 'u8' && isConcrete(x) && elementsOf(x).every(one => one === 0 || one === 1)

/** The values of u8 that are ones and zeros, whatever the inputs are. */
export const masksOf = (program: Program): ReadonlySet<Ref> => {
  const masks = new Set<Ref>()
  program.constants.forEach((x, i) => {
    if (isTruth(x)) masks.add(program.inputs.length + i)
  })
  const base = firstResult(program)
  program.equations.forEach((equation, i) => {
    if (isMask(equation, masks)) masks.add(base + i)
  })
  return masks
}
