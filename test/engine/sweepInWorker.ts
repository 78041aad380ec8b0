import { workerData } from 'node:worker_threads'
import { compile, op, type Tensor, wasmThreads, zeros } from 'pullback'

// So many programs of different shapes in a Worker, as sweep.ts has them in a process; then the Worker ends by itself.
const work = (x: Tensor<[number]>) => op.sum()(op.tanh(op.mul(x, x)))
const engine = wasmThreads(2)
for (let i = 0; i < workerData; i++) compile(work, { engine })(zeros([i % 2 === 0 ? 10 + i : 20_000 + i]))
