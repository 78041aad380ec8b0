/**
 * The notebook's dense layer, on samples as columns, with a pullback written by hand.
 *
 * @module
 */
import { initialiser, layer, onesLike, op, type Tensor } from 'pullback'
import type { Columns } from './columns.ts'

/** The sizes of the notebook. */
export const [features, labels, samples] = [5, 3, 64] as const

/** A one under each column. */
const augment = (x: Columns<5>): Columns<6> =>
  op.concat(0)(x, onesLike(op.slice([0, 0], [1, x.shape[1]])(x))) as Columns<6>

/**
 * `z = W [x; 1]`: the bias is the last column of W. Its pullback is the notebook's `backward`, where
 * `np.dot(output_gradient, self.input.T)` fills the blank.
 */
export const dense = layer.parametric({
  name: 'dense(5, 3) of columns',
  params: { w: [initialiser.normal(0, 1), [labels, features + 1]] },
  run: ({ w }: { w: Tensor<[3, 6]> }, x: Columns<5>) => {
    const input = augment(x)
    return [
      op.matmul<[], 3, 6, number>(w, input),
      dz => [
        { w: op.matmulNT<[], 3, number, 6>(dz, input) },
        op.slice([0, 0], x.shape)(op.matmulTN<[], 6, 3, number>(w, dz)),
      ],
    ]
  },
})
