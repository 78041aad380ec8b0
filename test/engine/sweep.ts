import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import {
  batches,
  compile,
  compose,
  dense,
  fit,
  fold,
  init,
  iterate,
  key,
  meanSquaredError,
  ones,
  op,
  predict,
  program,
  reference,
  relu,
  sgd,
  supervised,
  type Tensor,
  wasm,
  wasmThreads,
  zeros,
} from 'pullback'
import { blas } from 'pullback/node'

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
const scaled = compile((x: Tensor<[number]>, factor: number) => op.sum()(op.scale(factor)(x)))
const found = how === 'blas' ? await blas()() : undefined
const system = found?._tag === 'Right' ? found.right.engine : wasm
const widthAt = (i: number): number => 1 + (i % 2000)
const layersAt = (i: number) => compose(dense(widthAt(i), 8), relu(), dense(8, 1))

/** Training of a net of the i-th shape, not yet begun. */
const training = (i: number, epochs: number, plain: boolean) => {
  const data = batches({ inputs: ones([4, widthAt(i)]), targets: ones([4, 1]) }, { size: 4 })
  const how = plain ? ({ compile: false } as const) : {}
  return fit(sgd(1e-6), data as never, {
    epochs,
    ...how,
  })(supervised(meanSquaredError() as never)(layersAt(i) as never))(key(i))
}
const trainWhole = (plain: boolean) => async (i: number) => {
  for await (const _ of training(i, 2, plain));
}
/** A step, and then no more are asked for: the iterator does not learn that it ends. */
const abandon = async (i: number) => {
  await training(i, 1_000, false)[Symbol.asyncIterator]().next()
}
const leaveMidway = async (i: number) => {
  for await (const { step } of training(i, 1_000, false)) if (step === 3) break
}
const traceAt = (i: number) => {
  const net = layersAt(i)
  const { params, state } = init(net)(key(i))
  const { program: traced } = program.trace((x: Tensor<[number, number]>) =>
    predict(net as never, { params, state } as never)(x as never),
  )(ones([3, widthAt(i)]))
  return [program.show(traced), program.cost(traced)]
}
const evaluate = (i: number) => {
  const net = layersAt(i)
  return predict(net as never, init(net)(key(i)) as never)(ones([3, widthAt(i)]) as never)
}
const inWorker = (count: number, file: string) =>
  new Promise<void>((done, fail) => {
    const worker = new Worker(new URL(file, import.meta.url), { workerData: count })
    worker.once('error', fail)
    worker.once('exit', () => done())
  })

const ways: Readonly<Record<string, (i: number) => unknown>> = {
  one: i => one(at(i)),
  each: i => compile(work)(at(i)),
  engines: i => compile(work, { engine: wasmThreads(2) })(at(i)),
  iterations: i => iterate((x: Tensor<[number]>) => op.tanh(x))(3)(at(i)),
  folds: i =>
    fold((s: Tensor<[number]>, x: Tensor<[]>) => [op.tanh(s), x, {}] as const, at(i), wasm).advance(() =>
      zeros([]),
    ),
  reference: i => compile(work, { engine: reference })(at(i)),
  blas: i => compile(work, { engine: system })(at(i)),
  constants: i => scaled(at(0), i),
  fits: trainWhole(false),
  evaluated: trainWhole(true),
  abandoned: abandon,
  broken: leaveMidway,
  traces: traceAt,
  predictions: evaluate,
  workers: () => inWorker(5, './sweepInWorker.ts'),
  all: i => {
    const [, way] = kinds[i % kinds.length] as (typeof kinds)[number]
    return way(i)
  },
  worker: i => (i === 4 ? inWorker(Number(count), './sweepInWorker.ts') : undefined),
}
/** What `all` takes in turns. */
const kinds = Object.entries(ways).filter(([name]) => !/^(all|workers?)$/.test(name))
const run = ways[how as string] as (i: number) => unknown
for (let i = 0; i < 4; i++) await run(i)
const [rss, size, threads] = status()
for (let i = 4; i < Number(count); i++) {
  const waited = run(i)
  if (waited instanceof Promise) await waited
}
const [rssAfter, sizeAfter, threadsAfter] = status()
console.log(
  JSON.stringify({ mebibytes: rssAfter - rss, tebibytes: sizeAfter - size, threads: threadsAfter - threads }),
)
