/**
 * Batches that are made while others are in use.
 *
 * @module
 */
import { needs, requireArgument, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import type { Batches } from './batches.ts'

const iteratorOf = <B>(source: Iterable<B> | AsyncIterable<B>): AsyncIterator<B> | Iterator<B> => {
  requireArgument('prefetch', 'what its batches give', needs.run, source)
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
}

async function* ahead<B>(source: Iterable<B> | AsyncIterable<B>, count: number): AsyncGenerator<B> {
  const iterator = iteratorOf(source)
  const waiting: Promise<IteratorResult<B>>[] = []
  let latest: Promise<unknown> = Promise.resolve()
  let stopped = false
  const ask = (): void => {
    // One after the other: an iterator need not bear to be asked twice at a time.
    const next = latest.then(() => (stopped ? { done: true as const, value: undefined } : iterator.next()))
    latest = next.catch(() => {
      stopped = true
    })
    waiting.push(next)
  }
  try {
    for (let i = 0; i < count; i++) ask()
    for (;;) {
      const { done, value } = await (waiting.shift() as Promise<IteratorResult<B>>)
      if (done) return
      ask()
      yield value
    }
  } finally {
    stopped = true
    await latest
    await iterator.return?.()
  }
}

/**
 * The same batches, of which up to `count` are made or fetched ahead while one is in use: memory holds one more than that.
 * What waits for a disk or a network then waits less. Breaking out of the loop closes the source.
 *
 * @throws ArgumentError unless the count is a positive integer.
 *
 * @example
 * import { batches, key, prefetch, tensor, zeros } from 'pullback'
 * const data = batches({ inputs: zeros([4, 64]), targets: tensor([1, 0, 3, 2], 'i32') }, { size: 2 })
 * for await (const batch of prefetch(2)(data)(key(0))) console.log(batch.inputs.shape)
 *
 * @category Training
 * @since 0.1.0
 */
export const prefetch = takes(
  'prefetch',
  [{ count: needs.integerBetween(1, 1024) }, { batches: needs.fn }, { epochKey: needs.key }],
  () => prefetchUnchecked,
)

const prefetchUnchecked = (count: number) => {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new ArgumentError(`prefetch needs a positive number of batches, but was given ${count}.`)
  return <B>(batches: Batches<B>): Batches<B> =>
    epochKey =>
      ahead(batches(epochKey), count)
}
