import * as fc from 'fast-check'
import { batches, key, prefetch, tensor, toValues, zeros } from 'pullback'
import { describe, expect, test, vi } from 'vitest'

const collected = async <B>(source: Iterable<B> | AsyncIterable<B>): Promise<readonly B[]> => {
  const all: B[] = []
  for await (const batch of source) all.push(batch)
  return all
}

/** Batches 0 to n - 1, made in some time, and a log of what is made and closed. */
const logged = (n: number, failsAt = Number.POSITIVE_INFINITY) => {
  const log: (number | 'closed')[] = []
  async function* source() {
    try {
      for (let i = 0; i < n; i++) {
        await new Promise(resolve => setTimeout(resolve, (i * 7) % 3))
        if (i === failsAt) throw new Error(`no batch ${i}`)
        log.push(i)
        yield i
      }
    } finally {
      log.push('closed')
    }
  }
  return { log, batches: () => source() }
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 30))

/** Waits for so many batches, however busy the machine is, and then for more. */
const made = async (log: readonly unknown[], count: number): Promise<void> => {
  await vi.waitFor(() => expect(log.length).toBeGreaterThanOrEqual(count), { timeout: 10_000, interval: 1 })
  await settled()
}

describe('prefetch', () => {
  test('gives the same batches in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.integer({ min: 1, max: 15 }), async (n, count) => {
        const { log, batches: source } = logged(n)
        const all = Array.from({ length: n }, (_, i) => i)
        expect(await collected(prefetch(count)(source)(key(0)))).toEqual(all)
        expect(log).toEqual([...all, 'closed'])
      }),
      { numRuns: 30 },
    )
  })

  test('passes the key of the epoch on, and takes batches that are made at once', async () => {
    const data = batches(
      { inputs: zeros([6, 1]), targets: tensor([0, 1, 2, 3, 4, 5], 'i32') },
      { size: 4, shuffle: true },
    )
    const orders = await Promise.all(
      [data, prefetch(3)(data)].map(async source =>
        (await collected(source(key(7)))).flatMap(({ targets }) => Array.from(toValues(targets))),
      ),
    )
    expect(orders[0]).toEqual(orders[1])
  })

  test('makes no more batches ahead than it was asked for', async () => {
    const { log, batches: source } = logged(10)
    const taken = prefetch(3)(source)(key(0)) as AsyncGenerator<number>
    expect(log).toEqual([])
    expect((await taken.next()).value).toBe(0)
    await made(log, 4)
    expect(log).toEqual([0, 1, 2, 3])
    await taken.next()
    await made(log, 5)
    expect(log).toEqual([0, 1, 2, 3, 4])
    await taken.return(undefined)
    expect(log).toEqual([0, 1, 2, 3, 4, 'closed'])
  })

  test('gives what comes before an error, then the error, and asks no more', async () => {
    const { log, batches: source } = logged(10, 2)
    const seen: number[] = []
    const run = async (): Promise<void> => {
      for await (const batch of prefetch(4)(source)(key(0))) {
        seen.push(batch)
        await settled()
      }
    }
    await expect(run()).rejects.toThrow('no batch 2')
    expect(seen).toEqual([0, 1])
    expect(log).toEqual([0, 1, 'closed'])
  })

  test('closes the source when the loop is left', async () => {
    const { log, batches: source } = logged(10)
    for await (const batch of prefetch(2)(source)(key(0))) if (batch === 1) break
    expect(log.at(-1)).toBe('closed')
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses to fetch %d ahead', count => {
    expect(() => prefetch(count)).toThrow(
      `prefetch needs an integer from 1 to 1024 for count, but was given ${count}.`,
    )
  })
})
