/**
 * The check that two programs of one function are the same.
 *
 * @module
 */

import type { Equation, Program } from '../primitive/core/program.ts'
import { showOperation } from '../primitive/core/progress.ts'
import { impureError, sameNumbers } from '../primitive/core/purity.ts'
import { showPath } from '../tensor/error.ts'
import { formDifference } from '../tensor/form.ts'
import type { AnyTensor } from '../tensor/tensor.ts'
import { optionsKey } from './recorder.ts'

const sameRefs = (xs: readonly number[], ys: readonly number[]): boolean =>
  xs.length === ys.length && xs.every((x, i) => x === ys[i])

const sameEquation = (x: Equation, y: Equation): boolean =>
  x.primitive === y.primitive &&
  sameRefs(x.operands, y.operands) &&
  optionsKey(x.options) === optionsKey(y.options)

/** A description of where two programs part; null if they are the same. */
const parting = (one: Program, other: Program): string | null => {
  const differing = one.equations.findIndex((x, i) => {
    const y = other.equations[i]
    return y === undefined || !sameEquation(x, y)
  })
  const at = one.equations[differing]
  if (at !== undefined)
    return `operation ${differing + 1} of the program, ${showOperation(at.primitive.name, at)}`
  const constant = one.constants.findIndex((x, i) => {
    const y = other.constants[i]
    return y === undefined || !sameNumbers(x, y)
  })
  const from = one.constants[constant] as AnyTensor | undefined
  if (from !== undefined || one.constants.length !== other.constants.length)
    return from === undefined
      ? 'their constants'
      : `a tensor that it brings with it, ${showOperation('constant', from)}`
  return one.equations.length === other.equations.length && sameRefs(one.outputs, other.outputs)
    ? null
    : 'its result'
}

/**
 * Requires two programs of one function to be the same.
 *
 * @throws TracingError if they are not, with the place.
 */
export const requireSameProgram = (one: Program, other: Program): void => {
  const place = parting(one, other)
  if (place !== null) throw impureError('A function that is traced', 'programs', place)
}

/**
 * Requires two results of one function to have one form, plain values included.
 *
 * @throws TracingError if they do not, with the place.
 */
export const requireSameResult = (one: unknown, other: unknown): void => {
  const difference = formDifference(one, other)
  if (difference === null) return
  const { path } = difference
  const place = path.length === 0 ? 'its result' : `its result at ${showPath(path)}`
  throw impureError('A function that is traced', 'programs', place)
}
