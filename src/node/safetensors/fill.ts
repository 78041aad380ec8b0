/**
 * Bytes of files at places, put into memory that is there.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises'
import type { Fill } from '../../safetensors/reading.ts'
import { DataFailure } from '../dataFailure.ts'
import { readFailure } from '../storedBytes.ts'

/** What one call of the system reads at most. */
const mostAtOnce = 2 ** 22

/** How many calls are under way at once: new memory costs more than copying to it, and is made by as many threads. */
const together = 4

/** Fills memory with bytes of a file; gives how many there were. */
export const fill = async (file: FileHandle, { from, into }: Fill): Promise<number> => {
  let [next, end] = [0, into.length]
  const pieces = async (): Promise<void> => {
    while (next < end) {
      const begin = next
      next = Math.min(begin + mostAtOnce, into.length)
      const until = next
      for (let done = begin; done < until; ) {
        const { bytesRead } = await file.read(into, done, until - done, from + done)
        if (bytesRead === 0) {
          end = Math.min(end, done)
          break
        }
        done += bytesRead
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(together, Math.ceil(into.length / mostAtOnce)) }, pieces))
  return end
}

/** How memory is filled: as `fill` does it, or in another way. */
export type Filling = (request: Fill) => Promise<number>

/** Requests for fewer bytes than this are answered from what was read ahead. */
const small = 2 ** 16

/** Fills memory from a file that is read in order: for what is small, more is read at once, and kept for what follows. */
export const inOrder = (file: FileHandle): Filling => {
  const ahead = new Uint8Array(4 * small)
  let [begin, end] = [0, 0]
  return async request => {
    const { from, into } = request
    if (into.length >= small) return fill(file, request)
    if (from < begin || from + into.length > end) {
      begin = from
      end = from + (await fill(file, { from, into: ahead }))
    }
    const found = ahead.subarray(from - begin, Math.min(from - begin + into.length, end - begin))
    into.set(found)
    return found.length
  }
}

/** What a conversation about a file ends with. */
export const answeredBy = async <A>(filling: Filling, reading: Generator<Fill, A, number>): Promise<A> => {
  let step = reading.next()
  while (!step.done) step = reading.next(await filling(step.value))
  return step.value
}

/** Which file it is that a path leads to, and which of its contents. */
export interface Identity {
  readonly size: number
  readonly seen: string
}

const identityOf = async (file: FileHandle): Promise<Identity> => {
  const { dev, ino, size, mtimeNs } = await file.stat({ bigint: true })
  return { size: Number(size), seen: `${dev} ${ino} ${size} ${mtimeNs}` }
}

/**
 * Uses a file while it is open.
 *
 * @throws DataFailure if it cannot be read, or is not the file that was seen before.
 */
export const using = async <A>(
  path: string,
  before: Identity | null,
  use: (file: FileHandle, identity: Identity) => Promise<A>,
): Promise<A> => {
  let file: FileHandle | null = null
  try {
    file = await open(path)
    const identity = await identityOf(file)
    if (before !== null && before.seen !== identity.seen) throw new DataFailure({ _tag: 'FileChanged', path })
    return await use(file, identity)
  } catch (cause) {
    throw readFailure(path)(cause)
  } finally {
    await file?.close()
  }
}
