/**
 * Samples from a population, as NumPy's legacy `RandomState` takes them.
 *
 * @module
 */
import { map, type State } from 'fp-ts/lib/State.js'
import { needs, takes } from '../tensor/contract/index.ts'
import { allocate, type Kind } from '../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import { type Shape, showShape, sizeOf } from '../tensor/shape.ts'
import {
  elementsOf,
  type Integers,
  isTensor,
  type Sizes,
  type Tensor,
  unsafeFromElements,
} from '../tensor/tensor.ts'
import { permutation } from './permutation.ts'
import { randint } from './randint.ts'
import type { RandomState } from './randomState.ts'

/**
 * How samples are taken.
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export interface ChoiceOptions {
  /**
   * Whether one element may be taken many times. Defaults to true.
   *
   * @default true
   */
  readonly replace?: boolean
}

const places = <S extends Shape>(n: number, shape: S, replace: boolean): State<RandomState, Integers<S>> => {
  const size = sizeOf(shape)
  if (!Number.isSafeInteger(n) || n < 1)
    throw new ArgumentError(`choice needs a population of at least one, but was given ${n}.`)
  if (replace) return randint<number, S>(0, n, shape)
  if (size > n)
    throw new ArgumentError(
      `choice cannot take ${size} different ones (${showShape(shape)}) of ${n}: take fewer, or with { replace: true }.`,
    )
  return map((order: Integers<[number]>) =>
    unsafeFromElements<S, 'integer'>(shape, 'i32', elementsOf(order).slice(0, size)),
  )(permutation<number>(n))
}

/**
 * Samples of the numbers from 0 to `n - 1`, or of the elements of a vector, each with the same probability: NumPy's
 * `choice(n, size, replace)` and `choice(a, size, replace)`. With replacement they are those of `randint`, without it the
 * first of `permutation`.
 *
 * @throws ArgumentError if the population is empty, or too small to take so many without replacement.
 * @throws ShapeError if the population is a tensor, but no vector, or the shape is none.
 *
 * @example
 * import { tensor } from 'pullback'
 * import { choice, randomState } from 'pullback/numpy'
 * const [places] = choice(20, [4], { replace: false })(randomState(0)) // 18, 1, 19, 8
 * const [classes] = choice(tensor([3, 5, 7], 'i32'), [2, 3])(randomState(0)) // [[3, 5, 3], [5, 5, 7]]
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const choice = takes(
  'choice',
  [
    {
      population: needs.either(needs.number, needs.tensor),
      shape: needs.shape,
      options: needs.options({ replace: needs.boolean, p: needs.tensor }),
    },
    { state: needs.randomState },
  ],
  () => choiceUnchecked,
)

function choiceUnchecked<N extends number, S extends Sizes<N>>(
  n: number,
  shape: S,
  options?: ChoiceOptions,
): State<RandomState, Integers<S>>
function choiceUnchecked<N extends number, S extends Sizes<N>, K extends Kind>(
  population: Tensor<[number], K>,
  shape: S,
  options?: ChoiceOptions,
): State<RandomState, Tensor<S, K>>
function choiceUnchecked<S extends Shape>(
  population: number | Tensor<Shape, Kind>,
  shape: S,
  { replace = true }: ChoiceOptions = {},
): State<RandomState, Tensor<S, Kind>> {
  if (!isTensor(population)) return places(population, shape, replace)
  if (population.shape.length !== 1)
    throw new ShapeError(
      `choice takes a number or a vector to choose from, but was given ${showShape(population.shape)}.`,
      [population.shape],
    )
  return map((chosen: Integers<S>) => {
    const [indices, elements] = [elementsOf(chosen), elementsOf(population)]
    const taken = allocate(population.dtype, indices.length)
    for (let i = 0; i < indices.length; i++) taken[i] = elements[indices[i]!]!
    return unsafeFromElements(shape, population.dtype, taken)
  })(places(population.shape[0]!, shape, replace))
}
