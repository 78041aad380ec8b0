/**
 * MNIST: handwritten digits, in their published order.
 *
 * @module
 */
import { type FloatDType, type Integers, op, type Tensor, takeRows, tensor } from 'pullback'
import { type Images, loadImages } from '../images.ts'

/** Rows of 784 pixels, and the digits they show. */
export interface Pixels {
  readonly inputs: Tensor<[number, 784]>
  readonly targets: Integers<[number]>
}

/** MNIST from a folder, or from the network. */
export const loadMnist = loadImages({
  folder: 'mnist',
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
  md5: {
    'train-images-idx3': 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
    'train-labels-idx1': 'd53e105ee54ea40749a09fcbcd1e9432',
    't10k-images-idx3': '9fb629c4189551a2d022fa330f9573f3',
    't10k-labels-idx1': 'ec29112dd5afa0611ce80d1b7f02629c',
  },
})

/** Images as rows of pixels from 0 to 255, as the notebook has them. */
export const rawPixels =
  (dtype: FloatDType) =>
  ({ images, labels }: Images): Pixels => ({
    inputs: op.convert(dtype)(op.reshape<number, [number, 784]>([images.shape[0], 784])(images)),
    targets: op.convert('i32')(labels),
  })

/** Images as rows of pixels from 0 to 1: what a network learns from. */
export const scaledPixels =
  (dtype: FloatDType) =>
  (images: Images): Pixels => {
    const { inputs, targets } = rawPixels(dtype)(images)
    return { inputs: op.scale(1 / 255)(inputs), targets }
  }

/** Some images in a row. */
export const consecutive = ({ images, labels }: Images, from: number, count: number): Images => {
  const take = takeRows<number>(
    tensor(
      Array.from({ length: count }, (_, i) => from + i),
      'i32',
    ),
  )
  return { images: take(images) as Images['images'], labels: take(labels) as Images['labels'] }
}
