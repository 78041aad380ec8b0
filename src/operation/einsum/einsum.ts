/**
 * Sums of products by an equation.
 *
 * @module
 */
import { bind } from '../../primitive/core/bind.ts'
import { requireFloat, requireSameDType } from '../../primitive/core/rule.ts'
import { Reshape } from '../../primitive/movement/reshape.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { AnyTensor, Tensor } from '../../tensor/tensor.ts'
import { contracted, diagonal, inOrder, type Named, summedOver } from './contract.ts'
import { type Equation, equationOf, labelled, quoted } from './equation.ts'
import { neededBeside, nextPair } from './order.ts'
import type { Fitting, Readable, ResultShape } from './type.ts'

/**
 * Takes tensors whose axes an equation names, and gives the sum of their products.
 *
 * @category Other
 * @since 0.1.0
 */
export type Einsum<E extends string> = <const Xs extends readonly Tensor[]>(
  ...operands: { [I in keyof Xs]: Xs[I] & Fitting<E, Xs, I> }
) => Tensor<ResultShape<E, Xs>>

/** Without the axes of size 1 that others have in another size: they repeat there. */
const unrepeated = ({ labels, tensor }: Named, sizes: ReadonlyMap<string, number>): Named => {
  const kept = labels.filter((label, axis) => tensor.shape[axis] === sizes.get(label))
  return kept.length === labels.length
    ? { labels, tensor }
    : { labels: kept, tensor: bind(Reshape, { shape: kept.map(label => sizes.get(label)!) }, [tensor]) }
}

/** Summed over what neither the result nor another tensor has. */
const summedAlone = (operands: readonly Named[], result: readonly string[]): readonly Named[] =>
  operands.map((named, i) => {
    const needed = neededBeside(
      operands.map(({ labels }) => labels),
      result,
      [i, i],
    )
    return summedOver(
      named,
      named.labels.filter(label => !needed.has(label)),
    )
  })

const combined = (
  operands: readonly Named[],
  result: readonly string[],
  sizes: ReadonlyMap<string, number>,
): Named => {
  if (operands.length === 1) return operands[0]!
  const labels = operands.map(named => named.labels)
  const pair = nextPair(labels, result, sizes)
  const product = contracted(operands[pair[0]]!, operands[pair[1]]!, neededBeside(labels, result, pair))
  return combined([...operands.filter((_, i) => !pair.includes(i)), product], result, sizes)
}

/** The result, of the shape that an equation's type says: a claim that the laws of `einsum` check. */
const evaluated = <T extends AnyTensor>(equation: Equation, tensors: readonly AnyTensor[]): T => {
  const { operands, result, sizes } = labelled(
    equation,
    tensors.map(({ shape }) => shape),
  )
  const what = `einsum(${quoted(equation.text)})`
  tensors.forEach(x => {
    requireFloat(what, x)
    requireSameDType(what, tensors[0]!, x)
  })
  const named = operands.map((labels, i) => diagonal(unrepeated({ labels, tensor: tensors[i]! }, sizes)))
  return inOrder(combined(summedAlone(named, result), result, sizes), result).tensor as T
}

/**
 * A sum of products by an equation, in Einstein's notation: letters name the axes of each tensor, those with one letter are walked
 * together, and what the result does not have is summed over. `einsum('bij,bjk->bik')(x, y)[b, i, k] = Σⱼ x[b, i, j] y[b, j, k]`.
 * Kin: NumPy's `einsum`, PyTorch's `einsum`.
 *
 * A letter twice in one tensor takes its diagonal. `...` stands for any number of axes, aligned at the last, of which those of size 1
 * are repeated. Without `->` the result has the axes of `...` and the letters that occur once, capitals first, as in the alphabet.
 * Many tensors are multiplied two at a time, in an order that keeps what is between small, by products of matrices where an axis is
 * summed over. A literal equation is checked by the compiler, with the shapes as far as they are known.
 *
 * @throws ArgumentError if the equation cannot be read or has another number of tensors; ShapeError if shapes do not fit it;
 * DTypeError if they are not floats of one element type.
 *
 * @example
 * import { op, tensor } from 'pullback'
 * const [x, y] = [tensor([[1, 2], [3, 4]]), tensor([[5, 6], [7, 8]])]
 * op.einsum('ij,jk->ik')(x, y) // the product of matrices
 * op.einsum('ii')(x) // the trace, 5
 * op.einsum('i,j->ij')(tensor([1, 2]), tensor([3, 4, 5])) // Tensor<[2, 3]>
 *
 * @category Operations
 * @since 0.1.0
 */
export const einsum = takes(
  'einsum',
  [{ equation: needs.text }, { '...operands': needs.tensor }],
  () => einsumUnchecked,
)

const einsumUnchecked = <const E extends string>(equation: E & Readable<E>): Einsum<E> => {
  const read = equationOf(equation)
  return (...operands) => evaluated(read, operands)
}
