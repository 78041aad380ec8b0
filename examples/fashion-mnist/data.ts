/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): images of clothes, from a folder or from the network.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Option } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Batch, type Integers, op } from 'pullback'
import type { ExampleError } from '../example.ts'
import { type ImageSource, type Images, loadImages } from '../images.ts'

/** Images of 28 x 28 bytes, row by row, 0 for the background, and what they show. */
export type Clothes = Batch<Integers<[number, 784]>, Integers<[number]>>

/** The two parts, as they were published. */
export interface FashionMnist {
  readonly train: Clothes
  readonly test: Clothes
}

/** What the classes 0 to 9 are. */
export const classes = [
  ...['T-shirt/top', 'trouser', 'pullover', 'dress', 'coat'],
  ...['sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'],
] as const

/** Where it is published, with the digests that are in the notebook. */
export const fashionMnistSource: ImageSource = {
  folder: 'fashion-mnist',
  mirrors: [
    'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
  md5: {
    'train-images-idx3': '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
    'train-labels-idx1': '25c81989df183df01b3e8a0aad5dffbe',
    't10k-images-idx3': 'bef4ecab320f06d8554ea6380940ec79',
    't10k-labels-idx1': 'bb300cfdad3c16e7a12a480ee83cd310',
  },
}

const clothesOf = ({ images, labels }: Images): Clothes => ({
  inputs: op.reshape<number, [number, 784]>([images.shape[0], 784])(images),
  targets: labels,
})

/** Both parts, from the folder `fashion-mnist` in the one that was named, or else downloaded once and kept. */
export const loadFashionMnist = (folder: Option<string>): TE.TaskEither<ExampleError, FashionMnist> =>
  pipe(
    loadImages(fashionMnistSource)(folder),
    TE.map(({ train, test }) => ({ train: clothesOf(train), test: clothesOf(test) })),
  )
