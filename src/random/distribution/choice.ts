/**
 * Samples from a population.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import { div } from '../../primitive/elementwise/arithmetic.ts'
import { greater, select } from '../../primitive/elementwise/compare.ts'
import { convert } from '../../primitive/elementwise/convert.ts'
import { log } from '../../primitive/elementwise/elementary.ts'
import { gather } from '../../primitive/movement/gather.ts'
import { slice } from '../../primitive/movement/pad.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { Argsort } from '../../primitive/order/sort.ts'
import { needs, showValue, takes } from '../../tensor/contract/index.ts'
import { type Kind, mostElements } from '../../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../../tensor/error.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import { type Shape, showShape, sizeOf } from '../../tensor/shape.ts'
import {
  type AnyTensor,
  elementsOf,
  type Integers,
  isConcrete,
  isTensor,
  type Sizes,
  type Tensor,
} from '../../tensor/tensor.ts'
import { type Key, split } from '../key.ts'
import { minusLogOfRest, standardUniform } from '../unit.ts'
import { aliasTables } from './alias.ts'
import { categorical } from './categorical.ts'
import { integers } from './integers.ts'
import { parameterNeed } from './parameter.ts'

/**
 * How samples are taken.
 *
 * @category Random numbers
 * @since 0.1.0
 */
export interface ChoiceOptions {
  /**
   * Whether one may be taken many times. Defaults to true.
   *
   * @defaultValue true
   */
  readonly replace?: boolean
  /** The probability of each. Defaults to all the same. */
  readonly probabilities?: Tensor<[number]> | readonly number[]
}

/** Draws positions in a population. */
type Draw = (key: Key) => Integers

const asTensor = (probabilities: Tensor<[number]> | readonly number[]): Tensor<[number]> =>
  isTensor(probabilities)
    ? (probabilities as Tensor<[number]>)
    : fromValues([probabilities.length], probabilities, 'f64')

/** How far a sum of probabilities may be off 1, as in NumPy: the root of what an element type tells apart. */
const tolerance = { f64: 2 ** -26, f32: 2 ** -11.5 } as const

const requireProbabilities = (probabilities: Tensor<[number]>, size: number): void => {
  if (probabilities.shape.length !== 1 || probabilities.shape[0] !== size)
    throw new ShapeError(
      `choice needs a probability for each of ${size}, but was given ${showShape(probabilities.shape)}.`,
      [probabilities.shape],
    )
  if (!isConcrete(probabilities)) return
  const elements = elementsOf(probabilities)
  let total = 0
  for (let i = 0; i < size; i++) {
    if (!(elements[i]! >= 0 && elements[i]! <= 1 + tolerance.f32))
      throw new ArgumentError(
        `choice needs probabilities from 0 to 1, but was given ${elements[i]} at position ${i}.`,
      )
    total += elements[i]!
  }
  if (!(Math.abs(total - 1) <= tolerance[probabilities.dtype]))
    throw new ArgumentError(
      `choice needs probabilities that sum to 1, but they sum to ${total}: divide each by their sum.`,
    )
}

/** With replacement: by tables where probabilities are numbers, else by their logarithms. */
const weighted = (shape: Shape, probabilities: Tensor<[number]>): Draw => {
  if (!isConcrete(probabilities))
    return key => categorical(shape as number[], log(probabilities))(key) as Integers
  const { own, alias } = aliasTables(elementsOf(probabilities))
  const size = own.length
  const [owns, aliases] = [fromValues([size], own, 'f64'), fromValues([size], alias, 'i32')]
  const places = integers(shape as number[], 0, size)
  return key => {
    const [forPlace, forChoice] = split(2)(key)
    const place = places(forPlace) as Integers
    const isOwn = greater(gather(owns, place) as Tensor, standardUniform(shape, 'f64', forChoice))
    return select(isOwn, place, gather(aliases, place) as Integers)
  }
}

const requirePopulation = (size: number): void => {
  if (!(Number.isSafeInteger(size) && size >= 1 && size <= mostElements))
    throw new ArgumentError(
      `choice needs a population of at least one, and of no more than a tensor can have elements, but was given ${showValue(size)}.`,
    )
}

