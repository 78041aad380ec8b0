/**
 * Safetensors files: tensors by name, in one file or in several that an index names.
 *
 * @module
 */
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { byteCount, namedTensors, patterns } from '../../codec/contract.ts'
import type { ArrayPatterns, FittingAll } from '../../codec/npz.ts'
import { metadata } from '../../safetensors/contract.ts'
import { type Safetensors, type SafetensorsPattern, wantedOf } from '../../safetensors/decode.ts'
import { contentOf, type NamedTensors, type SafetensorsOptions } from '../../safetensors/encode.ts'
import type { SafetensorsEntry } from '../../safetensors/header.ts'
import { readingTensor, type SafetensorsReading } from '../../safetensors/reading.ts'
import { needs, takes } from '../../tensor/contract/index.ts'
import type { AnyTensor } from '../../tensor/tensor.ts'
import { path } from '../contract.ts'
import type { DataError } from '../dataError.ts'
import { caught, DataFailure } from '../dataFailure.ts'
import { writeWhole } from '../writeWhole.ts'
import { answeredBy, fill, inOrder, using } from './fill.ts'
import { requireShards, writeShards } from './shards.ts'
import {
  type FindOptions,
  isIndex,
  openTensorFiles,
  type TensorFile,
  type TensorFiles,
} from './tensorFiles.ts'

/**
 * What is wanted of a safetensors file, and what is allowed of it.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface SafetensorsFileOptions<Ps extends ArrayPatterns = ArrayPatterns>
  extends SafetensorsPattern<Ps>,
    FindOptions {}

/** What a conversation about a tensor ends with, in a file that was looked into. */
export const askOf = async <A>(file: TensorFile, reading: SafetensorsReading<A>): Promise<A> => {
  const answer = await using(file.path, file.identity, handle =>
    answeredBy(request => fill(handle, request), reading),
  )
  if (isLeft(answer)) throw new DataFailure({ ...answer.left, path: file.path })
  return answer.right
}

/** Whole tensors, each from its file; a file is opened once for those of it that follow each other. */
export const readAll = async (
  files: TensorFiles,
  wanted: readonly SafetensorsEntry[],
): Promise<ReadonlyMap<string, AnyTensor>> => {
  const tensors = new Map<string, AnyTensor>()
  const byFile = new Map<TensorFile, SafetensorsEntry[]>()
  for (const entry of wanted) {
    const file = files.fileOf(entry.name)
    const entries = byFile.get(file)
    if (entries === undefined) byFile.set(file, [entry])
    else entries.push(entry)
  }
  for (const [file, entries] of byFile)
    await using(file.path, file.identity, async handle => {
      const filling = inOrder(handle)
      for (const entry of entries) {
        const tensor = await answeredBy(filling, readingTensor(entry))
        if (isLeft(tensor)) throw new DataFailure({ ...tensor.left, path: file.path })
        tensors.set(entry.name, tensor.right)
      }
    })
  return tensors
}

/** The options of reading. */
export const readOptions = { tensors: patterns, maxBytes: byteCount, followLinks: needs.boolean } as const

/**
 * Tensors in a safetensors file by name, and its metadata: one task, which reads the file when it is run. Of a path that ends in
 * `.index.json` the files are read that the index names. Only the tensors that are asked for are read; what each has to be is checked,
 * and then its type knows it. `decodeSafetensors` says what is read and what is refused. No more memory is taken than the tensors need.
 *
 * @throws ArgumentError unless it is given a path, and options that there are.
 *
 * @example
 * import { isLeft } from 'fp-ts/lib/Either.js'
 * import { readSafetensors, showDataError } from 'pullback/node'
 *
 * const read = await readSafetensors('model.safetensors', { tensors: { 'head.weight': { shape: [null, 768] } } })()
 * if (isLeft(read)) console.error(showDataError(read.left))
 * else console.log(read.right.tensors['head.weight'].shape, read.right.metadata)
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const readSafetensors = takes(
  'readSafetensors',
  { path, options: needs.options(readOptions) },
  () => readSafetensorsUnchecked,
)

const readSafetensorsUnchecked =
  <const Ps extends ArrayPatterns = ArrayPatterns>(
    path: string,
    options: SafetensorsFileOptions<Ps> = {},
  ): TaskEither<DataError, Safetensors<Ps>> =>
  () =>
    caught(async () => {
      const files = await openTensorFiles(path, options)
      const wanted = wantedOf(files.header, options)
      if (isLeft(wanted)) return left({ ...wanted.left, path })
      const tensors = Object.fromEntries(await readAll(files, wanted.right))
      return right({ tensors: tensors as FittingAll<Ps>, metadata: files.header.metadata })
    })

/**
 * How a safetensors file is written.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface WriteSafetensorsOptions extends SafetensorsOptions {
  /**
   * How many bytes the tensors of one file may have where an index is written; a larger one has a file of its own. Defaults to
   * 5 · 10⁹, as Hugging Face's libraries have it.
   *
   * @default 5_000_000_000
   */
  readonly maxShardBytes?: number
}

/** The options of writing, with what metadata may be. */
export const shardOptions = { maxShardBytes: byteCount } as const

/**
 * Writes named tensors to a safetensors file, which the format's other libraries read. The file appears when it is complete and on the
 * disk, and the same tensors give the same bytes. Beside the tensors no more memory is taken than a few pieces of 1 MiB.
 *
 * Given a path that ends in `.index.json`, such as `model.safetensors.index.json`, it writes files of up to `maxShardBytes`
 * (`model-00001-of-00003.safetensors`), and then the index that names them; files that the index there named before are removed when
 * the new one is in its place.
 *
 * @throws ArgumentError if a name or a text has half of a character, a tensor is called `__metadata__`, or `maxShardBytes` is given
 * with a path that is not that of an index.
 *
 * @example
 * import { tensor, zeros } from 'pullback'
 * import { writeSafetensors } from 'pullback/node'
 * const tensors = { w: zeros([64, 10]), b: tensor([0.5, 1]) }
 * const write = writeSafetensors('model.safetensors', { metadata: { licence: 'MIT' } })(tensors) // write() does it
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const writeSafetensors = takes(
  'writeSafetensors',
  [{ path, options: needs.options({ metadata, ...shardOptions }) }, { tensors: namedTensors }],
  () => writeSafetensorsUnchecked,
)

const writeSafetensorsUnchecked =
  (path: string, options: WriteSafetensorsOptions = {}) =>
  (tensors: NamedTensors): TaskEither<DataError, void> =>
    writeTensors('writeSafetensors', path, options, tensors)

/** Writes tensors to a file, or to several and their index. */
export const writeTensors = (
  of: string,
  path: string,
  { metadata = {}, maxShardBytes }: WriteSafetensorsOptions,
  tensors: NamedTensors,
): TaskEither<DataError, void> => {
  requireShards(of, path, maxShardBytes)
  if (isIndex(path)) return writeShards(path, metadata, maxShardBytes, tensors)
  const content = contentOf(tensors, metadata)
  return writeWhole(path, async () => content())
}
