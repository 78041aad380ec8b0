import { op, type Tensor, tensor, toValues, wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { conjugateGradients } from '../../examples/newton/conjugateGradients.ts'
import { newton } from '../../examples/newton/index.ts'
import type { NewtonEvent, Run } from '../../examples/newton/run.ts'
import { type Played, played } from './played.ts'

test('conjugate gradients solve n equations in n steps', () => {
  const matrix = tensor(
    [
      [4, 1],
      [1, 3],
    ],
    'f64',
  )
  const times = (x: Tensor<[2, 1]>): Tensor<[2, 1]> => op.matmul<[], 2, 2, 1>(matrix, x)
  const [x, y] = toValues(conjugateGradients(times, 2)(tensor([[1], [2]], 'f64')))
  expect(x).toBeCloseTo(1 / 11, 12)
  expect(y).toBeCloseTo(7 / 11, 12)
})

describe('a short run', () => {
  let run: Played<NewtonEvent, readonly Run[]>
  beforeAll(async () => {
    run = await played(newton, { engine: wasm, short: true })
  }, 60_000)

  test('all methods begin at one loss and spend as many gradients', () => {
    for (const { lines } of run.result) {
      expect(lines[0]?.loss).toBeCloseTo(1.0803, 4)
      expect(lines.at(-1)!.gradients).toBeGreaterThan(970)
      expect(lines.at(-1)!.gradients).toBeLessThanOrEqual(1000)
    }
  })

  test('reaches the losses of the page after 1,000 gradients', () => {
    const [descent, adam, gaussNewton] = run.result.map(({ lines }) => lines.at(-1)!.loss)
    expect(descent).toBeCloseTo(0.1474, 3)
    expect(adam).toBeCloseTo(0.00465, 4)
    expect(gaussNewton).toBeLessThan(0.45)
  })

  test('of as many steps, those of Gauss-Newton lead furthest', () => {
    const steps = run.result[2]!.lines.length
    const [descent, adam, gaussNewton] = run.result.map(({ lines }) => lines[steps - 1]!.loss)
    expect(gaussNewton).toBeLessThan(adam! / 2)
    expect(gaussNewton).toBeLessThan(descent! / 2)
  })

  test('ends with its result, and reports curves with words', () => {
    expect(run.events.at(-1)).toMatchObject({ event: 'result', methods: [{}, {}, { name: 'Gauss-Newton' }] })
    for (const title of ['gradients', 'step', 'loss (nats)']) expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
