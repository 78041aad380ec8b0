import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dense, key, sgd, tensor } from 'pullback'
import * as browser from 'pullback/browser'
import * as checkpoint from 'pullback/checkpoint'
import * as codec from 'pullback/codec'
import * as emit from 'pullback/emit'
import * as node from 'pullback/node'
import * as onnx from 'pullback/onnx'
import * as pytorch from 'pullback/pytorch'
import * as safetensors from 'pullback/safetensors'
import * as stablehlo from 'pullback/stablehlo'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

// What decodes bytes and text, and what reads and writes files, called with everything that it should not be called with.

const here = process.cwd()
let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullback-junk-'))
  process.chdir(directory)
})
afterAll(async () => {
  process.chdir(here)
  await rm(directory, { recursive: true, force: true })
})

const x = tensor([1, 2])
const kept = { params: { x }, state: {}, optimiser: {}, key: key(0), step: 1, epoch: 0, batch: 1 }
const table = { columns: ['x'], row: codec.row(codec.finiteFromString) }
const urls = ['http://127.0.0.1:1/x']

/** Calls that are right, of which one argument at a time is replaced. */
const examples: Readonly<Record<string, readonly unknown[]>> = {
  decodeNpz: [codec.encodeNpz({ x }), { arrays: { x: {} }, maxBytes: 100 }],
  encodeNpz: [{ x }, { compress: true }],
  decodeSafetensors: [
    safetensors.encodeSafetensors()({ x }),
    { tensors: { x: { dtype: 'f32' } }, maxBytes: 100 },
  ],
  encodeModel: [dense(2, 1), { metadata: { a: 'b' } }],
  decodeModel: [dense(2, 1)],
  readBlob: [new Blob([safetensors.encodeSafetensors()({ x })]), { tensors: { x: {} }, maxBytes: 9 }],
  readModelBlob: [new Blob([safetensors.encodeSafetensors()({ x })]), dense(2, 1)],
  saveFile: ['x.safetensors'],
  checkpointing: [checkpoint.memoryStore(), { every: 2, keep: 1, best: 'loss' }],
  checkpointsIn: ['runs', { every: 2, best: { by: 'loss', order: 'smallest' } }],
  encodeCheckpoint: [kept],
  decodeCheckpoint: [kept, 'a run'],
  fromPyTorch: [dense(2, 1), { prefix: 'm', names: { weight: ['w', 'v'] }, strict: false }],
  optimiserFromPyTorch: [sgd(0.1), dense(2, 1), { prefix: 'm', names: {}, order: ['m.weight', 'm.bias'] }],
  optimiserToPyTorch: [sgd(0.1), dense(2, 1), { order: ['weight', 'bias'] }],
  toPyTorch: [dense(2, 1), { names: { weight: 'w' } }],
  treeOf: [{ x }],
  encodeSafetensors: [{ metadata: { a: 'b' } }],
  fromOnnx: [new Uint8Array([8, 8]), { known: { x: 1 }, input: [2], output: [2], external: {}, name: 'net' }],
  emit: [{ name: 'net', weights: 'beside', portable: true }],
  emitStep: [sgd(0.1), { inputs: x, targets: x }, { name: 'net', weights: 'inside', steps: 2, dtype: 'f64' }],
  onnx: [{ name: 'net', args: [{ name: 'x', role: 'batched' }], opset: 20, weights: 'beside' }],
  onnxModel: [dense(2, 1), x, { name: 'net', opset: 20, weights: 'inside', batch: 'any' }],
  onnxStep: [sgd(0.1), { inputs: x, targets: x }, { name: 'net', dtype: 'f64' }],
  stablehlo: [{ name: 'net', args: [{ name: 'x', role: 'sharded' }], narrow: false }],
  stablehloStep: [sgd(0.1), { inputs: x, targets: x }, { name: 'net', dtype: 'f64', narrow: true }],
  writeXla: ['folder', sgd(0.1), { inputs: x, targets: x }, { steps: 2, dtype: 'f32' }],
  trainOnXla: [sgd(0.1), () => [], { epochs: 1, python: '/nowhere/python', devices: 2, platform: 'cpu' }],
  fitting: [{ dtype: 'f32', shape: [2] }],
  integerFromString: [0, 9],
  orMissing: [{ as: 0, texts: ['NA'] }],
  readNpy: ['x.npy', { maxBytes: 5 }],
  readNpz: ['x.npz', { arrays: { x: {} } }],
  readIdx: ['x.idx', { shape: [null] }],
  readSafetensors: ['x.safetensors', { tensors: { x: {} }, maxBytes: 9, followLinks: true }],
  openSafetensors: ['x.safetensors', { followLinks: true }],
  streamSafetensors: ['x.safetensors', { names: ['x'], partBytes: 8, followLinks: true }],
  writeSafetensors: ['x.safetensors.index.json', { metadata: { a: 'b' }, maxShardBytes: 8 }],
  readOnnx: ['x.onnx', { known: {}, input: [2], output: [2], name: 'net' }],
  readModel: ['x.safetensors', dense(2, 1), { followLinks: true }],
  writeModel: ['x.safetensors', dense(2, 1), { metadata: { a: 'b' } }],
  readCsv: ['x.csv', table],
  streamCsv: ['x.csv', table],
  writeNpz: ['x.npz', { compress: false }],
  readParquet: ['x.parquet', { columns: ['x'], maxBytes: 9, load: () => Promise.reject(new Error('no')) }],
  diskBatches: [{ x: { path: 'x.npy' } }, { size: 1 }],
  download: ['x', { urls, attempts: 1 }],
}

const exported = Object.entries({
  ...codec,
  ...emit,
  ...onnx,
  ...pytorch,
  ...safetensors,
  ...stablehlo,
  ...browser,
  ...checkpoint,
  ...node,
}).filter(
  ([name, f]) =>
    typeof f === 'function' &&
    !/^(auto|blas|showBlasError|DataFailure|XlaFailure|CheckpointError)$/.test(name),
)

test.each(exported)('%s refuses junk with a sentence', async (name, f) => {
  const half = examples[name] === undefined ? [] : [examples[name]]
  const findings = await fuzz(name, f as never, { pairs: 15, later: 4, seed: 1 }, half)
  expect(findings.slice(0, 5)).toEqual([])
  expect((await readdir('.')).filter(file => file.endsWith('.tmp'))).toEqual([])
})
