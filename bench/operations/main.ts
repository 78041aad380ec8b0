/**
 * Sorting, sums, equations and factors at usual sizes beside NumPy, in turns: `npm run bench:operations`. A word names the operations
 * that are measured: `npm run bench:operations -- sort`.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type AnyTensor, type Engine, program, toValues, wasm } from 'pullback'
import { auto } from 'pullback/node'
import { median, rotated } from '../contest/contest.ts'
import { machineLine } from '../machine.ts'
import { markdown, three } from '../report/table.ts'
import { type Operation, operationsIn } from './cases.ts'
import { type NumpyPeer, nameOf, startNumpy } from './peer.ts'

const rounds = Number(process.env.PULLBACK_BENCH_ROUNDS ?? 7)
const seconds = Number(process.env.PULLBACK_BENCH_SECONDS ?? 0.06)

interface Racer {
  readonly name: string
  readonly measure: () => Promise<number> | number
}

/** Seconds of a call: the median of as many as fit, after one that does not count. */
const timed = (run: () => unknown): number => {
  run()
  const times: number[] = []
  const start = performance.now()
  for (let last = start; last - start < 1000 * seconds; ) {
    run()
    const now = performance.now()
    times.push((now - last) / 1000)
    last = now
  }
  return median(times)
}

/** An operation with its inputs in an engine. */
const resident = ({ inputs, run }: Operation, engine: Engine) => {
  const { program: traced } = program.trace(run as (...inputs: readonly AnyTensor[]) => readonly AnyTensor[])(
    ...inputs,
  )
  const executable = engine.prepare(traced)
  inputs.forEach((x, i) => {
    executable.write(i, x)
  })
  return {
    execute: () => executable.execute(),
    results: (): readonly AnyTensor[] => {
      executable.execute()
      return traced.outputs.map((_, i) => executable.read(i))
    },
    release: () => executable.release?.(),
  }
}

/** The largest difference, as a share of the largest number. */
const disagreement = (operation: Operation, results: readonly AnyTensor[], wanted: Float64Array): number => {
  const of = (x: number): number => (operation.anySign ? Math.abs(x) : x)
  let [at, largest, worst] = [0, 0, 0]
  for (const x of wanted) largest = Math.max(largest, Math.abs(x))
  for (const result of results)
    for (const x of toValues(result)) worst = Math.max(worst, Math.abs(of(x) - of(wanted[at++]!)))
  if (at !== wanted.length) return Number.POSITIVE_INFINITY
  return worst / largest
}

const measured = async (operation: Operation, peer: NumpyPeer | null, engines: readonly Engine[]) => {
  const wanted = await peer?.prepare(operation)
  const runs = engines.map(engine => ({ name: engine.name, ...resident(operation, engine) }))
  const eager = (): readonly AnyTensor[] => operation.run(...operation.inputs)
  const tolerance = operation.dtype === 'f32' ? 1e-3 : 1e-9
  for (const results of wanted === undefined ? [] : [eager(), ...runs.map(each => each.results())]) {
    const worst = disagreement(operation, results, wanted!)
    if (!(worst <= tolerance)) throw new Error(`${nameOf(operation)} differs from NumPy's by ${worst}.`)
  }
  const racers: readonly Racer[] = [
    { name: 'operation by operation', measure: () => timed(eager) },
    ...runs.map(({ name, execute }) => ({ name, measure: () => timed(execute) })),
    ...(peer === null ? [] : [{ name: 'NumPy', measure: () => peer.measure(operation, seconds) }]),
  ]
  const times = new Map(racers.map(({ name }) => [name, [] as number[]]))
  for (const { measure } of racers) await measure()
  for (let round = 0; round < rounds; round++)
    for (const { name, measure } of rotated(racers, round)) {
      // The threads of a library look for work for a while after their last.
      await wait(20)
      times.get(name)!.push((await measure()) * 1e6)
    }
  for (const { release } of runs) release()
  return racers.map(({ name }) => median(times.get(name)!))
}

const words = process.argv.slice(2)
const chosen = (['f32', 'f64'] as const)
  .flatMap(operationsIn)
  .filter(operation => words.every(word => nameOf(operation).includes(word)))
const folder = mkdtempSync(join(tmpdir(), 'pullback-operations-'))
try {
  const peer = await startNumpy(folder).catch((error: unknown) => {
    console.error(`NumPy: skipped. ${String(error)}`)
    return null
  })
  const { engine, why } = await auto()
  const engines = engine.name === wasm.name ? [wasm] : [wasm, engine]
  console.log(`${machineLine([])}; NumPy ${peer?.version ?? 'none'}; auto is ${why}\n`)
  const rows: (readonly string[])[] = []
  for (const operation of chosen) {
    const times = await measured(operation, peer, engines)
    const numpy = peer === null ? Number.NaN : times.at(-1)!
    const share = (us: number): string => (peer === null ? '' : ` (${three(us / numpy)})`)
    const row = [
      nameOf(operation),
      ...times.slice(0, 1 + engines.length).map(us => three(us) + share(us)),
      peer === null ? '–' : three(numpy),
    ]
    rows.push(row)
    console.error(row.join('  '))
  }
  const head = ['µs', 'operation by operation', ...engines.map(({ name }) => name), 'NumPy']
  console.log(markdown({ head, rows }))
  peer?.close()
} finally {
  rmSync(folder, { recursive: true })
}
