/**
 * The plan of a matrix product of a given shape: which axis is spread over lanes, the tile, what is copied first.
 *
 * @module
 */
import { type Features, type Lanes, lanesOf } from './lanes.ts'
import { cheapestTile, deepCost, wideCost } from './matmulTile.ts'

/** A product of matrices, `[m, k]` by `[k, n]`, either of which may be stored transposed. */
export interface MatmulShape {
  readonly dtype: Lanes
  readonly batch: number
  readonly m: number
  readonly n: number
  readonly k: number
  readonly transposeA: boolean
  readonly transposeB: boolean
  /** Elements from one stored row of an operand to the next, if it is a part of a wider matrix. */
  readonly leadingA?: number | undefined
  readonly leadingB?: number | undefined
}

/** Elements from one row of the left operand to the next, as it is stored. */
export const leadingLeft = ({ transposeA, m, k, leadingA }: MatmulShape): number =>
  leadingA ?? (transposeA ? m : k)

/** Elements from one row of the right operand to the next, as it is stored. */
export const leadingRight = ({ transposeB, n, k, leadingB }: MatmulShape): number =>
  leadingB ?? (transposeB ? k : n)

/** What every plan says: the product to compute, and how it comes from the one asked for. */
interface Oriented {
  readonly shape: MatmulShape
  /** Whether the operands have changed places: `cᵀ = op(b)ᵀ op(a)ᵀ`. */
  readonly exchanged: boolean
  /** Whether the result is then transposed into its place. */
  readonly turned: boolean
}

/** Lanes run along `n`; one element of the left operand at a time multiplies a vector of the right one. */
export interface WidePlan extends Oriented {
  readonly form: 'wide'
  /** The tile: rows, and vectors in a row. */
  readonly rows: number
  readonly vectors: number
  /** How far along `k` a pass goes. */
  readonly depth: number
  /** Whether the right operand is copied to panels as wide as the tile. */
  readonly packRight: boolean
  /** How many rows of the left operand are copied together, 0 if it is read in place. */
  readonly rowBlock: number
  /** Whether the loop over rows is around the one over panels. */
  readonly rowsOutside: boolean
}

/** Lanes run along `k`, the last axis of both operands: the vectors of a tile are each added up at the end. */
export interface DeepPlan extends Oriented {
  readonly form: 'deep'
  readonly rows: number
  readonly columns: number
  /** Whether an operand is transposed into scratch memory first. */
  readonly packLeft: boolean
  readonly packRight: boolean
}

export type MatmulPlan = WidePlan | DeepPlan

interface Candidate {
  readonly plan: MatmulPlan
  readonly cycles: number
}

const sizeOf = (shape: MatmulShape): number => 16 / lanesOf(shape.dtype)

/** Rows so far apart that each is a page of its own, or that they meet in few sets of the caches. */
const isScattered = (stride: number): boolean => stride >= 2048
const isCrowded = (stride: number): boolean => stride % 2048 === 0

/** How long pieces of at most `most` are: equally long if they can be, since another length is more code. */
export const inEqualPieces = (total: number, most: number): number => {
  const least = Math.ceil(total / most)
  const counts = Array.from({ length: least + 1 }, (_, i) => least + i)
  return Math.ceil(total / (counts.find(count => total % count === 0) ?? least))
}

/** A pass along `k` is so short that what a tile reads in it stays in the first cache for the next tile. */
const chooseDepth = (k: number, most: number): number => (k <= 1.6 * most ? k : inEqualPieces(k, most))

/** What it takes to transpose an element in memory, and to copy one. */
const turnCycles = 0.75
const packCycles = 0.25

