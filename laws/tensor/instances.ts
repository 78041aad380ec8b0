/**
 * The laws of fp-ts instances, in a form that can be run on one's own.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type DType,
  fromValues,
  type Shape,
  type Tree,
  toValues,
  tree,
} from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { shapes, tensors, trees } from '../arbitraries.ts'
import { every, holds } from '../close.ts'
import { arbitrary } from '../contract.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { otherTrees } from '../oracle/otherTrees.ts'

/**
 * Equality, as fp-ts has it.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Equality<A> {
  readonly equals: (x: A, y: A) => boolean
}

/**
 * Showing, as fp-ts has it.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface Showing<A> {
  readonly show: (x: A) => string
}

/**
 * An equality is reflexive, symmetric and transitive. Give values of which many are equal.
 *
 * @example
 * import { Eq } from 'pullback'
 * import { arbitrary, checkLaws, eqLaws } from 'pullback/laws'
 * const reports = checkLaws(eqLaws('tensors', Eq, arbitrary.indices([1], 2)))
 *
 * @category Laws
 * @since 0.1.0
 */
export const eqLaws = takes(
  'eqLaws',
  { name: needs.text, equality: needs.record({ equals: needs.fn }), values: arbitrary },
  () =>
    <A>(name: string, { equals }: Equality<A>, values: Arbitrary<A>): LawSet =>
      lawSet(name, [
        law('Q1', 'x = x', [values], x => holds(equals(x, x), x, x)),
        law('Q2', 'x = y if and only if y = x', [values, values], (x, y) =>
          holds(equals(x, y) === equals(y, x), equals(x, y), equals(y, x)),
        ),
        law('Q3', 'x = y and y = z give x = z', [values, values, values], (x, y, z) => {
          const given = [
            [x, y, z],
            [y, z, x],
            [z, x, y],
          ] as const
          return every(
            ...given.map(([a, b, c]) => holds(!(equals(a, b) && equals(b, c)) || equals(a, c), [a, b], c)),
          )
        }),
      ]),
)

/**
 * Equal values are shown alike.
 *
 * @category Laws
 * @since 0.1.0
 */
export const showLaws = takes(
  'showLaws',
  {
    name: needs.text,
    showing: needs.record({ show: needs.fn }),
    equality: needs.record({ equals: needs.fn }),
    values: arbitrary,
  },
  () =>
    <A>(name: string, { show }: Showing<A>, { equals }: Equality<A>, values: Arbitrary<A>): LawSet =>
      lawSet(name, [
        law('Q4', 'x = y are shown alike', [values, values], (x, y) =>
          holds(!equals(x, y) || show(x) === show(y), show(x), show(y)),
        ),
      ]),
)

const dtypes = fc.constantFrom<DType>('f64', 'f32', 'i32', 'u8')

/** Tensors so small that many are equal, and many differ only in shape, element type or one number. */
export const fewTensors: Arbitrary<AnyTensor> = fc
  .tuple(shapes({ rank: 2, max: 2, min: 0 }), dtypes)
  .chain(([shape, dtype]) => tensors(shape, { dtype, entries: fc.nat(1) })) as Arbitrary<AnyTensor>

const like = (shape: Shape, dtype: DType, values: readonly number[]): AnyTensor =>
  fromValues(shape, values, dtype) as AnyTensor

/** Another tensor of the same numbers, or one that differs in its shape alone, in its element type, or in one number. */
const nearTo = (x: AnyTensor): Arbitrary<AnyTensor> => {
  const values = Array.from(toValues(x))
  const n = values.length
  const shaped = [[n], [1, n], [n, 1], x.shape].filter(shape => shape.join() !== x.shape.join())
  return fc.oneof(
    fc.constantFrom<Shape[]>(...shaped).map(shape => like(shape, x.dtype, values)),
    fc.constant(like(x.shape, x.dtype, values)),
    dtypes.filter(dtype => dtype !== x.dtype).map(dtype => like(x.shape, dtype, values)),
    fc.nat(Math.max(n - 1, 0)).map(at =>
      like(
        x.shape,
        x.dtype,
        values.map((value, i) => (i === at ? 1 - value : value)),
      ),
    ),
  )
}

/** Two tensors that are equal, differ in little, or are any. */
const pairs = fewTensors.chain(x =>
  fc.tuple(
    fc.constant(x),
    fc.oneof({ weight: 5, arbitrary: nearTo(x) }, { weight: 1, arbitrary: fewTensors }),
  ),
)

/** Trees of which many are equal. */
export const fewTrees: Arbitrary<Tree> = trees(fewTensors)

/** Equality and showing of tensors tell apart what differs. */
export const tensorEqualityLaws = ({ equals }: Equality<AnyTensor>, { show }: Showing<AnyTensor>): LawSet =>
  lawSet('equality of tensors', [
    law('Q5', 'tensors are equal if shape, element type and every number are', [pairs], ([x, y]) => {
      const told = (z: AnyTensor): string => JSON.stringify([z.dtype, z.shape, Array.from(toValues(z))])
      return holds(equals(x, y) === (told(x) === told(y)), x, y)
    }),
    law('Q8', 'tensors that differ are shown differently', [pairs], ([x, y]) =>
      holds(equals(x, y) || show(x) !== show(y), show(x), show(y)),
    ),
  ])

/** Equality of trees tells apart what differs in structure alone. */
export const treeEqualityLaws = ({ equals }: Equality<Tree>): LawSet =>
  lawSet('equality of trees', [
    law(
      'Q6',
      'trees of different structures differ, also where the structure holds no tensor',
      [fewTrees.chain(x => fc.record({ x: fc.constant(x), other: otherTrees(x) as Arbitrary<Tree> }))],
      ({ x, other }) => every(holds(!equals(x, other), x, other), holds(!equals(other, x), other, x)),
    ),
    law('Q7', 'a tree equals itself taken apart and put together', [fewTrees], x =>
      holds(equals(tree.withLeaves(tree.leaves(x))(x), x), x, x),
    ),
  ])
