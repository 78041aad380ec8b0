import { compile, smooth, toValues, tree, wasm } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { curvature } from '../../examples/curvature/index.ts'
import { begin, lossAt, type Params } from '../../examples/curvature/model.ts'
import type { CurvatureEvent, Run } from '../../examples/curvature/run.ts'
import { powerIteration } from '../../examples/curvature/sharpness.ts'
import { spiral } from '../../examples/spiral/data.ts'
import { type Played, played } from './played.ts'

describe('a short run', () => {
  let run: Played<CurvatureEvent, readonly Run[]>
  beforeAll(async () => {
    run = await played(curvature, { engine: wasm, short: true })
  }, 60_000)

  test('begins at one loss and one curvature, whatever the rate', () => {
    for (const { lines } of run.result) {
      expect(lines[0]?.loss).toBeCloseTo(1.0803, 4)
      expect(lines[0]?.sharpness).toBeCloseTo(1.56, 2)
    }
  })

  test('prints the figures of every 500th step', () => {
    // At the largest rate the run is at the edge of what is stable: its figures depend on the order of sums.
    expect(run.lines).toContain('Step  500. Loss=0.9704, largest eigenvalue=4.90')
    expect(run.lines).toContain('Step  500. Loss=1.0510, largest eigenvalue=2.36')
  })

  test('at the largest rate the curvature is above what steps of that size allow, at the smallest below', () => {
    const [fast, , slow] = run.result.map(({ bound, lines }) => lines.at(-1)!.sharpness / bound)
    expect(fast).toBeGreaterThan(1)
    expect(slow).toBeLessThan(0.5)
  })

  test('ends with its result, and reports curves with words', () => {
    expect(run.events.at(-1)).toMatchObject({
      event: 'result',
      runs: [{ rate: 0.8 }, { rate: 0.4 }, { rate: 0.2 }],
    })
    for (const title of ['step', 'loss (nats)', 'largest eigenvalue · rate'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})

test('power iteration finds an eigenvector: the Hessian scales it', () => {
  const { train } = spiral(0)
  const loss = lossAt(train)
  const params = begin(0)
  const { value, vector, residual } = powerIteration(loss, wasm)(params, begin(1), 400, 1e-6)
  expect(residual).toBeLessThan(1e-6)
  const product = compile((p: Params, v: Params) => smooth.hvp(loss)(p, v))(params, vector)
  const [along, whole] = [tree.tensors(vector), tree.tensors(product)]
  const numbers = (xs: typeof along) => xs.flatMap(x => Array.from(toValues(x)))
  const [v, hv] = [numbers(along), numbers(whole)]
  const [squares, mixed] = [v.reduce((s, x) => s + x * x, 0), v.reduce((s, x, i) => s + x * hv[i]!, 0)]
  expect(mixed / squares).toBeCloseTo(value, 6)
})
