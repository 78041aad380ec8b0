/**
 * `npm run bench:assemblyscript`: two ways to make WebAssembly, kernels written in AssemblyScript and compiled once, and a
 * module generated for each program.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { FloatDType } from 'pullback'
import { caseNamed } from '../cases/index.ts'
import { median, type Pace } from '../contest/contest.ts'
import { markdown, three } from '../report/table.ts'
import { type AssemblyScript, findAssemblyScript } from './library.ts'
import { fashionProducts, measureProduct } from './products.ts'
import { generatedRunner, measureSteps, runBy, stepRacers, taskOf } from './steps.ts'
import type { Timing } from './turns.ts'
import { bytesMade, host, type WasmModule } from './webAssembly.ts'

const usage = `npm run bench:assemblyscript -- [options]

  --rounds n      rounds, of which the median and the fastest count (61)
  --seconds s     seconds of each one's turn in a round (0.03)
  --warm s        seconds of warming up (0.5)`

const jobs = ['s1-digits-sgd1', 's2-fashion-float64', 's2-fashion-float32']
  .map(caseNamed)
  .flatMap(given => given.dtypes.map((dtype): readonly [typeof given, FloatDType] => [given, dtype]))

/** A median, the fastest round in brackets, and what share of the time of generated code it is, round by round. */
const cell =
  (figure: (us: number) => number) =>
  ({ name, median, fastest, share }: Timing): string => {
    const both = `${three(figure(median))} (${three(figure(fastest))})`
    return name === 'generated' ? both : `${both} × ${three(share)}`
  }

const stepsTable = async (module: WasmModule, pace: Pace): Promise<string> => {
  const rows: (readonly string[])[] = []
  for (const [given, dtype] of jobs) {
    const timings = await measureSteps(module, taskOf(given, dtype), pace)
    rows.push([`${given.name} ${dtype}`, ...timings.map(cell(us => us))])
  }
  return markdown({ head: ['µs a step', ...stepRacers], rows })
}

const productsTable = async (modules: Readonly<Record<string, WasmModule>>, pace: Pace): Promise<string> => {
  const rows: (readonly string[])[] = []
  for (const task of fashionProducts)
    for (const dtype of ['f32', 'f64'] as const) {
      const timings = await measureProduct(modules, task, dtype, pace)
      const rate = (us: number): number => (2 * task.m * task.n * task.k) / us / 1000
      rows.push([`${task.name} ${dtype}`, ...timings.map(cell(rate))])
    }
  return markdown({ head: ['GFLOP/s', ...Object.keys(modules), 'generated'], rows })
}

const preparationTable = async (bytes: Uint8Array, times: number): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'pullback-assemblyscript-'))
  const file = join(folder, 'kernels.wasm')
  const script = join(import.meta.dirname, 'preparation.ts')
  const cold = (way: string, name: string, dtype: FloatDType): number =>
    Number(
      execFileSync(process.execPath, ['--conditions=pullback-source', script, way, name, dtype, file], {
        encoding: 'utf8',
      }),
    ) / 1000
  try {
    writeFileSync(file, bytes)
    const rows: (readonly string[])[] = []
    for (const [given, dtype] of jobs) {
      const rounds = Array.from({ length: times }, () =>
        (['kernels', 'generated'] as const).map(way => cold(way, given.name, dtype)),
      )
      const made = await bytesMade(() => runBy(generatedRunner, taskOf(given, dtype)).losses(1))
      const cells = [0, 1].map(i => {
        const ms = rounds.map(round => round[i]!)
        return `${three(median(ms))} (${three(Math.min(...ms))})`
      })
      rows.push([`${given.name} ${dtype}`, ...cells, three(bytes.byteLength), three(made)])
    }
    const head = ['', 'kernels, ms', 'generated, ms', 'kernels, bytes', 'generated, bytes']
    return markdown({ head, rows })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const measure = async ({ version, compile }: AssemblyScript, pace: Pace): Promise<void> => {
  const start = performance.now()
  const bytes = await compile('-O2')
  const seconds = (performance.now() - start) / 1000
  const more = await compile('-O3')
  const modules = { '-O2': new host.Module(bytes), '-O3': new host.Module(more) }
  console.error(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores; Node ${process.versions.node}; ` +
      `AssemblyScript ${version}, which took ${three(seconds)} s to compile the kernels. ` +
      `Medians of ${pace.rounds} rounds, the fastest in brackets, × the share of the time of 'generated'.`,
  )
  console.log(`\n${await stepsTable(modules['-O2'], pace)}`)
  console.log(`\n${await productsTable(modules, pace)}`)
  console.log(`\nTo the end of the first step:\n\n${await preparationTable(bytes, 5)}`)
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '61' },
    seconds: { type: 'string', default: '0.03' },
    warm: { type: 'string', default: '0.5' },
    help: { type: 'boolean', default: false },
  },
})
const found = findAssemblyScript(process.env)
if (values.help) console.log(usage)
else if (isLeft(found)) console.error(found.left)
else
  await measure(found.right, {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    warm: Number(values.warm),
  })
