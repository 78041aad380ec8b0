/**
 * Models that wait for the first batch.
 *
 * The notebook's layers do not know the size of their input until their first forward pass, and then change themselves. A
 * model that waits is a function: it takes a batch and gives the model. Nothing has to change, and what does not fit inside of
 * the model does not compile before there is any batch.
 *
 * @module
 */
import { ArgumentError, type Batches, type Key } from 'pullback'

/** Makes a model for the features that a batch has. */
export const forBatch =
  <L>(make: (features: number) => L) =>
  ({ inputs }: { readonly inputs: { readonly shape: readonly [number, number] } }): L =>
    make(inputs.shape[1])

/** Makes something of the first batch of a pass, and reads no further. */
export const fromFirst =
  <B, L>(batches: Batches<B>, make: (batch: B) => L) =>
  async (key: Key): Promise<L> => {
    for await (const batch of batches(key)) return make(batch)
    throw new ArgumentError('A model waits for a first batch, but there is none.')
  }
