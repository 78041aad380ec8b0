/**
 * Structural maps come in pairs of which each is the transpose of the other. Exact, on the lattice.
 *
 * @module
 */

import fc, { type Arbitrary } from 'fast-check'
import {
  type AnyTensor,
  type Integers,
  op,
  smooth,
  type Tensor,
  trivial,
  zerosLike,
} from '../../src/index.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { primitives } from '../../src/primitive/table.ts'
import { cotangentsOf, indices, tensors } from '../arbitraries.ts'
import { every, exact } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import type { Case, OptionsOf } from './specification.ts'
import { specifications } from './specifications.ts'

type Table = typeof primitives

/** A case of a primitive, its value there, and what its pullback makes of a random cotangent. */
const pulled = <Name extends keyof Table>(name: Name) => {
  type O = OptionsOf<Table[Name]>
  const { cases } = specifications[name]
  return cases('f64').chain(({ inputs, options }: Case<O>) => {
    const [value, back] = smooth.fromPrimitive<readonly AnyTensor[], Tensor, O>(
      primitives[name] as Primitive<O>,
      options,
    )(inputs)
    return (cotangentsOf<unknown>(value) as Arbitrary<Tensor>).map(dy => ({
      inputs: inputs as readonly Tensor[],
      options,
      value,
      dy,
      gradients: back(dy),
    }))
  })
}

/** 29, one by one. */
export const structuralTransposeLaws: LawSet = lawSet('structural transposes', [
  law(
    '29a',
    'broadcast* is sum over the repeated axes',
    [pulled('broadcast')],
    ({ options, dy, gradients }) => {
      const repeated = dy.shape.map((_, axis) => axis).filter(axis => !options.axes.includes(axis))
      const ascending = options.axes.toSorted((a, b) => a - b)
      const inOrder = op.transpose(options.axes.map(axis => ascending.indexOf(axis)))
      return exact(gradients, [inOrder(op.sum(repeated)(dy) as Tensor)])
    },
  ),
  law(
    '29b',
    'sum* is broadcast along the summed axes',
    [pulled('sum')],
    ({ inputs: [x], options, dy, gradients }) => {
      const kept = x!.shape.map((_, axis) => axis).filter(axis => !options.axes.includes(axis))
      return exact(gradients, [op.broadcastAlong(x!.shape, kept)(dy)])
    },
  ),
  law('29c', 'reshape* is reshape back', [pulled('reshape')], ({ inputs: [x], value, gradients, dy }) =>
    every(exact(gradients, [op.reshape(x!.shape)(dy)]), exact(op.reshape(x!.shape)(value), x)),
  ),
  law(
    '29d',
    'transpose* is the inverse permutation',
    [pulled('transpose')],
    ({ inputs: [x], options, value, gradients, dy }) => {
      const inverse = op.transpose(options.axes.map((_, i) => options.axes.indexOf(i)))
      return every(exact(gradients, [inverse(dy)]), exact(inverse(value), x))
    },
  ),
  law(
    '29e',
    'concat* cuts apart what concat put together',
    [pulled('concat')],
    ({ inputs, options, value, gradients, dy }) => {
      const cut = (y: Tensor) =>
        inputs.map((x, i) => {
          const before = inputs.slice(0, i).reduce((n, other) => n + other.shape[options.axis]!, 0)
          const start = x.shape.map((_, axis) => (axis === options.axis ? before : 0))
          return op.slice(start, x.shape)(y)
        })
      return every(exact(gradients, cut(dy)), exact(cut(value), inputs))
    },
  ),
  law(
    '29f',
    'slice* is pad with what was cut off',
    [pulled('slice')],
    ({ inputs: [x], options, dy, gradients }) => {
      const { start, sizes } = options
      const after = x!.shape.map((n, axis) => n - start[axis]! - sizes[axis]!)
      return exact(gradients, [op.pad(start, after)(dy)])
    },
  ),
  law(
    '29g',
    'pad* is slice, and slicing what was padded gives it back',
    [pulled('pad')],
    ({ inputs: [x], options, value, dy, gradients }) => {
      const cut = op.slice(options.before, x!.shape)
      return every(exact(gradients, [cut(dy)]), exact(cut(value), x))
    },
  ),
  law(
    '29h',
    'gather* is scatterAdd: rows that are taken twice get both cotangents',
    [
      fc
        .record({ rows: fc.integer({ min: 1, max: 3 }), extra: fc.integer({ min: 1, max: 3 }) })
        .chain(({ rows, extra }) =>
          fc.record({
            rows: fc.constant(rows),
            table: tensors([rows, 2]),
            // More indices than rows: some row is taken twice.
            taken: indices([rows + extra], rows),
            dy: tensors([rows + extra, 2]),
          }),
        ),
    ],
    ({ rows, table, taken, dy }) => {
      const gather = smooth.fromPrimitive<readonly [Tensor, Integers], Tensor, { batchDims: number }>(
        primitives.gather,
        { batchDims: 0 },
      )
      const scatter = smooth.fromPrimitive<
        readonly [Tensor, Integers],
        Tensor,
        { batchDims: number; size: number }
      >(primitives.scatterAdd, { batchDims: 0, size: rows })
      const added = op.scatterAdd(rows)(dy, taken as Integers<[number]>)
      return every(
        exact(gather([table as Tensor, taken])[1](dy), [added, trivial]),
        exact(scatter([dy as Tensor, taken])[1](table), [op.gather(table, taken), trivial]),
      )
    },
  ),
  law(
    '29j',
    'dynamicSlice* is dynamicUpdateSlice of zeros, and dynamicUpdateSlice* is dynamicSlice and what was not written',
    [pulled('dynamicSlice'), pulled('dynamicUpdateSlice')],
    (cut, put) => {
      const [x, start] = cut.inputs as readonly [AnyTensor, AnyTensor]
      const [, block, at] = put.inputs as readonly [AnyTensor, AnyTensor, AnyTensor]
      const write = (batchDims: number, whole: AnyTensor, part: AnyTensor, from: AnyTensor) =>
        bind(primitives.dynamicUpdateSlice, { batchDims }, [whole, part, from])
      const { batchDims } = put.options
      const read = (whole: AnyTensor) =>
        bind(primitives.dynamicSlice, { sizes: block.shape.slice(batchDims), batchDims }, [whole, at])
      return every(
        exact(cut.gradients, [write(cut.options.batchDims, zerosLike(x), cut.dy, start), trivial]),
        exact(put.gradients, [write(batchDims, put.dy, zerosLike(block), at), read(put.dy), trivial]),
        // What was written is read; and what was read, written again, changes nothing.
        exact(read(put.value), block),
        exact(write(cut.options.batchDims, x, cut.value, start), x),
      )
    },
  ),
  law(
    '29i',
    '⟨A x, y⟩ = ⟨x, Aᵀ y⟩: the transposes of a matrix product are matrix products',
    [tensors([2, 3]), tensors([3, 4]), tensors([2, 4])],
    (a, b, dc) =>
      every(
        exact(smooth.matmul<2, 3, 4>()([a, b])[1](dc), [
          op.matmul(dc, op.transpose()(b)),
          op.matmul(op.transpose()(a), dc),
        ]),
        exact(op.matmulNT(a, op.transpose()(b)), op.matmul(a, b)),
        exact(op.matmulTN(op.transpose()(a), b), op.matmul(a, b)),
      ),
  ),
])
