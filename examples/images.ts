/**
 * Sets of images in the four IDX files of MNIST and its successors: from a folder, or else from the network.
 *
 * @module
 */
import { join } from 'node:path'
import { sequenceT } from 'fp-ts/lib/Apply.js'
import { pipe } from 'fp-ts/lib/function.js'
import { match, type Option } from 'fp-ts/lib/Option.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Integers } from 'pullback'
import { cacheFolder, type DataError, download, readIdx } from 'pullback/node'
import type { ExampleError } from './example.ts'

/** Images of 28 x 28 bytes, 0 being the background, and the classes they show. */
export interface Images {
  readonly images: Integers<[number, 28, 28]>
  readonly labels: Integers<[number]>
}

/** The two parts in which such a set is published. */
export interface ImageSet {
  readonly train: Images
  readonly test: Images
}

/** The files by their usual names without `-ubyte.gz`, each with its md5. */
export interface ImageFiles {
  readonly 'train-images-idx3': string
  readonly 'train-labels-idx1': string
  readonly 't10k-images-idx3': string
  readonly 't10k-labels-idx1': string
}

/** A published set: the folder for it, where it can be downloaded, and the digests of its files. */
export interface ImageSource {
  readonly folder: string
  /** Addresses of folders, each with a slash at the end. */
  readonly mirrors: readonly [string, ...string[]]
  readonly md5: ImageFiles
}

const fileName = (name: keyof ImageFiles): string => `${name}-ubyte.gz`

/** The path of a file: in the folder that was named, or where it was downloaded to. */
const fileOf = (
  { folder, mirrors: [first, ...others], md5 }: ImageSource,
  name: keyof ImageFiles,
  data: Option<string>,
): TE.TaskEither<DataError, string> => {
  const file = fileName(name)
  return pipe(
    data,
    match(
      () =>
        download(join(cacheFolder(), folder, file), {
          urls: [first + file, ...others.map(mirror => mirror + file)],
          checksum: { md5: md5[name] },
        }),
      named => TE.right(join(named, folder, file)),
    ),
  )
}

/** A set from `data`, or from the network and then the cache; each file must have its digest. */
export const loadImages =
  (source: ImageSource) =>
  (data: Option<string>): TE.TaskEither<ExampleError, ImageSet> => {
    const part = (name: 'train' | 't10k'): TE.TaskEither<DataError, Images> => {
      const [images, labels] = [`${name}-images-idx3`, `${name}-labels-idx1`] as const
      const checksumOf = (file: keyof ImageFiles) => ({ md5: source.md5[file] })
      return pipe(
        TE.Do,
        TE.apS('paths', sequenceT(TE.ApplyPar)(fileOf(source, images, data), fileOf(source, labels, data))),
        TE.bind('images', ({ paths: [path] }) =>
          readIdx(path, { dtype: 'u8', shape: [null, 28, 28], checksum: checksumOf(images) }),
        ),
        TE.bind('labels', ({ paths: [, path], images: { shape } }) =>
          readIdx(path, { dtype: 'u8', shape: [shape[0]], checksum: checksumOf(labels) }),
        ),
        TE.map(({ images, labels }) => ({ images, labels })),
      )
    }
    return pipe(
      TE.Do,
      TE.apSW('train', part('train')),
      TE.apSW('test', part('t10k')),
      TE.mapLeft((error): ExampleError => ({ _tag: 'BadData', error })),
    )
  }
