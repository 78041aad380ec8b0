// Trains for 10,000 steps in a process of its own, and prints how much memory was in use more at the end than after 3,000.
import {
  adam,
  batches,
  compose,
  dense,
  fit,
  fromValues,
  key,
  relu,
  softmaxCrossEntropy,
  supervised,
} from 'pullback'

declare const gc: () => void

const inUse = (): number => {
  for (let i = 0; i < 4; i++) gc()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

const count = 40
const inputs = fromValues(
  [count, 3],
  Array.from({ length: 3 * count }, (_, i) => Math.sin(i)),
)
const targets = fromValues(
  [count],
  Array.from({ length: count }, (_, i) => i % 4),
  'i32',
)
const net = compose(dense(3, 16), relu(), dense(16, 4))
const run = fit(adam(0.001), batches({ inputs, targets }, { size: 16, shuffle: true }), { epochs: 4000 })(
  supervised(softmaxCrossEntropy())(net),
)(key(0))

let [steps, early] = [0, 0]
for await (const { loss } of run) {
  if (!Number.isFinite(loss)) throw new Error(`The loss was ${loss}.`)
  if (++steps === 3000) early = inUse()
  if (steps === 10_000) break
}
console.log(JSON.stringify({ steps, grown: inUse() - early }))
