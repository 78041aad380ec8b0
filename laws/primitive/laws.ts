/**
 * The laws of a primitive, made from what it is to satisfy.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, type DType, isTensor, smooth, toValues } from '../../src/index.ts'
import { evaluate } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { cotangentsOf } from '../arbitraries.ts'
import { every, exact, holds, inner } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { adjointLaws } from '../oracle/adjoint.ts'
import { type Instance, probing } from '../oracle/probe.ts'
import { roundingAt } from '../oracle/rounding.ts'
import { samples } from '../samples.ts'
import { cotangentLaws } from '../smooth/faithful.ts'
import { additiveLaws } from '../smooth/reverseDerivative.ts'
import { smoothFamilyLaws } from '../smooth/smooth.ts'
import { type Plain, plainOf, tensorOf } from './plain.ts'
import type { Case, Specification } from './specification.ts'

type Inputs = readonly AnyTensor[]

const main = <O>({ dtypes }: Specification<O>): DType => dtypes[0] as DType

/** A primitive with random options at random inputs, as a smooth map. */
const instancesOf = <O>(
  primitive: Primitive<O>,
  { cases, oracle, terms }: Specification<O>,
  dtype: DType,
): Arbitrary<Instance<Inputs, AnyTensor>> =>
  cases(dtype).map(({ inputs, options }) => ({
    f: smooth.fromPrimitive<Inputs, AnyTensor, O>(primitive, options),
    x: inputs,
    plain: terms === undefined ? (xs: Inputs) => tensorOf(oracle(xs.map(plainOf), options)) : undefined,
    options,
  }))

/** V1 and V2: the value is what the plain meaning gives, for each element type. */
const meaningLaws = <O>(
  name: string,
  primitive: Primitive<O>,
  { dtypes, cases, oracle, terms }: Specification<O>,
): LawSet =>
  lawSet(name, [
    law(
      'V1',
      'the value is what its plain meaning gives, index by index',
      [fc.constantFrom(...dtypes).chain(cases)],
      ({ inputs, options }) => {
        const value = evaluate(primitive, options, inputs)
        const meaning = tensorOf(oracle(inputs.map(plainOf), options))
        return (terms === undefined ? exact : roundingAt({ terms }, inputs, value)(0))(value, meaning)
      },
    ),
    law(
      'V2',
      'the shape rule tells the shape and element type, and inputs stay as they are',
      [fc.constantFrom(...dtypes).chain(cases)],
      ({ inputs, options }) => {
        const before = inputs.map(x => Array.from(toValues(x)))
        const value = evaluate(primitive, options, inputs)
        const told = primitive.shape(inputs, options)
        return every(
          holds(told.dtype === value.dtype && told.shape.join() === value.shape.join(), told, value),
          ...inputs.map((x, i) => exact(x, tensorOf({ ...plainOf(x), at: fromList(x, before[i]!) }))),
        )
      },
    ),
  ])

const fromList =
  (x: AnyTensor, values: readonly number[]) =>
  (index: readonly number[]): number =>
    values[index.reduce((position, i, axis) => position * x.shape[axis]! + i, 0)] as number

/** A tensor's function of indices, but 1 at one index and 0 at the others, or 0 at all. */
const spike = (x: Plain, place: readonly number[] | null): Plain => ({
  ...x,
  at: index => (place !== null && index.every((i, axis) => i === place[axis]) ? 1 : 0),
})

/** 29: the pullback is the transpose of the plain meaning's matrix, entry by entry. */
const transposeLaws = <O>(name: string, primitive: Primitive<O>, specification: Specification<O>): LawSet => {
  const { cases, oracle } = specification
  const points = cases(main(specification)).chain((sample: Case<O>) =>
    fc.record({
      inputs: fc.constant(sample.inputs),
      options: fc.constant(sample.options),
      db: cotangentsOf(tensorOf(oracle(sample.inputs.map(plainOf), sample.options))),
    }),
  )
  return lawSet(name, [
    law(
      '29',
      'the pullback is the transpose of the matrix of the plain meaning',
      [points],
      ({ inputs, options, db }) => {
        const plains = inputs.map(plainOf)
        const pulled = (which: number, place: readonly number[] | null): number => {
          const meaning = tensorOf(oracle(plains.with(which, spike(plains[which]!, place)), options))
          return isTensor(db) ? inner(meaning, db) : 0
        }
        const gradients = smooth.fromPrimitive<Inputs, AnyTensor, O>(primitive, options)(inputs)[1](db)
        return every(
          holds(true, [], []),
          ...inputs.flatMap((x, i) =>
            x.kind !== 'float'
              ? []
              : [
                  exact(
                    gradients[i],
                    tensorOf({ ...plains[i]!, at: place => pulled(i, place) - pulled(i, null) }),
                  ),
                ],
          ),
        )
      },
    ),
  ])
}

/** The laws of a primitive: its meaning, and those of smooth maps. */
export const primitiveLaws = <O>(primitive: Primitive<O>, specification: Specification<O>): LawSet => {
  const { name } = primitive
  const { kinky, linear, terms } = specification
  return lawSet(
    name,
    [],
    [
      meaningLaws(name, primitive, specification),
      smoothFamilyLaws(name, instancesOf(primitive, specification, main(specification)), {
        kinky,
        linear,
        terms,
      }),
      ...(specification.linear === undefined ? [] : [transposeLaws(name, primitive, specification)]),
    ],
    samples.primitive,
  )
}

/** The laws of a primitive in its other element types, in which differences tell little. */
export const primitiveLawsElsewhere = <O>(
  primitive: Primitive<O>,
  specification: Specification<O>,
): readonly LawSet[] => {
  const [, ...others] = specification.dtypes
  if (others.length === 0) return []
  const name = `${primitive.name} of ${others.join(', ')}`
  const probe = probing(
    fc.constantFrom(...others).chain(dtype => instancesOf(primitive, specification, dtype)),
  )
  return [
    lawSet(
      name,
      [],
      [additiveLaws(name, probe, {}), adjointLaws(name, probe, {}), cotangentLaws(name, probe)],
      samples.primitive,
    ),
  ]
}
