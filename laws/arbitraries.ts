/**
 * The samples that laws are tried on.
 *
 * Entries come from a lattice of small dyadic numbers, so that small sums and products are exact and many laws can be
 * exact too; never from `fc.double`, which draws over bit patterns, so that almost every entry is about 0.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  ArgumentError,
  type Cotangent,
  type DType,
  fromValues,
  isTensor,
  type Key,
  key,
  type Shape,
  type Tensor,
  type Tree,
  tree,
  trivial,
} from '../src/index.ts'
import { type Argument, needs, takes } from '../src/tensor/contract/index.ts'
import type { Sizes } from '../src/tensor/tensor.ts'
import { arbitrary } from './contract.ts'

const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

/** The most elements that a tensor has of which samples are drawn: each is an arbitrary number by itself. */
const mostDrawn = 1e6

const sampled: Argument = {
  ...needs.shape,
  asks: name => `a shape such as [2, 3], of at most ${mostDrawn} elements, for ${name}`,
  holds: x => needs.shape.holds(x) && sizeOf(x as Shape) <= mostDrawn,
}

/**
 * Integers in ±64 divided by 16: small sums and products are exact.
 *
 * @category Laws
 * @since 0.1.0
 */
export const lattice: Arbitrary<number> = fc.integer({ min: -64, max: 64 }).map(n => n / 16)

/**
 * Lattice entries at least 1/8 from zero, so that differences with a small step do not cross a kink at zero.
 *
 * @category Laws
 * @since 0.1.0
 */
export const kinkSafe: Arbitrary<number> = fc
  .tuple(fc.integer({ min: 2, max: 64 }), fc.boolean())
  .map(([n, negative]) => (negative ? -n : n) / 16)

/**
 * Small positive entries: where logarithms and roots are smooth.
 *
 * @category Laws
 * @since 0.1.0
 */
export const positive: Arbitrary<number> = fc.integer({ min: 4, max: 64 }).map(n => n / 16)

/**
 * Shapes up to a rank, with sizes of 1 and, if wanted, 0.
 *
 * @category Laws
 * @since 0.1.0
 */
export const shapes = takes(
  'shapes',
  { options: needs.options({ rank: needs.integerBetween(0, 32), max: needs.count, min: needs.count }) },
  () =>
    ({
      rank = 3,
      max = 4,
      min = 1,
    }: {
      rank?: number
      max?: number
      min?: number
    } = {}): Arbitrary<Shape> => {
      if (min > max) throw new ArgumentError(`shapes needs min <= max, but was given ${min} and ${max}.`)
      return fc.array(fc.integer({ min, max }), { maxLength: rank })
    },
)

/**
 * Tensors of a shape, by default f64, with entries from an arbitrary, by default the lattice.
 *
 * @category Laws
 * @since 0.1.0
 */
export const tensors = takes(
  'tensors',
  { shape: sampled, options: needs.options({ dtype: needs.dtype, entries: arbitrary }) },
  () =>
    <N extends number, S extends Sizes<N>>(
      shape: S,
      { dtype = 'f64', entries = lattice }: { dtype?: DType; entries?: Arbitrary<number> } = {},
    ): Arbitrary<Tensor<S>> =>
      fc
        .array(entries, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
        .map(values => fromValues(shape, values, dtype) as never),
)

/**
 * Integer tensors of a shape with entries from 0 up to, not including, a limit; repetitions are common.
 *
 * @category Laws
 * @since 0.1.0
 */
export const indices = takes(
  'indices',
  { shape: sampled, limit: needs.integerBetween(1, 2 ** 31) },
  () =>
    <N extends number, S extends Sizes<N>>(shape: S, limit: number): Arbitrary<Tensor<S, 'integer'>> =>
      tensors(shape, { dtype: 'i32', entries: fc.integer({ min: 0, max: limit - 1 }) }) as never,
)

/**
 * Distinct entries in random order, a quarter apart: no ties, for maxima and pooling.
 *
 * @category Laws
 * @since 0.1.0
 */
export const distinct = takes(
  'distinct',
  { shape: sampled, options: needs.options({ dtype: needs.dtype }) },
  () =>
    <N extends number, S extends Sizes<N>>(
      shape: S,
      { dtype = 'f64' }: { dtype?: DType } = {},
    ): Arbitrary<Tensor<S>> =>
      fc
        .shuffledSubarray(
          Array.from({ length: sizeOf(shape) }, (_, i) => (i - sizeOf(shape) / 2) / 4),
          { minLength: sizeOf(shape) },
        )
        .map(values => fromValues(shape, values, dtype) as never),
)

/**
 * Trees of tensors: records and tuples, also empty ones and nested ones, with leaves of every element type.
 *
 * @category Laws
 * @since 0.1.0
 */
export const trees = takes(
  'trees',
  { leaf: needs.optional(arbitrary) },
  () =>
    (
      leaf: Arbitrary<tree.Leaf> = fc
        .tuple(shapes({ rank: 2, max: 3, min: 0 }), fc.constantFrom<DType>('f64', 'f32', 'i32', 'u8'))
        .chain(([shape, dtype]) =>
          tensors(shape, {
            dtype,
            entries: dtype === 'f64' || dtype === 'f32' ? lattice : fc.nat(15),
          }),
        ),
    ): Arbitrary<Tree> =>
      fc.letrec<{ node: Tree }>(tie => ({
        node: fc.oneof(
          { maxDepth: 3, withCrossShrink: true },
          { weight: 4, arbitrary: leaf },
          { weight: 4, arbitrary: fc.array(tie('node'), { maxLength: 3 }) },
          {
            weight: 6,
            // Some keys look like positions, which JavaScript puts first, and one like a path.
            arbitrary: fc.dictionary(fc.constantFrom('w', 'b', 'hidden', '0', '10', 'a.b'), tie('node'), {
              maxKeys: 3,
              noNullPrototype: true,
            }),
          },
          { weight: 1, arbitrary: fc.constantFrom([], {}) },
        ),
      })).node,
)

/**
 * Random signed cotangents for a value: never all ones, one-hot or of one sign only.
 *
 * @category Laws
 * @since 0.1.0
 */
export const cotangentsOf = takes(
  'cotangentsOf',
  { primal: needs.tensors },
  () =>
    <A>(primal: A): Arbitrary<Cotangent<A>> => {
      const leaves = tree.leaves(primal)
      return fc
        .tuple(
          ...leaves.map(leaf =>
            isTensor(leaf) && leaf.kind === 'float'
              ? tensors(leaf.shape, { dtype: leaf.dtype })
              : fc.constant(trivial),
          ),
        )
        .map(replacements => tree.withLeaves(replacements)(primal) as never)
    },
)

/**
 * Keys.
 *
 * @category Laws
 * @since 0.1.0
 */
export const keys: Arbitrary<Key> = fc.nat().map(key)
