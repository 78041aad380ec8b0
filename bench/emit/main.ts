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
import {
  avgPool2d,
  compose,
  conv2d,
  dense,
  flatten,
  init,
  key,
  maxPool2d,
  op,
  predict,
  random,
  relu,
  type Tensor,
  toValues,
  zeros,
} from 'pullback'
import { emit, showEmitError } from 'pullback/emit'
import { fromOnnx, showOnnxError } from 'pullback/onnx'
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

/** The same net of layers here, with the same weights. */
const net = compose(
  ...([
    conv2d(1, 6, 5, { padding: 2 }),
    relu(),
    maxPool2d(2),
    conv2d(6, 16, 5),
    relu(),
    avgPool2d(2),
  ] as const),
  ...([flatten(), dense(400, 120), relu(), dense(120, 10)] as const),
)
const [w1, b1, w2, b2, w3, b3, w4, b4] = Object.values(model.params) as Tensor[]
const turned = op.transpose([1, 0]) as (x: unknown) => Tensor
const own = {
  params: [
    ...[{ w: w1, b: b1 }, {}, {}, { w: w2, b: b2 }, {}, {}, {}],
    ...[{ w: turned(w3), b: b3 }, {}, { w: turned(w4), b: b4 }],
  ],
  state: init(net)(key(0)).state,
}
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
const emitted = async <M>(
  name: string,
  f: (weights: M) => (x: Tensor) => Tensor,
  weights: M,
  shape: readonly number[],
): Promise<Run> => {
  const files = emit({ name })((weights: M, x: Tensor) => f(weights)(x))(weights, zeros(shape))
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

/** The fastest round: others may use the machine. */
const us = (values: readonly number[]): string => `${three(Math.min(...values))} µs`

try {
  const rows: (readonly string[])[] = []
  for (const batch of batches) {
    const shape = [batch, ...(size as number[])]
    const x = Float32Array.from(toValues(random.normal(shape)(key(0)) as Tensor))
    const runs: Readonly<Record<string, Run>> = {
      written: await emitted(`lenet${batch}`, weights => predict(net, weights as never) as never, own, shape),
      imported: await emitted(`imported${batch}`, weights => predict(layer, weights) as never, model, shape),
      ...(ortModule === null ? {} : { 'onnxruntime-web': await runtime(shape) }),
    }
    const results = await Promise.all(Object.values(runs).map(run => run(x)))
    const scale = Math.max(...results[0]!.map(Math.abs))
    const difference = Math.max(
      ...results.flatMap(result => Array.from(result, (value, i) => Math.abs(value - results[0]![i]!))),
    )
    if (!(difference <= 1e-4 * scale)) throw new Error(`The outputs differ by ${difference}, of ${scale}.`)
    const calls = Math.max(Math.round(300 / batch), 5)
    for (const run of Object.values(runs)) await timed(run, x, calls * 10)
    const times = Object.fromEntries(Object.keys(runs).map(name => [name, [] as number[]]))
    for (let round = 0; round < rounds; round++)
      for (const [name, run] of Object.entries(runs)) times[name]!.push(await timed(run, x, calls))
    const [first, second, theirs] = ['written', 'imported', 'onnxruntime-web'].map(name => times[name])
    rows.push([
      String(batch),
      us(first!),
      us(second!),
      theirs === undefined ? '–' : us(theirs),
      theirs === undefined ? '–' : three(Math.min(...first!) / Math.min(...theirs)),
      theirs === undefined ? '–' : three(Math.min(...second!) / Math.min(...theirs)),
      (difference / scale).toExponential(1),
    ])
  }
  console.log(
    markdown({
      head: [
        'batch',
        'layers',
        'from ONNX',
        'onnxruntime-web',
        'ratio, layers',
        'ratio, from ONNX',
        'difference',
      ],
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
