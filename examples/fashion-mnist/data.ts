/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): images of clothes, from a folder or from the network.
 *
 * @module
 */
import { join } from 'node:path'
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { pipe } from 'fp-ts/lib/function.js'
import { match, type Option } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Batch, type Integers, op } from 'pullback'
import { cacheFolder, type DataError, download, readIdx } from 'pullback/node'

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

// The digests are those in the notebook.
const files = {
  'train-images-idx3-ubyte.gz': '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
  'train-labels-idx1-ubyte.gz': '25c81989df183df01b3e8a0aad5dffbe',
  't10k-images-idx3-ubyte.gz': 'bef4ecab320f06d8554ea6380940ec79',
  't10k-labels-idx1-ubyte.gz': 'bb300cfdad3c16e7a12a480ee83cd310',
} as const

type FileName = keyof typeof files

const sources = [
  'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
] as const

const checksumOf = (name: FileName) => ({ md5: files[name] })

/** The path of a file, in the folder that was named or in the cache, to which it is downloaded if need be. */
const placed = (folder: Option<string>, name: FileName): TE.TaskEither<DataError, string> =>
  pipe(
    folder,
    match(
      () =>
        download(join(cacheFolder(), 'fashion-mnist', name), {
          urls: [`${sources[0]}/${name}`, `${sources[1]}/${name}`],
          checksum: checksumOf(name),
        }),
      path => TE.right(join(path, 'fashion-mnist', name)),
    ),
  )

const clothesIn = (folder: Option<string>, part: 'train' | 't10k'): TE.TaskEither<DataError, Clothes> => {
  const [imageFile, labelFile] = [`${part}-images-idx3-ubyte.gz`, `${part}-labels-idx1-ubyte.gz`] as const
  return pipe(
    sequenceS(TE.ApplySeq)({ images: placed(folder, imageFile), labels: placed(folder, labelFile) }),
    TE.bind('inputs', ({ images }) =>
      readIdx(images, { dtype: 'u8', shape: [null, 28, 28], checksum: checksumOf(imageFile) }),
    ),
    TE.bind('targets', ({ labels, inputs }) =>
      readIdx(labels, { dtype: 'u8', shape: [inputs.shape[0]], checksum: checksumOf(labelFile) }),
    ),
    TE.map(({ inputs, targets }) => ({
      inputs: op.reshape<number, [number, 784]>([inputs.shape[0], 784])(inputs),
      targets,
    })),
  )
}

/** Both parts, from the folder `fashion-mnist` in the one that was named, or else downloaded once and kept. */
export const loadFashionMnist = (folder: Option<string>): TE.TaskEither<DataError, FashionMnist> =>
  sequenceS(TE.ApplySeq)({ train: clothesIn(folder, 'train'), test: clothesIn(folder, 't10k') })
