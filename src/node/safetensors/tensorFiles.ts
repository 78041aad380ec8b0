/**
 * Files of tensors that were looked into: one, or the several that an index names.
 *
 * @module
 */
import { realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { SafetensorsEntry, SafetensorsHeader } from '../../safetensors/header.ts'
import { openingSafetensors } from '../../safetensors/reading.ts'
import { longestIndex, readIndex } from '../../safetensors/shardIndex.ts'
import { DataFailure } from '../dataFailure.ts'
import { readFailure } from '../storedBytes.ts'
import { answeredBy, fill, type Identity, inOrder, using } from './fill.ts'

/** A file that was looked into, and is closed again. */
export interface TensorFile {
  readonly path: string
  readonly identity: Identity
}

/** Files with the tensors that all of them have, and where each is. */
export interface TensorFiles {
  readonly header: SafetensorsHeader
  readonly fileOf: (tensor: string) => TensorFile
}

/**
 * How files are found.
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export interface FindOptions {
  /**
   * Whether files that an index names may be links to others out of its folder, as in Hugging Face's cache. Defaults to false: an index
   * from elsewhere is not to be trusted.
   */
  readonly followLinks?: boolean
}

/** Whether a path is that of an index, and not of tensors. */
export const isIndex = (path: string): boolean => path.endsWith('.index.json')

const opened = (path: string): Promise<readonly [TensorFile, SafetensorsHeader]> =>
  using(path, null, async (file, identity) => {
    const header = await answeredBy(inOrder(file), openingSafetensors(identity.size))
    if (isLeft(header)) throw new DataFailure({ ...header.left, path })
    return [{ path, identity }, header.right]
  })

/** The path of a file that an index names, which has to lie in its folder whatever links there are. */
const pathIn = async (folder: string, file: string, followLinks: boolean): Promise<string | null> => {
  const path = join(folder, file)
  if (followLinks) return path
  const [inside, real] = await Promise.all([realpath(folder), realpath(path)])
  return real.startsWith(inside.endsWith(sep) ? inside : `${inside}${sep}`) ? path : null
}

const indexIn = (path: string) =>
  using(path, null, async (file, { size }) => {
    if (size > longestIndex) throw new DataFailure({ _tag: 'TooLarge', path, limit: longestIndex })
    const bytes = new Uint8Array(size)
    const read = await fill(file, { from: 0, into: bytes })
    const index = readIndex(bytes.subarray(0, read))
    if (isLeft(index)) throw new DataFailure({ _tag: 'IndexBroken', path, ...index.left })
    return index.right
  })

const openedByIndex = async (path: string, { followLinks = false }: FindOptions): Promise<TensorFiles> => {
  const index = await indexIn(path)
  const wrong = (byte: number, reason: string): DataFailure =>
    new DataFailure({ _tag: 'IndexBroken', path, byte, reason })
  const headers = new Map<string, readonly [TensorFile, SafetensorsHeader]>()
  const places = new Map<string, TensorFile>()
  const entries = new Map<string, SafetensorsEntry>()
  for (const { tensor, file, byte } of index) {
    if (!headers.has(file)) {
      const own = await pathIn(dirname(path), file, followLinks).catch(cause => {
        throw readFailure(join(dirname(path), file))(cause)
      })
      if (own === null) throw wrong(byte, `the file ${JSON.stringify(file)} is a link out of the folder`)
      headers.set(file, await opened(own))
    }
    const [place, header] = headers.get(file) as readonly [TensorFile, SafetensorsHeader]
    const entry = header.entries.get(tensor)
    if (entry === undefined)
      throw wrong(byte, `the file ${JSON.stringify(file)} has no tensor ${JSON.stringify(tensor)}`)
    places.set(tensor, place)
    entries.set(tensor, entry)
  }
  for (const [file, [place, header]] of headers)
    for (const name of header.entries.keys())
      if (places.get(name) !== place)
        throw wrong(
          0,
          `the file ${JSON.stringify(file)} has a tensor ${JSON.stringify(name)} that it does not name there`,
        )
  const metadata = Object.assign(
    {},
    ...[...headers.values()].toReversed().map(([, header]) => header.metadata),
  )
  return { header: { entries, metadata }, fileOf: name => places.get(name) as TensorFile }
}

/**
 * Looks into the file of tensors at a path, or into those that the index there names.
 *
 * @throws DataFailure if one of them cannot be read, is not such a file, or the index is wrong.
 */
export const openTensorFiles = async (path: string, options: FindOptions): Promise<TensorFiles> => {
  if (isIndex(path)) return openedByIndex(path, options)
  const [file, header] = await opened(path)
  return { header, fileOf: () => file }
}

/** Whether there is something at a path. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
