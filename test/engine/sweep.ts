import { readFileSync } from 'node:fs'
import { compile, fold, iterate, op, type Tensor, wasm, wasmThreads, zeros } from 'pullback'

// Runs in a process of its own: so many programs of different shapes in one loop that never waits, and what that leaves behind.
const [, , how, count] = process.argv
const status = (): readonly [mebibytes: number, tebibytes: number, threads: number] => {
  const text = readFileSync('/proc/self/status', 'utf8')
  const [rss, size, threads] = ['VmRSS', 'VmSize', 'Threads'].map(name =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1]),
  ) as [number, number, number]
  return [rss / 2 ** 10, size / 2 ** 30, threads]
}
const work = (x: Tensor<[number]>) => op.sum()(op.tanh(op.mul(x, x)))
// Some are small, and some are large enough for several threads.
const at = (i: number): Tensor<[number]> => zeros([i % 2 === 0 ? 10 + i : 20_000 + i])

const one = compile(work)
const ways: Readonly<Record<string, (i: number) => unknown>> = {
  one: i => one(at(i)),
  each: i => compile(work)(at(i)),
  engines: i => compile(work, { engine: wasmThreads(2) })(at(i)),
  iterations: i => iterate((x: Tensor<[number]>) => op.tanh(x))(3)(at(i)),
  folds: i =>
    fold((s: Tensor<[number]>, x: Tensor<[]>) => [op.tanh(s), x, {}] as const, at(i), wasm).advance(() =>
      zeros([]),
    ),
}
const run = ways[how as string] as (i: number) => unknown
for (let i = 0; i < 4; i++) run(i)
const [rss, size, threads] = status()
for (let i = 4; i < Number(count); i++) run(i)
const [rssAfter, sizeAfter, threadsAfter] = status()
console.log(
  JSON.stringify({ mebibytes: rssAfter - rss, tebibytes: sizeAfter - size, threads: threadsAfter - threads }),
)
