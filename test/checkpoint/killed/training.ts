/**
 * A training with checkpoints in a folder, in a process that may end at any call of the file system:
 * `node training.ts <folder> [before|after] [number of the call]`. Prints how many calls there were.
 *
 * @module
 */
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

const [folder, when, at] = process.argv.slice(2) as [string, string | undefined, string | undefined]

let calls = 0
const end = (): void => process.kill(process.pid, 'SIGKILL') as never
type Task = (...args: never[]) => Promise<unknown>

/** Counts a call, and ends the process before or after the one that was asked for. */
const ending = (task: Task): Task =>
  async function (this: unknown, ...args) {
    calls++
    const isLast = calls === Number(at)
    if (isLast && when === 'before') end()
    const result = await task.apply(this, args)
    if (isLast && when === 'after') end()
    return result
  }

if (when !== undefined) {
  const probe = await fs.open(process.argv[1] as string)
  const handle = Object.getPrototypeOf(probe) as Record<string, Task>
  await probe.close()
  for (const name of ['write', 'writeFile', 'sync', 'chmod', 'close'])
    handle[name] = ending(handle[name] as Task)
  const functions = fs as unknown as Record<string, Task>
  for (const name of ['open', 'rename', 'rm', 'mkdir', 'readdir', 'readFile', 'stat'])
    functions[name] = ending(functions[name] as Task)
  syncBuiltinESMExports()
}

const { adam, batches, compose, dense, dropout, fit, key, random, softmaxCrossEntropy, supervised, tensor } =
  await import('pullback')
const { checkpointsIn } = await import('pullback/node')

const targets = tensor(
  Array.from({ length: 12 }, (_, i) => i % 2),
  'i32',
)
const data = batches({ inputs: random.normal([12, 3])(key(1)), targets }, { size: 4, shuffle: true })
const net = compose(dense(3, 64), dropout(0.25), dense(64, 2))
const checkpoints = checkpointsIn(folder, { every: 1, keep: 2 })
for await (const _ of fit(adam(0.01), data, { epochs: 4, compile: false, checkpoints })(
  supervised(softmaxCrossEntropy())(net),
)(key(0)));
console.log(calls)
