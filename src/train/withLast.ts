/**
 * Batches, each with whether it is the last.
 *
 * @module
 */

/** A batch, or one to wait for, and whether no other comes after it. */
type Marked<B> = readonly [batch: B, isLast: boolean]

async function* awaited<B>(source: AsyncIterable<B>): AsyncGenerator<Marked<B>> {
  let held: readonly [B] | null = null
  for await (const batch of source) {
    if (held !== null) yield [held[0], false]
    held = [batch]
  }
  if (held !== null) yield [held[0], true]
}

function* atOnce<B>(source: Iterable<B>): Generator<Marked<B>> {
  let held: readonly [B] | null = null
  for (const batch of source) {
    if (held !== null) yield [held[0], false]
    held = [batch]
  }
  if (held !== null) yield [held[0], true]
}

/** Ends what is not asked any further because of an error, which what its end throws does not hide. */
export const endQuietly = async <B>(marked: ReturnType<typeof withLast<B>>): Promise<void> => {
  try {
    await marked.return(undefined)
  } catch {
    // The first error counts.
  }
}

/** One batch is read ahead, to know which is the last. Where there is nothing to wait for, nothing is waited for. */
export const withLast = <B>(
  source: Iterable<B> | AsyncIterable<B>,
): Generator<Marked<B>> | AsyncGenerator<Marked<B>> =>
  Symbol.asyncIterator in source ? awaited(source) : atOnce(source)
