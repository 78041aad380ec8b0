/**
 * The time that it takes to write the transformer's training step as a module of StableHLO: `npm run bench:xla`. The first time counts, as a
 * program exports once; the others show what of it is the host's warming up.
 *
 * @module
 */
import { adam, softmaxCrossEntropy, supervised, tensor } from 'pullback'
import { stablehloStep } from 'pullback/stablehlo'
import { characterModel, vocabulary } from '../cases/transformer.ts'
import { median } from '../contest/contest.ts'
import { machineLine } from '../machine.ts'

const [blocks, batch, context] = [4, 16, 128]
const characters = tensor(
  Array.from({ length: batch }, (_, i) =>
    Array.from({ length: context }, (_, j) => (7 * i + 3 * j) % vocabulary),
  ),
  'i32',
)
const objective = supervised(softmaxCrossEntropy({}))(characterModel({ blocks, batch, context }))
const example = { inputs: characters, targets: characters }

const times = Array.from({ length: 11 }, () => {
  const begin = performance.now()
  const { text } = stablehloStep(adam(0.001), example)(objective)
  return [performance.now() - begin, text.length] as const
})
const [[first, length], ...others] = times as [readonly [number, number], ...(readonly [number, number])[]]
console.log(machineLine([]))
console.log(
  `transformer, ${blocks} blocks: ${Math.round(length / 1000)} kB in ${Math.round(first)} ms the first time, ` +
    `${Math.round(median(others.map(([time]) => time)))} ms afterwards (target: 1000 ms)`,
)
