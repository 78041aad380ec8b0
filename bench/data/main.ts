/**
 * The cost of making tensors of data and drawing random ones, beside NumPy: `npm run bench:data`.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { fromValues, key, random, tensor } from 'pullback'
import { machineLine } from '../machine.ts'
import { markdown, three } from '../report/table.ts'

const rounds = 25
const shape = [4000, 784] as const
const size = shape[0] * shape[1]
const from = key(0)
const flat = new Float32Array(size).fill(0.5)
const rows = Array.from({ length: shape[0] }, () => Array<number>(shape[1]).fill(0.5))

const cases: Readonly<Record<string, () => unknown>> = {
  'normal f32': () => random.normal(shape)(from),
  'normal f64': () => random.normal(shape, 0, 1, { dtype: 'f64' })(from),
  'uniform f32': () => random.uniform(shape)(from),
  'uniform f64': () => random.uniform(shape, 0, 1, { dtype: 'f64' })(from),
  'bernoulli 0.3': () => random.bernoulli(shape, 0.3)(from),
  'permutation of 10⁶': () => random.permutation(1e6)(from),
  'nested arrays': () => tensor(rows),
  'a typed array': () => fromValues(shape, flat),
}

/** The median of the milliseconds of CPU that a call takes, all threads of the process together. */
const cost = (run: () => unknown): number => {
  run()
  const costs = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  return costs.sort((a, b) => a - b)[rounds >> 1] as number
}

const peer = (): Readonly<Record<string, number>> => {
  try {
    const script = fileURLToPath(new URL('numpy_data.py', import.meta.url))
    const python = process.env.PULLBACK_BENCH_PYTHON ?? 'python3'
    return JSON.parse(execFileSync(python, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }))
  } catch {
    console.error('NumPy is left out: no Python that has it. PULLBACK_BENCH_PYTHON names one.')
    return {}
  }
}

const numpy = peer()
console.log(machineLine([]))
console.log(
  markdown({
    head: ['4000 × 784, ms of CPU', 'pullback', 'NumPy', 'ratio'],
    rows: Object.entries(cases).map(([name, run]) => {
      const [ours, theirs] = [cost(run), numpy[name]]
      return [
        name,
        three(ours),
        ...(theirs === undefined ? ['–', '–'] : [three(theirs), three(ours / theirs)]),
      ]
    }),
  }),
)
