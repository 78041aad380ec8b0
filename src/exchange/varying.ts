/**
 * Dependence on the size of the batch, from two traces of one function: where two programs are the same but for sizes, each size that
 * differs is a multiple of the batch, and something more that does not change.
 *
 * @module
 */
import { bodiesOf } from '../primitive/control/controls.ts'
import type { Abstract } from '../primitive/core/primitive.ts'
import { abstractOf, type Equation, firstResult, type Program, type Ref } from '../primitive/core/program.ts'
import { showOperation } from '../primitive/core/progress.ts'
import { sameNumbers } from '../primitive/core/purity.ts'
import { ArgumentError } from '../tensor/error.ts'
import { type Shape, showShape } from '../tensor/shape.ts'
import { type AnyTensor, elementsOf, isConcrete } from '../tensor/tensor.ts'

/** A size of `times · batch + plus`. */
export interface Extent {
  readonly times: number
  readonly plus: number
}

/** For each axis of a value its size in terms of the batch; null where it is the same for every batch. */
export type Extents = readonly (Extent | null)[]

/** The two sizes of the batch that two programs were traced for. */
export type Sizes = readonly [one: number, other: number]

/** What of two programs depends on the batch. */
export interface Varying {
  /** Of the first program's values, by number. */
  readonly extentsOf: (ref: Ref) => Extents
  /** Whether any axis of a value depends on the batch. */
  readonly varies: (ref: Ref) => boolean
}

const refused = (what: string): ArgumentError =>
  new ArgumentError(
    `A function of any batch size is the same program for each, but for sizes. This one is not: ${what}. Give every example the same ` +
      'treatment, whatever the batch: divide by what is computed, not by the size of a shape; or export it for one batch size.',
  )

const extentOf = (where: string, [a, b]: Sizes, one: number, other: number): Extent | null => {
  if (one === other) return null
  const times = (other - one) / (b - a)
  const plus = one - times * a
  if (!Number.isInteger(times) || !Number.isInteger(plus))
    throw refused(`${where} has a size of ${one} for a batch of ${a}, and of ${other} for one of ${b}`)
  return { times, plus }
}

const extentsBetween = (where: string, sizes: Sizes, one: Abstract, other: Abstract): Extents => {
  if (one.dtype !== other.dtype || one.shape.length !== other.shape.length)
    throw refused(
      `${where} is ${one.dtype}${showShape(one.shape)} for one and ${other.dtype}${showShape(other.shape)} for the other`,
    )
  return one.shape.map((n, axis) =>
    extentOf(`axis ${axis} of ${where}`, sizes, n, other.shape[axis] as number),
  )
}

/** Options in which sizes stand. They differ as the sizes of what comes out differ, which is looked at. */
const sizeOptions: ReadonlySet<string> = new Set(['shape', 'sizes', 'size', 'after'])

const isNumbers = (x: unknown): x is Shape => Array.isArray(x) && x.every(n => typeof n === 'number')

/** What is said of sizes is a matter of shapes; all else has to be the same, but for bodies, which are compared themselves. */
const requireSameOptions = (where: string, one: Equation, other: Equation): void => {
  const bodies = bodiesOf(one)
  const [xs, ys] = [one.options, other.options] as readonly Readonly<Record<string, unknown>>[]
  for (const name of new Set([...Object.keys(xs ?? {}), ...Object.keys(ys ?? {})])) {
    if (Object.hasOwn(bodies, name)) continue
    const [x, y] = [xs?.[name], ys?.[name]]
    if (sizeOptions.has(name) && (typeof x === 'number' || (isNumbers(x) && isNumbers(y)))) continue
    // Where results of a loop lie among its bytes.
    if (one.primitive.name === 'result' && name === 'offset') continue
    if (JSON.stringify(x) !== JSON.stringify(y))
      throw refused(
        `${where} has the option ${name}=${JSON.stringify(x)} for one and ${JSON.stringify(y)} for the other`,
      )
  }
}

const sameRefs = (xs: readonly Ref[], ys: readonly Ref[]): boolean =>
  xs.length === ys.length && xs.every((x, i) => x === ys[i])

const compareEquations = (one: Equation, other: Equation | undefined, i: number, sizes: Sizes): void => {
  const where = `operation ${i + 1} of the program, ${showOperation(one.primitive.name, one)},`
  if (other === undefined || one.primitive !== other.primitive || !sameRefs(one.operands, other.operands))
    throw refused(
      `${where} has ${other === undefined ? 'nothing' : showOperation(other.primitive.name, other)} in its place`,
    )
  requireSameOptions(where, one, other)
  const others = bodiesOf(other)
  for (const [name, body] of Object.entries(bodiesOf(one))) varying(body, others[name] as Program, sizes)
}

/** Whether two tensors are one number everywhere, the same in both. */
const sameNumber = (x: AnyTensor, y: AnyTensor): boolean => {
  if (!isConcrete(x) || !isConcrete(y)) return false
  const [xs, ys] = [elementsOf(x), elementsOf(y)]
  const isFirst = (value: number): boolean => Object.is(value, xs[0])
  return xs.length > 0 && xs.every(isFirst) && ys.length > 0 && ys.every(isFirst)
}

const requireSameConstants = (one: Program, other: Program): void => {
  one.constants.forEach((x, i) => {
    const y = other.constants[i]
    if (y === undefined || !(sameNumbers(x, y) || sameNumber(x, y)))
      throw refused(
        `a tensor that it brings with it, ${showOperation('constant', x)}, depends on the batch or has no counterpart`,
      )
  })
}

/**
 * What depends on the batch, of two programs of one function that were traced for two sizes of it. Sizes that occur
 * nowhere else in the function are best, such as 7 and 11.
 *
 * @throws ArgumentError with the place where the programs are different in anything but sizes: an operation, a constant, or an option,
 * such as the factor of a mean that was taken from a shape.
 */
export const varying = (one: Program, other: Program, sizes: Sizes): Varying => {
  if (one.inputs.length !== other.inputs.length || one.constants.length !== other.constants.length)
    throw refused('its inputs or the tensors that it brings with it are not the same in number')
  requireSameConstants(one, other)
  one.equations.forEach((equation, i) => {
    compareEquations(equation, other.equations[i], i, sizes)
  })
  if (one.equations.length !== other.equations.length || !sameRefs(one.outputs, other.outputs))
    throw refused('its results are made of different operations')
  const nameOf = (ref: Ref): string => (ref < one.inputs.length ? `input ${ref}` : `value ${ref}`)
  const all = Array.from({ length: firstResult(one) + one.equations.length }, (_, ref) =>
    isOpaque(one, ref)
      ? []
      : extentsBetween(nameOf(ref), sizes, abstractOf(one, ref), abstractOf(other, ref)),
  )
  return {
    extentsOf: ref => all[ref] as Extents,
    varies: ref => (all[ref] as Extents).some(extent => extent !== null),
  }
}

/** What an operation with bodies gives is bytes, which lie as the layout says, and not as the batch does. */
const isOpaque = (program: Program, ref: Ref): boolean => {
  const equation = program.equations[ref - firstResult(program)]
  return equation !== undefined && Object.keys(bodiesOf(equation)).length > 0
}
