/**
 * Entries of operations that apply one primitive to one tensor or to two, and tensors that laws of operations are tried on.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, onesLike, smooth, type Tensor, zerosLike } from '../../src/index.ts'
import { shapes, tensors } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { type Law, law, lawSet } from '../law.ts'
import type { Case, OptionsOf } from '../primitive/specification.ts'
import { specifications } from '../primitive/specifications.ts'
import type { Entry } from './entry.ts'
import { applies, type Dual, type Operation, own, type Table, waits } from './operation.ts'

export const unary = (name: Operation & keyof Table, f: (x: Tensor) => AnyTensor): Entry => ({
  laws: () => [lawSet(`op.${name}`, [applies(name, name, ([x]) => f(x!))])],
})

export const binary = <Name extends keyof Table>(
  operation: Operation,
  name: Name,
  f: unknown,
  suits: (sample: Case<OptionsOf<Table[Name]>>) => boolean = () => true,
): Entry => {
  const { dtypes, cases } = specifications[name]
  const pairs = fc
    .constantFrom(...dtypes)
    .chain(cases)
    .filter(suits)
    .map(({ inputs: [x, y] }) => [x as AnyTensor, y as AnyTensor] as const)
  return own(
    operation,
    applies(operation, name, ([x, y]) => (f as Dual)(x!, y!), suits),
    waits(operation, f as Dual, pairs),
  )
}

export const anyTensor: Arbitrary<Tensor> = shapes({ max: 3 }).chain(shape => tensors(shape))
export const all = (x: Tensor): readonly number[] => x.shape.map((_, axis) => axis)

/** O3: at 0 the value is 0, and so is the derivative. */
export const zeroAndFlat = (name: string, f: (x: Tensor) => Tensor): Law =>
  law('O3', `${name} is 0 where the plain function is not smooth, with derivative 0`, [anyTensor], x => {
    const none = zerosLike(x)
    const [value, pullback] = smooth.lift(f)(none)
    return every(exact(value, zerosLike(value)), exact(pullback(onesLike(value)), none))
  })
