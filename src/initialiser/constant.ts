/**
 * Parameters that begin as one number everywhere.
 *
 * @module
 */

import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { full } from '../tensor/function/constructors.ts'
import type { Initialiser } from './initialiser.ts'

/**
 * Every element is `value`.
 *
 * @throws ArgumentError unless the value is finite.
 * @category Initialisers
 * @since 0.1.0
 */
export const constant = takes(
  'constant',
  [
    { value: needs.number },
    { shape: needs.shape, dtype: needs.floatDType, fans: needs.fans },
    { key: needs.key },
  ],
  () => constantUnchecked,
)

const constantUnchecked = (value: number): Initialiser => {
  if (!Number.isFinite(value))
    throw new ArgumentError(`A constant initialiser needs a finite value, but was ${value}.`)
  return (shape, dtype) => () => full(shape, value, dtype)
}

/**
 * Every element is 0: the usual beginning of a bias.
 *
 * @category Initialisers
 * @since 0.1.0
 */
export const zeros: Initialiser = constant(0)
