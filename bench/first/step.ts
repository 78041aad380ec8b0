/**
 * A first step in a process of its own: `node step.ts <folder of the job>` trains with `fit` up to the end of the first step, and prints
 * where the microseconds went.
 *
 * @module
 */
import { type Batches, type Engine, fit, key, wasm } from 'pullback'
import { caseNamed } from '../cases/index.ts'
import { readJob } from '../contest/job.ts'
import type { Runner } from '../pullback/runner.ts'
import type { Parts } from './parts.ts'

type Constructor = new (...given: readonly unknown[]) => object

const spent = { prepare: 0, host: 0, run: 0 }

const timed = <T>(what: keyof typeof spent, run: () => T): T => {
  const begun = performance.now()
  try {
    return run()
  } finally {
    spent[what] += 1000 * (performance.now() - begun)
  }
}

// What the host's compiler takes is within what preparing takes.
for (const name of ['Module', 'Instance'] as const) {
  const webAssembly = (globalThis as unknown as { readonly WebAssembly: Record<string, Constructor> })
    .WebAssembly
  webAssembly[name] = new Proxy(webAssembly[name] as Constructor, {
    construct: (made, given) => timed('host', () => Reflect.construct(made, given) as object),
  })
}

const engine: Engine = {
  ...wasm,
  prepare: (program, preparation) => {
    const executable = timed('prepare', () => wasm.prepare(program, preparation))
    return { ...executable, execute: () => timed('run', () => executable.execute()) }
  },
}

let first = async (): Promise<number> => Number.NaN

const runner: Runner = {
  engine: 'wasm',
  mode: 'first',
  training: ({ objective, optimiser, model, batches, dtype }) => {
    const inOrder: Batches<(typeof batches)[number]> = () => batches
    first = async () => {
      const begun = performance.now()
      const reports = fit(optimiser, inOrder, { epochs: 1, from: model, dtype, engine })(objective)(key(0))
      await reports[Symbol.asyncIterator]().next()
      return 1000 * (performance.now() - begun)
    }
    return () => ({ losses: () => [], advance: () => {} })
  },
}

const job = readJob(process.argv[2] as string)
caseNamed(job.case).learner(runner, job.load())
const total = await first()
const { prepare, host, run } = spent
const parts: Parts = { trace: total - prepare - run, plan: prepare - host, host, run, total }
console.log(JSON.stringify(parts))
process.exit()
