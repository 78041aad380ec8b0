/**
 * Common ground of operations that reduce axes: which, whether the result keeps them with size 1, and what that is in types.
 *
 * @module
 */
import { needs } from '../../tensor/contract/index.ts'
import type { Kind } from '../../tensor/dtype.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { requireTensor } from '../core/bind.ts'
import { requireAxes, requireFloat } from '../core/rule.ts'
import { reshape } from '../movement/reshape.ts'

/**
 * What every reduction takes: with `keep`, reduced axes stay, with size 1. Defaults to false.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface ReductionOptions {
  readonly keep?: boolean
}

/** The sizes of `S`, with others in the places of some axes; known where both are known. */
type InPlaceOf<
  S extends Shape,
  Axes extends number,
  Others extends Shape,
  Seen extends readonly unknown[] = [],
  Left extends Shape = [],
> = number extends Axes
  ? Shape
  : number extends S['length']
    ? Shape
    : S extends readonly [infer H extends number, ...infer R extends Shape]
      ? InPlaceOf<
          R,
          Axes,
          Others,
          [...Seen, unknown],
          [...Left, ...(Seen['length'] extends Axes ? Others : [H])]
        >
      : Left

/**
 * The sizes that are left when axes are taken out; known where both are known.
 *
 * @category Operations
 * @since 0.1.0
 */
export type Reduced<S extends Shape, Axes extends number> = InPlaceOf<S, Axes, []>

/**
 * The sizes where axes are reduced to 1; known where both are known.
 *
 * @category Operations
 * @since 0.1.0
 */
export type Kept<S extends Shape, Axes extends number> = InPlaceOf<S, Axes, [1]>

/**
 * An operation that reduces the given axes, or all, of tensors of one kind to a tensor of another, with options of its own.
 *
 * @category Operations
 * @since 0.1.0
 */
export interface Reduction<O extends object = object, In extends Kind = 'float', Out extends Kind = 'float'> {
  (axes?: undefined, options?: O & { readonly keep?: false }): (x: Tensor<Shape, In>) => Tensor<[], Out>
  <const Axes extends readonly number[]>(
    axes: Axes,
    options?: O & { readonly keep?: false },
  ): <S extends Shape>(x: Tensor<S, In>) => Tensor<Reduced<S, Axes[number]>, Out>
  <const Axes extends readonly number[]>(
    axes: Axes,
    options: O & { readonly keep: true },
  ): <S extends Shape>(x: Tensor<S, In>) => Tensor<Kept<S, Axes[number]>, Out>
  (
    axes: readonly number[] | undefined,
    options: O & ReductionOptions,
  ): (x: Tensor<Shape, In>) => Tensor<Shape, Out>
}

/** What reductions take. */
export const reductionArguments = {
  axes: needs.optional(needs.numbers),
  options: needs.options({ keep: needs.boolean }),
}

/** A shape with some of its axes reduced to 1. */
export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((n, axis) => (axes.includes(axis) ? 1 : n))

/** A reduction from what it does to some axes, which it takes out; errors call it by its name. */
export const reductionBy =
  <O extends object>(
    name: string,
    reduce: (x: AnyTensor, axes: readonly number[], options: O & ReductionOptions) => AnyTensor,
    kind: Kind = 'float',
  ) =>
  (axes?: readonly number[], options: O & ReductionOptions = {} as O) =>
  <T extends AnyTensor>(x: AnyTensor): T => {
    const { shape } = requireTensor(x)
    const over = axes ?? shape.map((_, axis) => axis)
    if (kind === 'float') requireFloat(name, x)
    requireAxes(name, shape, over)
    const y = reduce(x, over, options)
    return (options.keep === true ? reshape(keptShape(shape, over))(y) : y) as T
  }