const wide = (oriented: Oriented, features: Features): Candidate => {
  const { shape, turned } = oriented
  const { dtype, m, n, k, transposeB } = shape
  const size = sizeOf(shape)
  const { tile, cycles } = cheapestTile([m, Math.ceil(n / lanesOf(dtype))], wideCost(k), features)
  const [rows, vectors] = tile
  const [leftStride, rightStride] = [leadingLeft(shape) * size, leadingRight(shape) * size]
  const packLeft = m > rows && isScattered(leftStride) && n >= (isCrowded(leftStride) ? 128 : 256)
  const packRight = transposeB || (isScattered(rightStride) && m >= (isCrowded(rightStride) ? 16 : 96))
  // Rows in place share their cache lines with what is not read, and sets of the cache with each other.
  const [cache, shared] = packRight ? [24576, 0] : [12288, 48]
  const plan: WidePlan = {
    ...oriented,
    form: 'wide',
    rows,
    vectors,
    depth: m <= rows ? k : chooseDepth(k, cache / (vectors * 16 + shared + rows * size)),
    packRight,
    rowBlock: packLeft ? Math.ceil(m / Math.ceil(m / 96) / rows) * rows : 0,
    rowsOutside: k <= 2,
  }
  return { plan, cycles: cycles + turnCycles * ((transposeB ? k * n : 0) + (turned ? m * n : 0)) }
}

const deep = (oriented: Oriented, features: Features): Candidate => {
  const { dtype, m, n, k, transposeA, transposeB } = oriented.shape
  const rowBytes = k * sizeOf(oriented.shape)
  const most = Math.max(2, Math.floor(16384 / rowBytes))
  const { tile, cycles } = cheapestTile([m, n], deepCost(k, dtype), features, most)
  const [rows, columns] = tile
  // Every row of tiles reads all of the right operand, from beyond the second cache if it is large.
  const far = n * rowBytes > 262144 ? ((m / rows - 1) * n * rowBytes) / 8 : 0
  const plan: DeepPlan = {
    ...oriented,
    form: 'deep',
    rows,
    columns,
    packLeft: transposeA,
    packRight: !transposeB,
  }
  return { plan, cycles: cycles + far + turnCycles * ((transposeA ? m * k : 0) + (transposeB ? 0 : n * k)) }
}

/** The product of the transposes in the other order: it has the same elements, transposed. */
const exchange = (shape: MatmulShape): MatmulShape => ({
  ...shape,
  m: shape.n,
  n: shape.m,
  transposeA: !shape.transposeB,
  transposeB: !shape.transposeA,
  leadingA: shape.leadingB,
  leadingB: shape.leadingA,
})

/** Takes a single row or column, which is the same transposed unless it is part of a matrix, in the more convenient way. */
const straighten = (shape: MatmulShape): MatmulShape => ({
  ...shape,
  ...(shape.leadingA === undefined ? { transposeA: shape.transposeA && shape.m > 1 && shape.k > 1 } : {}),
  ...(shape.leadingB === undefined ? { transposeB: (shape.transposeB || shape.n === 1) && shape.k > 1 } : {}),
})

const search = (asked: MatmulShape, features: Features): Candidate => {
  const isColumn = asked.n === 1 && asked.m > 1
  const shape = straighten(isColumn ? exchange(asked) : asked)
  const plain: Oriented = { shape, exchanged: isColumn, turned: false }
  const turned: Oriented = { shape: exchange(shape), exchanged: !isColumn, turned: true }
  return [wide(plain, features), deep(plain, features), wide(turned, features)].reduce((x, y) =>
    y.cycles < x.cycles ? y : x,
  )
}

/** Plans that were found: a program asks for each of its products several times, and a process for those of many programs. */
const found = new Map<string, Candidate>()
const mostFound = 1024

const best = (shape: MatmulShape, features: Features): Candidate => {
  const { dtype, batch, m, n, k, transposeA, transposeB, leadingA, leadingB } = shape
  const key = `${dtype},${batch},${m},${n},${k},${transposeA},${transposeB},${leadingA},${leadingB},${features.relaxed}`
  const known = found.get(key)
  if (known !== undefined) return known
  if (found.size >= mostFound) found.clear()
  const candidate = search(shape, features)
  found.set(key, candidate)
  return candidate
}

/** How to compute a product of positive sizes. */
export const planMatmul = (shape: MatmulShape, features: Features): MatmulPlan => best(shape, features).plan

/** About how many cycles of one core a product takes. */
export const matmulCycles = (shape: MatmulShape, features: Features): number => {
  const { plan, cycles } = best(shape, features)
  const { n, k, batch } = plan.shape
  return batch * (cycles + (plan.form === 'wide' && plan.packRight ? packCycles * k * n : 0))
}
