import { dense, fit, fromValues, key, meanSquaredError, ones, sgd, supervised } from 'pullback'
import { describe, expect, test } from 'vitest'

const objective = supervised(meanSquaredError())(dense(2, 1))
const batchOf = (n: number) => ({ inputs: fromValues([1, 2], [n, -n]), targets: ones([1, 1]) })
type OwnBatch = ReturnType<typeof batchOf>

const lossesOn = async (source: unknown): Promise<readonly number[]> => {
  const losses: number[] = []
  for await (const { loss } of fit(sgd(0.1), (() => source) as () => readonly OwnBatch[])(objective)(key(0)))
    losses.push(loss)
  return losses
}

describe('batches are waited for where there is something to wait for', () => {
  const batches = [batchOf(1), batchOf(2), batchOf(3)]
  async function* later() {
    for (const batch of batches) yield batch
  }
  /** What another library, or another realm, takes for a promise. */
  const thenable = (batch: OwnBatch) => ({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tried
    then: (give: (batch: OwnBatch) => void) => give(batch),
  })

  test.each([
    ['an array of promises', () => batches.map(batch => Promise.resolve(batch))],
    ['an array of what is like promises', () => batches.map(thenable)],
    ['what gives them later', later],
    ['a set', () => new Set(batches)],
  ])('%s', async (_, source) => {
    expect(await lossesOn(source())).toEqual(await lossesOn(batches))
  })
})

describe('a source that is not read to its end is closed', () => {
  /** Batches, and then something else; says when it was closed, and fails then if it is to. */
  const closing = (log: string[], fails: boolean) =>
    function* () {
      try {
        yield batchOf(1)
        yield 'no batch'
        yield batchOf(2)
      } finally {
        log.push('closed')
        // biome-ignore lint/correctness/noUnsafeFinally: it is what is tried
        if (fails) throw new Error('closing failed')
      }
    }
  const waiting = (log: string[], fails: boolean) => {
    const source = closing(log, fails)
    return async function* () {
      yield* source()
    }
  }

  test.each([
    ['at once', closing],
    ['waited for', waiting],
  ] as const)('and what ended training is the error, whatever closing throws: %s', async (_, of) => {
    for (const fails of [false, true]) {
      const log: string[] = []
      await expect(lossesOn(of(log, fails)())).rejects.toThrow(/batch 1 of epoch 0/)
      expect(log).toEqual(['closed'])
    }
  })

  test.each([
    ['at once', closing],
    ['waited for', waiting],
  ] as const)('and where the reader ends, too: %s', async (_, of) => {
    const log: string[] = []
    for await (const { step } of fit(sgd(0.1), of(log, false) as never)(objective)(key(0)))
      if (step === 0) break
    expect(log).toEqual(['closed'])
  })
})