const positions = (shape: Shape, size: number, { replace = true, probabilities }: ChoiceOptions): Draw => {
  requirePopulation(size)
  if (probabilities !== undefined) requireProbabilities(asTensor(probabilities), size)
  if (replace)
    return probabilities === undefined
      ? (integers(shape as number[], 0, size) as Draw)
      : weighted(shape, asTensor(probabilities))
  return withoutReplacement(shape, size, probabilities === undefined ? null : asTensor(probabilities))
}

/** The places of numbers in ascending order. */
const sortedPlaces = (keys: Tensor<[number]>): Integers<[number]> =>
  bind(Argsort, { axis: 0, descending: false }, [keys])

/** Without replacement: the first in the order of exponential samples over the probabilities. */
const withoutReplacement = (shape: Shape, size: number, probabilities: Tensor<[number]> | null): Draw => {
  const count = sizeOf(shape)
  const possible =
    probabilities !== null && isConcrete(probabilities)
      ? elementsOf(probabilities).filter(p => p > 0).length
      : size
  if (count > possible)
    throw new ArgumentError(
      `choice cannot take ${count} different ones (${showShape(shape)}) of ${possible}: take fewer, or with { replace: true }.`,
    )
  return key => {
    const waits: Tensor<[number]> = minusLogOfRest(standardUniform<[number]>([size], 'f64', key))
    const order = sortedPlaces(
      probabilities === null ? waits : div(waits, convert('f64')(probabilities) as Tensor<[number]>),
    )
    return reshape(shape)(slice([0], [count])(order)) as Integers
  }
}

/**
 * Samples of the numbers from 0 to `n - 1`, as i32, or of the rows of a tensor `[n, ...]`, which become `[...shape, ...]`: with the
 * same probability, or with given ones.
 *
 * With replacement they are `random.integers`, or of given probabilities found in two tables, however many there are (Walker's
 * aliases), or, where probabilities are computed in a program, `random.categorical` of their logarithms. Without replacement they are
 * the first in the order of exponential samples over the probabilities (Efraimidis and Spirakis 2006), which is one after the other,
 * each of those that are left in proportion to their probabilities. Two words of the key for each sample, four with probabilities,
 * and two for each of the population without replacement.
 *
 * NumPy's `choice(a, size, replace, p)`, JAX's `choice(key, a, shape, replace, p)`, PyTorch's `multinomial(p, n, replacement)`.
 *
 * @throws ArgumentError if the population is empty, or too small to take so many without replacement, or if probabilities are
 * negative or do not sum to 1.
 * @throws ShapeError if there is not a probability for each.
 *
 * @example
 * import { key, random, tensor } from 'pullback'
 * const places = random.choice([4], 20, { replace: false })(key(0))
 * const rows = random.choice([100], tensor([[1, 2], [3, 4]]), { probabilities: [0.9, 0.1] })(key(1)) // [100, 2]
 *
 * @category Random numbers
 * @since 0.1.0
 */
export const choice = takes(
  'choice',
  [
    {
      shape: needs.shape,
      population: parameterNeed,
      options: needs.options({
        replace: needs.boolean,
        probabilities: needs.either(needs.numbers, needs.tensor),
      }),
    },
    { key: needs.key },
  ],
  () => choiceUnchecked,
)

function choiceUnchecked<N extends number, S extends Sizes<N>>(
  shape: S,
  size: number,
  options?: ChoiceOptions,
): (key: Key) => Integers<S>
function choiceUnchecked<N extends number, S extends Sizes<N>, R extends Shape, K extends Kind>(
  shape: S,
  population: Tensor<[number, ...R], K>,
  options?: ChoiceOptions,
): (key: Key) => Tensor<[...S, ...R], K>
function choiceUnchecked(
  shape: Shape,
  population: number | AnyTensor,
  options: ChoiceOptions = {},
): (key: Key) => AnyTensor {
  if (!isTensor(population)) return positions(shape, population, options)
  const size = population.shape[0]
  if (size === undefined)
    throw new ShapeError('choice needs a number, or a tensor with an axis of rows, but was given a scalar.', [
      [],
    ])
  const draw = positions(shape, size, options)
  return key => gather(population as Tensor<[number]>, draw(key))
}
