/**
 * Temporary files beside those that are being written, and how to tell which of them are no longer being written.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { opendir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const orElse = <A, B>(f: () => A, other: B): A | B => {
  try {
    return f()
  } catch {
    return other
  }
}

/** When a process began, in ticks since the machine did, where the system tells (Linux): numbers of processes come again. */
const beginningOf = (pid: number | 'self'): string => {
  const line = orElse(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '')
  // The name of the program, in parentheses, may hold anything.
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
}

/** Where numbers of processes mean the same processes: a machine, or a container. */
const place = createHash('sha256')
  .update(`${hostname()} ${orElse(() => readlinkSync('/proc/self/ns/pid'), '')}`)
  .digest('hex')
  .slice(0, 8)

const own = `${place}-${process.pid}-${beginningOf('self')}`

/** Short whatever the name of the file is, so that each name that a system allows can be written. */
const pattern = /^\.pullback-([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{12}\.tmp$/

/** A name for a temporary file that says which process writes it. */
export const temporaryIn = (folder: string): string =>
  join(folder, `.pullback-${own}-${randomUUID().replaceAll('-', '').slice(0, 12)}.tmp`)

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    // Another user's process may not be signalled, but is there.
    return (cause as { readonly code?: unknown }).code !== 'ESRCH'
  }
}

const day = 24 * 60 * 60 * 1000

/** Whether a temporary file is no longer being written: its process has ended, or it lay still for a day. */
const isAbandoned = async (folder: string, name: string): Promise<boolean> => {
  const [, where, pid, beginning] = pattern.exec(name) ?? []
  if (where === place && !(exists(Number(pid)) && beginningOf(Number(pid)) === beginning)) return true
  const { mtimeMs } = await stat(join(folder, name))
  return Date.now() - mtimeMs > day
}

/** Removes what killed writers have left in a folder, and nothing that is still being written. */
export const clean = async (folder: string): Promise<void> => {
  try {
    for await (const { name } of await opendir(folder))
      if (pattern.test(name) && (await isAbandoned(folder, name)))
        await rm(join(folder, name), { force: true })
  } catch {
    // Whether the folder can be written to, writing will tell.
  }
}
