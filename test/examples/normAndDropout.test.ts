import { wasmThreads } from 'pullback'
import { beforeAll, describe, expect, test } from 'vitest'
import { normAndDropout } from '../../examples/norm-and-dropout/index.ts'
import type { NormEvent, NormRun } from '../../examples/norm-and-dropout/run.ts'
import { type Played, played } from './played.ts'

describe('a short run', () => {
  let run: Played<NormEvent, NormRun>
  beforeAll(async () => {
    run = await played(normAndDropout, { short: true, engine: wasmThreads(1) })
  }, 300_000)

  const end = (variant: string, rate: number) =>
    run.result.summaries.find(summary => summary.variant === variant && summary.rate === rate)!

  test('trains all four networks at both rates', () => {
    expect(
      run.result.courses.map(({ variant, rate, epochs }) => `${variant} ${rate} ${epochs.length}`),
    ).toEqual(
      [0.001, 0.03].flatMap(rate =>
        ['neither', 'batch norm', 'dropout', 'both'].map(variant => `${variant} ${rate} 15`),
      ),
    )
    for (const { variant, epochs } of run.result.courses)
      expect([variant, epochs.at(-1)!.trainLoss < epochs[0]!.trainLoss]).toEqual([variant, true])
  })

  test('all learn at the small rate, and batch norm bears the large one better than the others', () => {
    for (const variant of ['neither', 'batch norm', 'dropout', 'both'])
      expect(end(variant, 0.001).testAccuracy).toBeGreaterThan(0.8)
    expect(end('batch norm', 0.03).testLoss).toBeLessThan(end('neither', 0.03).testLoss)
    expect(end('batch norm', 0.03).testAccuracy).toBeGreaterThan(end('dropout', 0.03).testAccuracy)
  })

  test('noise is there in training alone: with dropped units the training loss is the larger one', () => {
    const last = run.result.courses.find(({ variant, rate }) => variant === 'dropout' && rate === 0.001)!
    expect(last.epochs.at(-1)!.trainLoss).toBeGreaterThan(end('dropout', 0.001).testLoss)
    expect(end('neither', 0.001).testLoss).toBeGreaterThan(run.result.courses[0]!.epochs.at(-1)!.trainLoss)
  })

  test('prints and reports how each ended', () => {
    expect(run.events.at(-1)).toMatchObject({ event: 'result', variants: run.result.summaries })
    expect(run.lines.filter(line => line.includes('test acc:'))).toHaveLength(8)
    const labels = Array.from(run.html.matchAll(/<svg role="img" aria-label="([^"]+)"/g))
    expect(labels).toHaveLength(6)
    for (const title of ['epoch', 'loss (nats)', 'accuracy (share right)'])
      expect(run.html).toContain(`>${title}</text>`)
    expect(run.html).not.toMatch(/NaN|undefined|Infinity/)
  })
})
