// A consumer in Node, whatever its release: what besides training a program may need of it, and what that gave.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  compile,
  dense,
  init,
  key,
  op,
  predict,
  random,
  type Tensor,
  toNested,
  tree,
  wasmThreads,
} from 'pullback'
import { decodeCsv, decodeNpz, encodeNpz, finiteFromString, row } from 'pullback/codec'
import { readNpz, writeNpz } from 'pullback/node'
import { normal, randomState } from 'pullback/numpy'

const net = dense(4, 3)
const like = init(net)(key(0))
const model = init(net)(key(1))
const x = random.normal([2, 4])(key(2))

/** The model after it was sent to a Worker and back. */
const posted = async () => {
  const worker = new Worker(
    "const { parentPort } = require('node:worker_threads'); parentPort.once('message', m => parentPort.postMessage(m))",
    { eval: true },
  )
  const { message, transfer } = tree.transferable(model)
  worker.postMessage(message, transfer)
  const back = tree.restore(like)(await new Promise(done => worker.once('message', done)))
  await worker.terminate()
  if (back._tag === 'Left') throw new Error(tree.showMismatches(back.left))
  return back.right
}

/** A tensor after it was written to a file and read. */
const filed = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pullback-parts-'))
  try {
    const written = await writeNpz(join(folder, 'x.npz'))({ x })()
    if (written._tag === 'Left') throw new Error(JSON.stringify(written.left))
    const read = await readNpz(join(folder, 'x.npz'))()
    return read._tag === 'Left' ? read.left : toNested(read.right.x!)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const decoded = () => {
  const npz = decodeNpz(encodeNpz({ x }))
  const numbers = row(finiteFromString, finiteFromString)
  const csv = decodeCsv({ columns: ['a', 'b'], row: numbers, header: 'byName', delimiter: ';' })(
    'a;b\n1;2\n3;4\n',
  )
  return {
    npz: npz._tag === 'Right' ? toNested(npz.right.x!) : npz.left,
    csv: csv._tag === 'Right' ? csv.right : csv.left,
  }
}

// Large enough for several threads.
const work = (y: Tensor<[number]>) => op.sum()(op.tanh(op.mul(y, y)))
const many = random.normal([100_000])(key(3))
const engines = [1, 2].map(threads => toNested(compile(work, { engine: wasmThreads(threads) })(many)))

console.log(
  JSON.stringify({
    version: process.versions.node,
    x: toNested(x),
    predicted: toNested(predict(net, model)(x)),
    posted: toNested(predict(net, await posted())(x)),
    filed: await filed(),
    decoded: decoded(),
    evaluated: toNested(work(many)),
    engines,
    drawn: toNested(normal(0, 1, [2])(randomState(0))[0]),
  }),
)
