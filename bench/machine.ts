/**
 * The machine that was measured on.
 *
 * @module
 */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import type { Result } from './contest/contest.ts'

/** The machine and the versions of everything, in a line. */
export const machineLine = (results: readonly Result[]): string => {
  const versions = Object.entries(
    Object.assign({}, ...results.map(result => result.versions)) as Result['versions'],
  )
    .filter(([name]) => name !== 'threads')
    .map(([name, version]) => `${name} ${version}`)
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  const load = `load ${loadavg()[0]!.toFixed(1)}`
  return [
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores`,
    memory,
    load,
    ...versions,
  ].join('; ')
}
