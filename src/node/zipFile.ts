/**
 * Files in zip archives.
 *
 * @module
 */
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile as ZipReader } from 'yauzl'
import { ZipFile as ZipWriter } from 'yazl'
import type { FileOptions } from './byteFile.ts'
import { DataFailure } from './dataFailure.ts'
import { reasonOf } from './storedBytes.ts'

const zipFailure =
  (path: string) =>
  (cause: unknown): DataFailure => {
    if (cause instanceof DataFailure) return cause
    const reason = reasonOf(cause)
    if (reason === 'ENOENT') return new DataFailure({ _tag: 'FileMissing', path })
    return new DataFailure(
      /^E[A-Z]+$/.test(reason)
        ? { _tag: 'FileUnreadable', path, reason }
        : { _tag: 'ZipCorrupt', path, reason: (cause as Error).message },
    )
  }

const entriesOf = async (archive: ZipReader): Promise<ReadonlyMap<string, Entry>> => {
  const entries = new Map<string, Entry>()
  for await (const entry of archive.eachEntry()) {
    if (entries.has(entry.fileName)) throw new Error(`it has ${entry.fileName} twice`)
    entries.set(entry.fileName, entry)
  }
  return entries
}

const contentOf = async (archive: ZipReader, entry: Entry): Promise<Uint8Array> => {
  const content = new Uint8Array(entry.uncompressedSize)
  let place = 0
  // The reader holds the stream to the size that the archive states.
  for await (const chunk of await archive.openReadStreamPromise(entry)) {
    content.set(chunk as Uint8Array, place)
    place += (chunk as Uint8Array).length
  }
  if (crc32(content) !== entry.crc32) throw new Error(`the checksum of ${entry.fileName} is wrong`)
  return content
}

/**
 * The files in a zip archive that `wanted` picks from the names of all, by name.
 *
 * @throws DataFailure if the archive cannot be read, is damaged, or holds more than allowed.
 */
export const readZip = async (
  path: string,
  { maxBytes = 2 ** 30 }: FileOptions,
  wanted: (names: readonly string[]) => readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> => {
  try {
    const archive = await openPromise(path, { autoClose: false })
    try {
      const entries = await entriesOf(archive)
      const picked = wanted([...entries.keys()]).map(name => entries.get(name) as Entry)
      if (picked.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0) > maxBytes)
        throw new DataFailure({ _tag: 'TooLarge', path, limit: maxBytes })
      const files = new Map<string, Uint8Array>()
      for (const entry of picked) files.set(entry.fileName, await contentOf(archive, entry))
      return files
    } finally {
      archive.close()
    }
  } catch (cause) {
    throw zipFailure(path)(cause)
  }
}

/** The first day that a zip archive can state: the same files give the same archive. */
const someDay = new Date(Date.UTC(1980, 0, 1))

/** A zip archive of some files, piece by piece. */
export const zipOf = (
  files: ReadonlyMap<string, Uint8Array>,
  compress: boolean,
): AsyncIterable<Uint8Array> => {
  const archive = new ZipWriter()
  for (const [name, content] of files)
    archive.addBuffer(Buffer.from(content.buffer, content.byteOffset, content.length), name, {
      compress,
      mtime: someDay,
      forceDosTimestamp: true,
    })
  archive.end()
  return archive.outputStream as AsyncIterable<Uint8Array>
}
