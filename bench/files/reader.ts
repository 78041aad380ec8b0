/**
 * A process that reads one file of tensors, and tells what that took.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { openSafetensors, readSafetensors, showDataError, streamSafetensors } from 'pullback/node'

/** What reading took: time, and bytes of memory beside those of the process before. */
export interface Measured {
  readonly ms: number
  readonly memory: number
}

const [, , how, path] = process.argv as [string, string, string, string]

/** The most memory that the process had. What `resourceUsage` tells is that of the process that started this one, if it had more. */
const peak = (): number => {
  const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(found?.[1]) * 1024
}

const before = process.memoryUsage().rss
const start = performance.now()
if (how === 'whole') {
  const read = await readSafetensors(path)()
  if (isLeft(read)) throw new Error(showDataError(read.left))
} else if (how === 'parts') {
  for await (const part of streamSafetensors(path))
    if (isLeft(part)) throw new Error(showDataError(part.left))
} else {
  const file = await openSafetensors(path)()
  if (isLeft(file)) throw new Error(showDataError(file.left))
  const into = new Int32Array(2 ** 20)
  for (const { name, shape } of file.right.entries.values())
    for (let from = 0; from < shape.reduce((n, size) => n * size, 1); from += into.length) {
      const filled = await file.right.readInto(name, from, into)()
      if (isLeft(filled)) throw new Error(showDataError(filled.left))
    }
}
const ms = performance.now() - start
const measured: Measured = { ms, memory: peak() - before }
console.log(JSON.stringify(measured))
