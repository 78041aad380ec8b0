/**
 * Eigenvalues and eigenvectors of symmetric matrices by Jacobi's rotations: as many at once as there are pairs of rows without a row
 * in common, so that each round is two products of matrices.
 *
 * @see Golub, Van Loan: "Matrix Computations", 4th edition, section 8.5 (parallel Jacobi, the order of a tournament)
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { add, mul, neg } from '../../primitive/elementwise/arithmetic.ts'
import { equal, greater } from '../../primitive/elementwise/compare.ts'
import { abs, sqrt } from '../../primitive/elementwise/elementary.ts'
import { leading, product, transposed } from '../../primitive/linearAlgebra/matrices.ts'
import type { SymmetricEigenOptions } from '../../primitive/linearAlgebra/symmetricEigen.ts'
import { concat } from '../../primitive/movement/concat.ts'
import { Gather } from '../../primitive/movement/gather.ts'
import { reshape } from '../../primitive/movement/reshape.ts'
import { Argsort } from '../../primitive/order/sort.ts'
import { broadcastAlong, sum } from '../../primitive/reduction/broadcast.ts'
import { argmaxOfRows, max } from '../../primitive/reduction/reduceMax.ts'
import { loopOf } from '../../program/loopOf.ts'
import { whileOf } from '../../program/whileOf.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import type { Shape } from '../../tensor/shape.ts'
import type { AnyTensor, Integers, Tensor } from '../../tensor/tensor.ts'
import {
  above,
  atLeast,
  below,
  equals,
  everywhere,
  firstOf,
  inDouble,
  minus,
  over,
  plus,
  times,
  where,
} from './arithmetic.ts'
import { perColumn, perRow, places } from './matrices.ts'

/** The rounds of a tournament in which each meets each once: for each round who meets whom; of an odd number one meets itself. */
const rounds = (n: number): readonly (readonly number[])[] => {
  const even = n + (n % 2)
  return Array.from({ length: even - 1 }, (_, round) => {
    const meets = Array.from({ length: n }, (_, i) => i)
    const pair = (i: number, j: number): void => {
      if (i < n && j < n) [meets[i], meets[j]] = [j, i]
    }
    pair(even - 1, round)
    for (let k = 1; k < even / 2; k++) pair((round + k) % (even - 1), (round - k + even - 1) % (even - 1))
    return meets
  })
}

/** Ones where a row meets a column. */
const meeting = (partners: Integers, shape: Shape): Integers => {
  const n = shape.at(-1) as number
  return equal(perRow(partners, shape), perColumn(places(n), shape))
}

const diagonal = (shape: Shape): Integers => meeting(places(shape.at(-1) as number), shape)

const kept = (mask: Integers, x: Tensor): Tensor => where(mask, x, everywhere(x, 0))

/** A number for each row: that which a mask has in it. */
const rowSums = (x: Tensor): Tensor => sum([x.shape.length - 1])(x) as Tensor

/** The rotations of all pairs of a round as one matrix. */
const rotation = (a: Tensor, partners: Integers): Tensor => {
  const { shape } = a
  const n = shape.at(-1) as number
  const isDiagonal = diagonal(shape)
  const isPair = meeting(partners, shape)
  const own = rowSums(kept(isDiagonal, a))
  const its = rowSums(kept(isPair, perColumn(own, shape)))
  const off = rowSums(kept(isPair, a))
  const along = <X extends AnyTensor>(x: X): X =>
    broadcastAlong(own.shape, [own.shape.length - 1])(x as Tensor) as AnyTensor as X
  const isSelf = equal(along(partners), along(places(n)))
  const isFirst = greater(along(partners), along(places(n)))
  // tan of the smaller of the two angles that make the pair's entry 0; of the second of a pair it has the other sign.
  const slope = over(minus(its, own), times(off, 2))
  const size = over(1, plus(abs(slope), sqrt(plus(times(slope, slope), 1))))
  const turned = firstOf(
    [
      [equals(slope, 0), where(isFirst, everywhere(slope, 1), everywhere(slope, -1))],
      [below(slope, 0), neg(size)],
    ],
    size,
  )
  const t = firstOf(
    [
      [isSelf, 0],
      [equals(off, 0), 0],
    ],
    turned,
  )
  const c = over(1, sqrt(plus(times(t, t), 1)))
  const s = mul(t, c)
  return where(isDiagonal, perRow(c, shape), kept(isPair, perRow(s, shape)))
}

