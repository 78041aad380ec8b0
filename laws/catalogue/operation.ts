/**
 * Parts of the laws of operations: that one means what a primitive means, and that it waits for its first tensor.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import type { AnyTensor, op, Tensor } from '../../src/index.ts'
import type { primitives } from '../../src/primitive/table.ts'
import { type Close, exact } from '../close.ts'
import { type Law, law, lawSet } from '../law.ts'
import { roundingAt } from '../oracle/rounding.ts'
import { plainOf, tensorOf } from '../primitive/plain.ts'
import type { Case, OptionsOf } from '../primitive/specification.ts'
import { specifications } from '../primitive/specifications.ts'
import type { Entry } from './entry.ts'

export type Table = typeof primitives
export type Operation = keyof typeof op

/** O1: an operation means what a primitive means, on all of the primitive's cases or on some. */
export const applies = <Name extends keyof Table>(
  operation: Operation,
  name: Name,
  apply: (inputs: readonly never[], options: OptionsOf<Table[Name]>) => AnyTensor,
  suits: (sample: Case<OptionsOf<Table[Name]>>) => boolean = () => true,
): Law => {
  const specification = specifications[name]
  const { dtypes, cases, oracle, terms } = specification
  return law(
    'O1',
    `op.${operation} means what the primitive ${name} means`,
    [
      fc
        .constantFrom(...dtypes)
        .chain(cases)
        .filter(suits),
    ],
    ({ inputs, options }) => {
      const value = apply(inputs as readonly never[], options)
      const close: Close<unknown> = terms === undefined ? exact : roundingAt({ terms }, inputs, value)(0)
      return close(value, tensorOf(oracle(inputs.map(plainOf), options)))
    },
  )
}

/** An operation on two tensors, which takes both or the second alone. */
export interface Dual {
  (y: Tensor): (x: Tensor) => AnyTensor
  (x: Tensor, y: Tensor): AnyTensor
}

/** O4: given the second tensor, an operation waits for the first. */
export const waits = (
  operation: Operation,
  f: Dual,
  pairs: Arbitrary<readonly [x: AnyTensor, y: AnyTensor]>,
): Law =>
  law('O4', `op.${operation}(y)(x) is op.${operation}(x, y)`, [pairs], ([x, y]) =>
    exact(f(y as Tensor)(x as Tensor), f(x as Tensor, y as Tensor)),
  )

/** An operation's laws, as they are. */
export const own = (name: Operation, ...laws: readonly Law[]): Entry => ({
  laws: () => [lawSet(`op.${name}`, laws)],
})
