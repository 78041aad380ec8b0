/**
 * Predictions of a LeNet by emitted files beside the same by onnxruntime-web, on one thread: `npm run bench:emit [rounds]`.
 *
 * The net is lenet.script.onnx of ../shared/exchange, or of the folder that EXCHANGE_DIR names; onnxruntime-web is found by
 * PULLBACK_BENCH_NODE_MODULES.
 *
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { isLeft } from 'fp-ts/lib/Either.js'
import { key, predict, random, type Tensor, toValues, zeros } from 'pullback'
import { emit, showEmitError } from 'pullback/emit'
import { fromOnnx, showOnnxError } from 'pullback/onnx'
import { median } from '../contest/contest.ts'
import { machineLine } from '../machine.ts'
import { manifestOf } from '../peers/find.ts'
import { markdown, three } from '../report/table.ts'

const rounds = Number(process.argv[2] ?? 30)
const exchange = process.env.EXCHANGE_DIR ?? join(import.meta.dirname, '../../../shared/exchange')
const file = join(exchange, 'onnx/lenet.script.onnx')
const batches = [1, 16, 100]

const bytes = readFileSync(file)
const read = fromOnnx(bytes)
if (isLeft(read)) throw new Error(showOnnxError(read.left))
const { layer, model } = read.right
const [, ...size] = read.right.inputs[0]!.shape as readonly (number | null)[]

const network = process.env.PULLBACK_BENCH_NODE_MODULES
const manifest = network === undefined ? undefined : manifestOf(network, 'onnxruntime-web')
if (manifest === undefined)
  console.error(
    'onnxruntime-web: skipped, as its package was not found. Run `npm install --no-save --ignore-scripts onnxruntime-web@1.30.0` in a ' +
      'folder outside of this project, and let PULLBACK_BENCH_NODE_MODULES name that folder.',
  )

type Run = (x: Float32Array) => Float32Array | Promise<Float32Array>

/** What of onnxruntime-web is used. */
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads: number } }
  readonly Tensor: new (
    type: 'float32',
    data: Float32Array,
    dims: readonly number[],
  ) => { readonly data: Float32Array }
  readonly InferenceSession: {
    readonly create: (
      bytes: Uint8Array,
      options: object,
    ) => Promise<{
      readonly inputNames: readonly string[]
      readonly outputNames: readonly string[]
      readonly run: (feeds: object) => Promise<Readonly<Record<string, { readonly data: Float32Array }>>>
    }>
  }
}

const ortModule = manifest === undefined ? null : join(dirname(manifest), 'dist/ort.wasm.min.mjs')

const runtime = async (shape: readonly number[]): Promise<Run> => {
  const ort = (await import(pathToFileURL(ortModule as string).href)) as OnnxRuntime
  ort.env.wasm.numThreads = 1
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] })
  const [input, output] = [session.inputNames[0]!, session.outputNames[0]!]
  return async x => (await session.run({ [input]: new ort.Tensor('float32', x, shape) }))[output]!.data
}

const folder = mkdtempSync(join(tmpdir(), 'pullback-bench-emit-'))
const emitted = async (name: string, shape: readonly number[]): Promise<Run> => {
  const f = (weights: typeof model, x: Tensor) => (predict(layer, weights) as (x: Tensor) => Tensor)(x)
  const files = emit({ name })(f)(model, zeros(shape))
  if (isLeft(files)) throw new Error(showEmitError(files.left))
  for (const [path, content] of Object.entries(files.right)) writeFileSync(join(folder, path), content)
  const { load } = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as {
    load: () => Promise<Run>
  }
  return load()
}

/** Microseconds of a call, by so many of them one after the other. */
const timed = async (run: Run, x: Float32Array, calls: number): Promise<number> => {
  const begin = performance.now()
  for (let i = 0; i < calls; i++) {
    const y = run(x)
    if (y instanceof Promise) await y
  }
  return ((performance.now() - begin) / calls) * 1000
}

const us = (values: readonly number[]): string => `${three(median(values))} µs`

try {
  const rows: (readonly string[])[] = []
  for (const batch of batches) {
    const shape = [batch, ...(size as number[])]
    const x = Float32Array.from(toValues(random.normal(shape)(key(0)) as Tensor))
    const own = await emitted(`lenet${batch}`, shape)
    const theirs = ortModule === null ? null : await runtime(shape)
    const [y, z] = [await own(x), await theirs?.(x)]
    const difference = z === undefined ? 0 : Math.max(...y.map((value, i) => Math.abs(value - z[i]!)))
    const scale = Math.max(...y.map(Math.abs))
    if (!(difference <= 1e-4 * scale)) throw new Error(`The outputs differ by ${difference}, of ${scale}.`)
    const calls = Math.max(Math.round(300 / batch), 5)
    await timed(own, x, calls * 5)
    if (theirs !== null) await timed(theirs, x, calls * 5)
    const [a, b] = [[] as number[], [] as number[]]
    for (let round = 0; round < rounds; round++) {
      a.push(await timed(own, x, calls))
      if (theirs !== null) b.push(await timed(theirs, x, calls))
    }
    rows.push([
      String(batch),
      us(a),
      theirs === null ? '–' : us(b),
      theirs === null ? '–' : three(median(a) / median(b)),
      theirs === null ? '–' : (difference / scale).toExponential(1),
    ])
  }
  console.log(
    markdown({
      head: ['batch', 'emitted', 'onnxruntime-web', 'ratio', 'difference, of the largest output'],
      rows,
    }),
  )

  const kilobytes = (parts: readonly (Uint8Array | string)[]): string => {
    const all = parts.map(part => Buffer.from(part as string))
    const sum = (each: (part: Buffer) => number): string =>
      (all.reduce((n, part) => n + each(part), 0) / 1000).toFixed(1)
    return `${sum(part => part.length)} kB (${sum(part => gzipSync(part).length)} kB gzipped)`
  }
  const ours = (extension: string) => readFileSync(join(folder, `lenet1${extension}`))
  const dist = ortModule === null ? null : dirname(ortModule)
  console.log()
  console.log(
    markdown({
      head: ['', 'JavaScript', 'WebAssembly and weights'],
      rows: [
        ['emitted, batch 1', kilobytes([ours('.js')]), kilobytes([ours('.wasm')])],
        ...(dist === null
          ? []
          : [
              [
                'onnxruntime-web',
                kilobytes([
                  readFileSync(join(dist, 'ort.wasm.min.mjs')),
                  readFileSync(join(dist, 'ort-wasm-simd-threaded.mjs')),
                ]),
                kilobytes([readFileSync(join(dist, 'ort-wasm-simd-threaded.wasm')), bytes]),
              ],
            ]),
      ],
    }),
  )
  const version =
    manifest === undefined ? {} : { 'onnxruntime-web': JSON.parse(readFileSync(manifest, 'utf8')).version }
  console.log(
    `\n${machineLine([])}; Node ${process.versions.node}${Object.entries(version).map(([k, v]) => `; ${k} ${v}`)}`,
  )
} finally {
  rmSync(folder, { recursive: true })
}
