/**
 * Files in the private file system that a browser gives each origin.
 *
 * @module
 */
import type { CheckpointStore } from '../checkpoint/index.ts'
import { takes } from '../tensor/contract/index.ts'
import { attempt, Refusal } from './attempt.ts'
import { fileName } from './contract.ts'
import { browser, type Directory } from './host.ts'

const root = async (): Promise<Directory> => {
  const directory = await browser.navigator?.storage?.getDirectory?.()
  if (directory === undefined)
    throw new Refusal(
      'this host has no private file system: take indexedDb, or a page served by https or from this machine',
    )
  return directory
}

/**
 * Files in a folder of the origin's private file system (OPFS), which only pages of the same origin see. A file is put in the place of
 * the old one when all of it is written. Works in pages and in Workers, where they were served by https or from this machine.
 *
 * The left of each task says why it failed, such as that the space the browser gives is full.
 *
 * @throws ArgumentError unless the folder is a name.
 *
 * @example
 * import { isRight } from 'fp-ts/lib/Either.js'
 * import { dense, init, key } from 'pullback'
 * import { opfs } from 'pullback/browser'
 * import { decodeModel, encodeModel } from 'pullback/safetensors'
 * const net = dense(4, 3)
 * const files = opfs('models')
 * await files.write('digits.safetensors', encodeModel(net)(init(net)(key(0))))()
 * const bytes = await files.read('digits.safetensors')()
 * if (isRight(bytes)) console.log(decodeModel(net)(bytes.right))
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const opfs = takes('opfs', { folder: fileName }, () => opfsUnchecked)

const opfsUnchecked = (folder: string): CheckpointStore => {
  const directory = async (): Promise<Directory> =>
    (await root()).getDirectoryHandle(folder, { create: true })
  // A file that a page made, and was closed before it wrote to it, is empty: it is not there yet.
  const bytesIn = async (place: Directory, file: string): Promise<Uint8Array> =>
    new Uint8Array(await (await (await place.getFileHandle(file, { create: false })).getFile()).arrayBuffer())
  return {
    name: `the private folder ${folder}`,
    list: attempt(async () => {
      const place = await directory()
      const files: string[] = []
      for await (const [name, { kind }] of place.entries()) {
        if (kind !== 'file') continue
        const { size } = await (await place.getFileHandle(name, { create: false })).getFile()
        if (size > 0) files.push(name)
      }
      return files
    }),
    read: file =>
      attempt(async () => {
        const bytes = await bytesIn(await directory(), file)
        if (bytes.length === 0) throw new Refusal('there is no such file')
        return bytes
      }),
    write: (file, bytes) =>
      attempt(async () => {
        const handle = await (await directory()).getFileHandle(file, { create: true })
        const writable = await handle.createWritable()
        try {
          await writable.write(bytes)
        } catch (cause) {
          await writable.abort().catch(() => undefined)
          throw cause
        }
        await writable.close()
      }),
    remove: file =>
      attempt(async () => {
        await (await directory()).removeEntry(file).catch(cause => {
          if ((cause as { readonly name?: unknown }).name !== 'NotFoundError') throw cause
        })
      }),
  }
}
