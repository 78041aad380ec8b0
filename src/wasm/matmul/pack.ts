/**
 * Copies of blocks of matrices, as they are or transposed, for micro-kernels to read in a row.
 *
 * @module
 */
import { type Lanes, lanesOf } from '../../plan/lanes.ts'
import type { FunctionBuilder, Local } from '../binary/assembler.ts'
import { address, type Cursor, inPieces, load, past } from './cursor.ts'
import { storeLanes } from './tile.ts'

/** The start of a matrix and the number of bytes from one row to the next. */
export interface Rows {
  readonly from: Cursor
  readonly stride: number
}

/**
 * Copies `rows` rows of `bytes` bytes, rounded up to whole vectors: it reads past the end of a row and writes as much.
 */
export const emitCopy = (f: FunctionBuilder, from: Rows, to: Rows, rows: number, bytes: number): void => {
  const vectors = Math.ceil(bytes / 16)
  const copy = (count: number) => (a: Cursor, b: Cursor) => {
    for (let i = 0; i < count; i++) {
      address(f, b)
      load(f, 'v128.load', past(a, 16 * i)).memory('v128.store', b.offset + 16 * i)
    }
  }
  const group = vectors <= 4 ? 4 : 1
  const some = (count: number) => (a: Cursor, b: Cursor) => {
    for (let i = 0; i < count; i++) {
      const row = [past(a, i * from.stride), past(b, i * to.stride)] as const
      if (vectors <= 8) copy(vectors)(...row)
      else inPieces(f, vectors, 4, row, [64, 64], copy)
    }
  }
  inPieces(f, rows, group, [from.from, to.from], [group * from.stride, group * to.stride], some)
}

/** Words of 4 bytes of two vectors, the second one's numbered from 4, as a shuffle. */
const words = (order: readonly number[]): readonly number[] =>
  order.flatMap(word => [0, 1, 2, 3].map(byte => 4 * word + byte))

const low = { f32: words([0, 4, 1, 5]), f64: words([0, 1, 4, 5]) } as const
const high = { f32: words([2, 6, 3, 7]), f64: words([2, 3, 6, 7]) } as const

/** Exchanges the rows and columns of a square of vectors (4 of f32, 2 of f64) in place. */
export const transposeVectors = (f: FunctionBuilder, dtype: Lanes, vectors: readonly Local[]): void => {
  const spare = f.local('v128')
  const interleave = (x: Local, y: Local): void => {
    f.get(x).get(y).shuffle(high[dtype]).set(spare)
    f.get(x).get(y).shuffle(low[dtype]).set(x)
    f.get(spare).set(y)
  }
  const [a, b, c, d] = vectors as readonly [Local, Local, Local, Local]
  if (dtype === 'f64') interleave(a, b)
  else {
    // Rows 0 and 2, 1 and 3, then both results: the order that leaves column i in vector i.
    interleave(a, c)
    interleave(b, d)
    interleave(a, b)
    interleave(c, d)
  }
  f.release(spare)
}

/** Transposes a square, or the part of one that has `rows` rows and `columns` columns. */
const emitSquare = (
  f: FunctionBuilder,
  dtype: Lanes,
  from: Rows,
  to: Rows,
  rows: number,
  columns: number,
): void => {
  const vectors = Array.from({ length: lanesOf(dtype) }, () => f.local('v128'))
  vectors.forEach((vector, i) => {
    load(f, 'v128.load', past(from.from, Math.min(i, rows - 1) * from.stride)).set(vector)
  })
  transposeVectors(f, dtype, vectors)
  vectors.slice(0, columns).forEach((vector, i) => {
    storeLanes(f, dtype, vector, past(to.from, i * to.stride), rows)
  })
  f.release(...vectors)
}

/** Writes the transpose of a matrix of `rows` rows and `columns` columns, and no byte more. */
export const emitTranspose = (
  f: FunctionBuilder,
  dtype: Lanes,
  from: Rows,
  to: Rows,
  rows: number,
  columns: number,
): void => {
  const lanes = lanesOf(dtype)
  const band = (height: number) => (a: Cursor, b: Cursor) => {
    const square = (width: number) => (x: Cursor, y: Cursor) =>
      emitSquare(f, dtype, { ...from, from: x }, { ...to, from: y }, height, width)
    inPieces(f, columns, lanes, [a, b], [16, lanes * to.stride], square)
  }
  inPieces(f, rows, lanes, [from.from, to.from], [lanes * from.stride, 16], band)
}
