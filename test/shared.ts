/**
 * Data sets and reference values beside the repository, in `../shared`: they are not part of it.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../shared')

/** The path of a file or folder beside the repository. */
export const shared = (path: string): string => join(folder, path)

/**
 * Whether all of `../shared` must be there: in CI, so that nothing is left out unseen, unless `PULLBACK_SHARED=absent` states that
 * this CI has no such folder (a fork's).
 */
export const sharedIsRequired = process.env.CI === 'true' && process.env.PULLBACK_SHARED !== 'absent'

/** Whether tests that read a file or folder beside the repository run; if not, that is logged. One that is required and missing fails. */
export const hasShared = (path: string, what: string): boolean => {
  const present = existsSync(shared(path)) || sharedIsRequired
  if (!present) console.warn(`${what}: skipped, as there is no ../shared/${path} beside the repository.`)
  return present
}