/** Rows of zeros but for what is beside the diagonal. */
const sizeBeside = (a: Tensor): Tensor => {
  const all = a.shape.map((_, axis) => axis)
  return max(all)(where(diagonal(a.shape), everywhere(a, 0), abs(a))) as Tensor
}

const mostSweeps = 30

/** Turned until nothing is left beside the diagonal, and the basis in which that is so. */
const diagonalised = (a: Tensor): readonly [Tensor, Tensor] => {
  const n = a.shape.at(-1) as number
  const basis = where(diagonal(a.shape), everywhere(a, 1), everywhere(a, 0))
  if (n < 2) return [a, basis]
  const table = rounds(n)
  const partners = fromValues([table.length, n], table.flat(), 'i32') as AnyTensor
  const sweep = (now: readonly AnyTensor[]): readonly AnyTensor[] =>
    loopOf(
      ([x, v], [own]) => {
        const turn = rotation(x as Tensor, own as Integers)
        const inner = product(product(turn, x as Tensor, { transposeA: true }), turn) as Tensor
        const even = times(add(inner, transposed(inner) as Tensor), 0.5)
        return [[even, product(v as Tensor, turn)], []]
      },
      { count: table.length, reverse: false },
      now,
      [partners],
    ) as readonly AnyTensor[]
  const largest = max(a.shape.map((_, axis) => axis))(abs(a)) as Tensor
  const enough = times(largest, n * 2 ** -60)
  const [x, v] = whileOf(
    { predicate: ([now]) => above(sizeBeside(now as Tensor), enough), step: sweep },
    { limit: mostSweeps },
    [a, basis],
  )
  return [x as Tensor, v as Tensor]
}

const inOrder = (x: Tensor, order: AnyTensor): Tensor =>
  bind(Gather, { batchDims: order.shape.length - 1 }, [x, order])

/** Of the largest entries, to within rounding, the first is made positive: vectors are rows here. */
const turnedUp = (vectors: Tensor): Tensor => {
  const last = vectors.shape.length - 1
  const along = broadcastAlong(
    vectors.shape,
    vectors.shape.slice(0, -1).map((_, axis) => axis),
  )
  const size = along(max([last])(abs(vectors)) as Tensor) as Tensor
  const isLarge = atLeast(abs(vectors), times(size, 1 - 1e-6))
  // The first of ones.
  const first = argmaxOfRows(where(isLarge, everywhere(vectors, 1), everywhere(vectors, 0))) as Integers
  const isChosen = equal(
    along(first) as Integers,
    broadcastAlong(vectors.shape, [last])(places(vectors.shape[last] as number)) as Integers,
  )
  const chosen = along(rowSums(kept(isChosen, vectors))) as Tensor
  return where(below(chosen, 0), neg(vectors), vectors)
}

export const symmetricEigen = ({ vectors }: SymmetricEigenOptions) =>
  inDouble(given => {
    const a = times(add(given, transposed(given) as Tensor), 0.5)
    const [x, v] = diagonalised(a)
    const found = rowSums(kept(diagonal(x.shape), x))
    const order = bind(Argsort, { axis: found.shape.length - 1, descending: false }, [found])
    const values = inOrder(found, order)
    if (!vectors) return values
    const rows = turnedUp(inOrder(transposed(v) as Tensor, order))
    const asRow = reshape([...leading(a.shape), 1, a.shape.at(-1) as number])(values) as Tensor
    return concat(a.shape.length - 2)(asRow, transposed(rows) as Tensor) as Tensor
  })
