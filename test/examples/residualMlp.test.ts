import { some } from 'fp-ts/lib/Option.js'
import { wasmThreads } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { residualMlp } from '../../examples/residual-mlp/index.ts'
import type { ResidualEvent, ResidualRun } from '../../examples/residual-mlp/run.ts'
import { hasShared, shared } from '../shared.ts'
import { type Played, played } from './played.ts'

const present = hasShared('data/fashion-mnist', 'residual-mlp')

describe.skipIf(!present)('a short run', () => {
  let run: Played<ResidualEvent, ResidualRun>
  beforeAll(async () => {
    run = await played(residualMlp, { data: some(shared('data')), short: true, engine: wasmThreads(1) })
  }, 600_000)

  test('with shortcuts the deep network learns, and sooner than without', () => {
    const [plain, shortcuts] = run.result.courses.map(({ epochs }) => epochs)
    expect(run.result.courses.map(({ variant }) => variant)).toEqual(['plain', 'residual'])
    expect([plain!.length, shortcuts!.length]).toEqual([2, 2])
    expect(shortcuts![0]!.loss).toBeLessThan(plain![0]!.loss)
    expect(shortcuts!.at(-1)!.testAccuracy).toBeGreaterThan(0.8)
  })

  test('prints and reports both', () => {
    const [plain, shortcuts] = run.result.courses.map(({ epochs }) => epochs.at(-1)!)
    expect(run.events.at(-1)).toMatchObject({
      event: 'result',
      variants: [{ testAccuracy: plain!.testAccuracy }, { testAccuracy: shortcuts!.testAccuracy }],
    })
    expect(run.lines.filter(line => line.includes('   epoch '))).toHaveLength(4)
    for (const title of ['epoch', 'loss (nats)', 'accuracy (share right)'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
