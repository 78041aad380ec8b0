/**
 * A process that reads one file of tensors, and tells what that took.
 *
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { readSafetensors, showDataError, streamSafetensors } from 'pullback/node'

/** What reading took: time, processor time, and bytes of memory beside those of the process before. */
export interface Measured {
  readonly ms: number
  readonly cpu: number
  readonly memory: number
}

const [, , how, path] = process.argv as [string, string, string, string]

const before = process.memoryUsage().rss
const [start, cpu] = [performance.now(), process.cpuUsage()]
if (how === 'whole') {
  const read = await readSafetensors(path)()
  if (isLeft(read)) throw new Error(showDataError(read.left))
} else
  for await (const part of streamSafetensors(path))
    if (isLeft(part)) throw new Error(showDataError(part.left))
const ms = performance.now() - start
const { user, system } = process.cpuUsage(cpu)
const measured: Measured = {
  ms,
  cpu: (user + system) / 1000,
  memory: process.resourceUsage().maxRSS * 1024 - before,
}
console.log(JSON.stringify(measured))
