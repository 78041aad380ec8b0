/**
 * The place of a file that is complete.
 *
 * @module
 */
import { constants } from 'node:fs'
import { access, type FileHandle, open, readlink, rename, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** A file to be written, and what it is like if it is there already. */
export interface Target {
  /** The file itself: what symbolic links lead to. */
  readonly file: string
  /** Its permissions and owners; `null` if there is none yet. */
  readonly found: { readonly mode: number; readonly uid: number; readonly gid: number } | null
  /** Whether it is something that bytes go through, such as /dev/null, and that nothing can take the place of. */
  readonly isDevice: boolean
}

/** An error as those of the file system are. */
const failure = (code: string): Error => Object.assign(new Error(code), { code })

/** As many links in a row as Linux follows. */
const longestChain = 40

/** What symbolic links lead to, also where it is not there yet. */
const followed = async (path: string, links = 0): Promise<string> => {
  const link = await readlink(path).catch(() => null)
  if (link === null) return path
  if (links === longestChain) throw failure('ELOOP')
  return followed(resolve(dirname(path), link), links + 1)
}

/** @throws as the file system does if the file cannot be written. */
export const targetOf = async (path: string): Promise<Target> => {
  if (path === '') throw failure('the path is empty')
  if (path.includes('\0')) throw failure('the path has a NUL character')
  const file = await followed(path)
  const found = await stat(file).catch(cause => {
    if ((cause as { readonly code?: unknown }).code === 'ENOENT') return null
    throw cause
  })
  if (found === null) return { file, found, isDevice: false }
  if (found.isDirectory()) throw failure('EISDIR')
  await access(file, constants.W_OK)
  return { file, found, isDevice: !found.isFile() }
}

/** Makes a folder's entries last; some systems cannot, and do it unasked. */
const syncFolder = async (folder: string): Promise<void> => {
  let handle: FileHandle | null = null
  try {
    handle = await open(folder)
    await handle.sync()
  } catch {
    // Windows opens no folders.
  } finally {
    await handle?.close()
  }
}

/** Puts a complete file in the place of another, whose permissions and owners it takes over. */
export const putInPlace = async (
  handle: FileHandle,
  from: string,
  { file, found }: Target,
): Promise<void> => {
  if (found !== null) {
    // Only a superuser may give files away; who may write the file may go on doing so otherwise, too.
    await handle.chown(found.uid, found.gid).catch(() => undefined)
    await handle.chmod(found.mode & 0o7777)
  }
  await handle.sync()
  await rename(from, file)
  await syncFolder(dirname(file))
}
