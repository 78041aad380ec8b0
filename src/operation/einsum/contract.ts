/**
 * Sums of products of two tensors whose axes have names, as one product of matrices where they share axes that are summed over.
 *
 * @module
 */

import { bind } from '../../primitive/core/bind.ts'
import { mul } from '../../primitive/elementwise/arithmetic.ts'
import { Gather } from '../../primitive/movement/gather.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { Transpose } from '../../primitive/movement/transpose.ts'
import { Matmul } from '../../primitive/product/matmul.ts'
import { Broadcast, Sum } from '../../primitive/reduction/broadcast.ts'
import { fromValues } from '../../tensor/function/constructors.ts'
import { type Shape, sizeOf } from '../../tensor/shape.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'

/** A tensor, and what its axes are called. */
export interface Named {
  readonly labels: readonly string[]
  readonly tensor: AnyTensor
}

type Labels = readonly string[]

const reshaped = (x: AnyTensor, shape: Shape): AnyTensor =>
  shape.length === x.shape.length && shape.every((n, axis) => n === x.shape[axis])
    ? x
    : bind(Reshape, { shape }, [x])

const isSame = (one: Labels, other: Labels): boolean =>
  one.length === other.length && one.every((label, i) => label === other[i])

const without = (labels: Labels, others: Labels): Labels => labels.filter(label => !others.includes(label))

/** The same axes in another order. */
export const inOrder = ({ labels, tensor }: Named, order: Labels): Named =>
  isSame(labels, order)
    ? { labels, tensor }
    : {
        labels: order,
        tensor: bind(Transpose, { axes: order.map(label => labels.indexOf(label)) }, [tensor]),
      }

/** Axes summed over. */
export const summedOver = ({ labels, tensor }: Named, gone: Labels): Named =>
  gone.length === 0
    ? { labels, tensor }
    : {
        labels: without(labels, gone),
        tensor: bind(Sum, { axes: gone.map(label => labels.indexOf(label)) }, [tensor]),
      }

/** Of axes with one name the elements at which their indices agree. */
export const diagonal = (named: Named): Named => {
  const { labels } = named
  const label = labels.find((one, i) => labels.indexOf(one) !== i)
  if (label === undefined) return named
  const [first, second] = [labels.indexOf(label), labels.lastIndexOf(label)]
  const others = labels.map((_, axis) => axis).filter(axis => axis !== first && axis !== second)
  const axes = [first, second, ...others]
  const front = axes.every((axis, i) => axis === i) ? named.tensor : bind(Transpose, { axes }, [named.tensor])
  const [n, , ...rest] = front.shape as readonly [number, number, ...number[]]
  const places = fromValues(
    [n],
    Array.from({ length: n }, (_, i) => i * (n + 1)),
    'i32',
  )
  const rows = bind(Gather, { batchDims: 0 }, [reshaped(front, [n * n, ...rest]), places])
  return diagonal({ labels: [label, ...others.map(axis => labels[axis]!)], tensor: rows })
}

const sizesIn = ({ labels, tensor }: Named, some: Labels): Shape =>
  some.map(label => tensor.shape[labels.indexOf(label)]!)

/** Both repeated along what only the other has, and multiplied. */
const spreadProduct = (x: Named, y: Named): Named => {
  const labels = [...x.labels, ...without(y.labels, x.labels)]
  const shape = labels.map(label =>
    x.labels.includes(label)
      ? x.tensor.shape[x.labels.indexOf(label)]!
      : y.tensor.shape[y.labels.indexOf(label)]!,
  )
  const spread = (named: Named): AnyTensor =>
    isSame(named.labels, labels)
      ? named.tensor
      : bind(Broadcast, { shape, axes: named.labels.map(label => labels.indexOf(label)) }, [named.tensor])
  return { labels, tensor: mul(spread(x), spread(y)) }
}

/** Matrices of a factor, in whichever of both orders its axes lie already. */
const matrices = (
  x: Named,
  batch: Labels,
  [rows, columns]: readonly [Labels, Labels],
): { readonly tensor: AnyTensor; readonly transposed: boolean } => {
  const transposed = isSame(x.labels, [...batch, ...columns, ...rows])
  const [first, second] = transposed ? [columns, rows] : [rows, columns]
  const { tensor } = inOrder(x, [...batch, ...first, ...second])
  const leading = batch.length === 0 ? [] : [sizeOf(sizesIn(x, batch))]
  return {
    tensor: reshaped(tensor, [...leading, sizeOf(sizesIn(x, first)), sizeOf(sizesIn(x, second))]),
    transposed,
  }
}

/** The product of two tensors, summed over what they share and nothing else needs. */
export const contracted = (x: Named, y: Named, needed: ReadonlySet<string>): Named => {
  const shared = x.labels.filter(label => y.labels.includes(label))
  const batch = shared.filter(label => needed.has(label))
  const gone = shared.filter(label => !needed.has(label))
  const [rows, columns] = [without(x.labels, shared), without(y.labels, shared)]
  if (gone.length === 0 || (rows.length === 0 && columns.length === 0))
    return summedOver(spreadProduct(x, y), gone)
  const [left, right] = [matrices(x, batch, [rows, gone]), matrices(y, batch, [gone, columns])]
  const product = bind(Matmul, { transposeA: left.transposed, transposeB: right.transposed }, [
    left.tensor,
    right.tensor,
  ])
  const shape = [...sizesIn(x, batch), ...sizesIn(x, rows), ...sizesIn(y, columns)]
  return { labels: [...batch, ...rows, ...columns], tensor: reshaped(product, shape) }
}
