/**
 * Entries of operations that apply one primitive to one tensor or to two, and tensors that laws of operations are tried on.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type DType,
  full,
  onesLike,
  smooth,
  type Tensor,
  zerosLike,
} from '../../src/index.ts'
import { shapes, tensors } from '../arbitraries.ts'
import { epsilon, every, exact, summed } from '../close.ts'
import { type Law, law, lawSet } from '../law.ts'
import { plainOf, tensorOf } from '../primitive/plain.ts'
import type { Case, OptionsOf } from '../primitive/specification.ts'
import { specifications } from '../primitive/specifications.ts'
import type { Entry } from './entry.ts'
import { applies, type Dual, type Operation, own, type Table, waits } from './operation.ts'

export const unary = (
  name: Operation & keyof Table,
  f: (x: Tensor) => AnyTensor,
  ...laws: readonly Law[]
): Entry => ({
  laws: () => [lawSet(`op.${name}`, [applies(name, name, ([x]) => f(x!)), ...laws])],
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

const eachOf = (f: (v: number) => number, x: Tensor): Tensor => {
  const plain = plainOf(x)
  return tensorOf({ ...plain, at: index => f(plain.at(index)) }) as Tensor
}

/** O3: near 0 all digits are right, by the first terms of the series, also those that a sum with 1 has not. */
export const rightNearZero = (name: Operation, f: (x: Tensor) => Tensor, first: (v: number) => number): Law =>
  law(
    'O3',
    `op.${name} keeps its digits near 0`,
    [
      fc
        .record({
          dtype: fc.constantFrom<DType>('f64', 'f32'),
          n: fc.integer({ min: 1, max: 9 }),
          sign: fc.boolean(),
        })
        .map(({ dtype, n, sign }) => full([2], (sign ? 1 : -1) * n * 2 ** -44, dtype as 'f64')),
    ],
    x => summed(1, x.dtype === 'f32' ? epsilon.f32 : epsilon.f64)(f(x), eachOf(first, x)),
  )

const halves = shapes({ max: 3 }).chain(shape =>
  tensors(shape, { entries: fc.integer({ min: -9, max: 9 }).map(n => n / 2) }),
)

/** O3: what becomes of whole numbers and of halves, where roundings jump. */
export const roundsAtJumps = (name: Operation, f: (x: Tensor) => AnyTensor, at: (v: number) => number): Law =>
  law('O3', `op.${name} rounds whole numbers and halves as it says`, [halves], x =>
    exact(f(x), eachOf(at, x)),
  )
