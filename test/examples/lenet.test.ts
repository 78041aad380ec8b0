import { some } from 'fp-ts/lib/Option.js'
import { wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { lenet } from '../../examples/lenet/index.ts'
import { lenet as network } from '../../examples/lenet/model.ts'
import type { LeNetEvent, LeNetRun } from '../../examples/lenet/run.ts'
import { init, key, tree } from '../../src/index.ts'
import { hasShared, shared } from '../shared.ts'
import { type Played, played } from './played.ts'

const data = shared('data')
const present = hasShared('data/mnist', 'lenet')

test('the network has the parameters of LeNet-5 with all maps connected', () => {
  const { params } = init(network)(key(0))
  expect(tree.tensors(params).map(({ shape }) => shape)).toEqual([
    [6, 1, 5, 5],
    [6],
    [16, 6, 5, 5],
    [16],
    [400, 120],
    [120],
    [120, 84],
    [84],
    [84, 10],
    [10],
  ])
  expect(tree.count(params)).toBe(61_706)
})

describe.skipIf(!present)('a short run', () => {
  let run: Played<LeNetEvent, LeNetRun>
  beforeAll(async () => {
    run = await played(lenet, { data: some(data), short: true, engine: wasm })
  }, 60_000)

  test('learns to read most digits in a hundred steps', () => {
    const result = run.events.at(-1)
    if (result?.event !== 'result') throw new Error('The last event is not a result.')
    expect(result.testAccuracy).toBeGreaterThan(0.85)
    expect(result.errors).toBe(Math.round((1 - result.testAccuracy) * 1000))
    expect(result.testLoss).toBeLessThan(0.5)
  })

  test('tells the same figures in lines', () => {
    expect(run.lines[0]).toBe('MNIST: 6400 to train on, 1000 to test on; 61706 parameters; seed 0')
    expect(run.lines[1]).toMatch(
      /^epoch 1 {3}train loss: 0\.\d{4} {3}test loss: 0\.\d{4} {3}test acc: 0\.\d{4} {3}\d+\.\d s$/,
    )
    expect(run.lines[2]).toMatch(/^\d+ test digits read wrong: accuracy 0\.\d{4}$/)
    expect(run.lines).toHaveLength(3)
  })

  test('shows kernels, confusions and the hardest digits', () => {
    const count = (pattern: RegExp): number => [...run.html.matchAll(pattern)].length
    expect(count(/Kernel \d of the first convolution\.<\/figcaption>/g)).toBe(6)
    expect(count(/<figcaption>Test image \d+: a \d that was read as/g)).toBe(8)
    expect(run.html).not.toMatch(/NaN|undefined/)
  })
})
