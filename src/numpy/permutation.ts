/**
 * Random orders, as NumPy's legacy `RandomState` makes them.
 *
 * @module
 */
import { map, type State } from 'fp-ts/lib/State.js'
import { takeRows } from '../data/takeRows.ts'
import { needs, takes } from '../tensor/contract/index.ts'
import type { Kind } from '../tensor/dtype.ts'
import { ArgumentError, ShapeError } from '../tensor/error.ts'
import type { Shape } from '../tensor/shape.ts'
import { elementsOf, type Integers, isTensor, type Tensor, unsafeFromElements } from '../tensor/tensor.ts'
import { action, type RandomState } from './randomState.ts'
import { upTo } from './source.ts'

/**
 * The numbers from 0 to `n - 1` in a random order: NumPy's `permutation(n)`, by the method of Fisher and Yates (Durstenfeld
 * 1964) from the last place down.
 *
 * @throws ArgumentError unless `n` is a non-negative integer.
 *
 * @example
 * import { permutation, randomState } from 'pullback/numpy'
 * const [order] = permutation(5)(randomState(0)) // 2, 0, 1, 3, 4
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const permutation = takes(
  'permutation',
  [{ n: needs.number }, { state: needs.randomState }],
  () => permutationUnchecked,
)

const permutationUnchecked = <N extends number>(n: N): State<RandomState, Integers<[N]>> => {
  if (!Number.isSafeInteger(n) || n < 0 || n > 2 ** 31)
    throw new ArgumentError(`permutation needs a count up to 2^31, but was given ${n}.`)
  return action(source => {
    const order = Int32Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const j = upTo(source, i)
      const moved = order[i]!
      order[i] = order[j]!
      order[j] = moved
    }
    return unsafeFromElements<[N], 'integer'>([n], 'i32', order)
  })
}

/**
 * A list, or the rows of a tensor, in a random order: what NumPy's `shuffle` leaves of its argument, and its `permutation`
 * gives for one. The argument stays as it is; to shuffle what was shuffled before, as a loop over epochs does in place,
 * hand the result on.
 *
 * @throws ShapeError for a scalar.
 *
 * @example
 * import { randomState, shuffle } from 'pullback/numpy'
 * const [first, next] = shuffle(['a', 'b', 'c', 'd', 'e'])(randomState(0)) // c, a, b, d, e
 * const [second] = shuffle(first)(next)
 *
 * @category NumPy's random numbers
 * @since 0.1.0
 */
export const shuffle = takes(
  'shuffle',
  [{ x: needs.either(needs.tensor, needs.list) }, { state: needs.randomState }],
  () => shuffleUnchecked,
)

function shuffleUnchecked<S extends readonly [number, ...number[]], K extends Kind>(
  x: Tensor<S, K>,
): State<RandomState, Tensor<S, K>>
function shuffleUnchecked<A>(list: readonly A[]): State<RandomState, readonly A[]>
function shuffleUnchecked<A>(
  x: readonly A[] | Tensor<Shape, Kind>,
): State<RandomState, readonly A[] | Tensor<Shape, Kind>> {
  if (!isTensor(x))
    return map((order: Integers<[number]>) => Array.from(elementsOf(order), i => x[i] as A))(
      permutation(x.length),
    )
  if (x.shape.length === 0)
    throw new ShapeError('shuffle needs rows to put in order, but was given a scalar.', [x.shape])
  return map((order: Integers<[number]>) => takeRows(order)(x))(permutation(x.shape[0]!))
}
