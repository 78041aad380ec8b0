/**
 * Tensors written to several files, and the index that names them.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { contentOf, type NamedTensors } from '../../safetensors/encode.ts'
import { indexBytes, inShards, readIndex } from '../../safetensors/shardIndex.ts'
import { ArgumentError } from '../../tensor/error.ts'
import type { DataError } from '../dataError.ts'
import { writeWhole } from '../writeWhole.ts'
import { exists, isIndex } from './tensorFiles.ts'

/** As Hugging Face's libraries have it. */
const defaultShardBytes = 5e9

/** @throws ArgumentError if a size of files is given where there is only one. */
export const requireShards = (of: string, path: string, maxShardBytes: number | undefined): void => {
  if (maxShardBytes !== undefined && !isIndex(path))
    throw new ArgumentError(
      `${of} writes several files where the path is that of an index, but was given maxShardBytes with '${path}'. Give it ` +
        `'${path.replace(/(\.safetensors)?$/, '.safetensors.index.json')}'.`,
    )
}

const fiveDigits = (n: number): string => String(n).padStart(5, '0')

/** `model-00001-of-00003.safetensors` and so on. */
const namesOf = (stem: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${stem}-${fiveDigits(i + 1)}-of-${fiveDigits(count)}.safetensors`)

/** The files directly in a folder that an index in it names; none if it is not there or not an index. */
const namedBy = async (path: string): Promise<readonly string[]> => {
  const bytes = await readFile(path).catch(() => null)
  const index = bytes === null ? null : readIndex(new Uint8Array(bytes))
  return index === null || isLeft(index)
    ? []
    : [...new Set(index.right.map(({ file }) => file))].filter(file => !file.includes('/'))
}

/** Names of which no file is there yet, so that the old files stay whole until the index names the new ones. */
const freeNames = async (folder: string, stem: string, count: number): Promise<readonly string[]> => {
  const names = namesOf(stem, count)
  const taken = await Promise.all(names.map(name => exists(join(folder, name))))
  return taken.includes(true) ? namesOf(`${stem}-${randomUUID().slice(0, 8)}`, count) : names
}

const removed = (folder: string, files: readonly string[]): Promise<unknown> =>
  Promise.all(files.map(file => rm(join(folder, file), { force: true }).catch(() => undefined)))

/** Writes files of up to so many bytes, and then their index: a reader sees all of the old or all of the new. */
export const writeShards = (
  path: string,
  metadata: { readonly [name: string]: string },
  maxShardBytes: number | undefined,
  tensors: NamedTensors,
): TaskEither<DataError, void> => {
  const shards = inShards(tensors, maxShardBytes ?? defaultShardBytes)
  const contents = shards.map(shard => contentOf(shard, metadata))
  return async () => {
    const folder = dirname(path)
    const old = await namedBy(path)
    const stem = basename(path).replace(/(\.safetensors)?\.index\.json$/, '')
    const names = await freeNames(folder, stem, shards.length)
    for (const [i, content] of contents.entries()) {
      const written = await writeWhole(join(folder, names[i]!), async () => content())()
      if (isLeft(written)) {
        await removed(folder, names)
        return written
      }
    }
    const index = indexBytes(shards.map((shard, i) => [names[i]!, shard]))
    const written = await writeWhole(path, async () => index)()
    if (isLeft(written)) {
      await removed(folder, names)
      return written
    }
    await removed(
      folder,
      old.filter(file => !names.includes(file)),
    )
    return right(undefined)
  }
}
