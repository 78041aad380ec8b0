/**
 * Samples as columns.
 *
 * @module
 */
import { type Cotangent, type Integers, op, smooth, type Tensor, takeRows } from 'pullback'

/** A column of `C` numbers for each sample: features, scores, probabilities, or one-hot labels. */
export type Columns<C extends number> = Tensor<[C, number]>

/** A smooth map that keeps the form of columns, whatever their length. */
export type ColumnMap = <C extends number>(
  x: Columns<C>,
) => readonly [Columns<C>, (dy: Cotangent<Columns<C>>) => Cotangent<Columns<C>>]

type Matrices = smooth.Smooth<Tensor<[number, number]>, Tensor<[number, number]>>

/** A map of rows as a map of columns. */
export const onColumns = (f: Matrices): ColumnMap => {
  const whole: Matrices = smooth.compose(smooth.transpose(), f, smooth.transpose())
  return whole as ColumnMap
}

/** The columns that the indices name, in their order: NumPy's `x[:, indices]`. */
export const takeColumns =
  (indices: Integers<[number]>) =>
  <C extends number>(x: Columns<C>): Columns<C> => {
    const rows: Tensor<[number, C]> = op.transpose()(x)
    return op.transpose()(takeRows(indices)(rows) as Tensor<[number, C]>)
  }
