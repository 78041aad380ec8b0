/**
 * The end of a run.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'

/**
 * The last report of a run: trains to the end.
 *
 * @throws ArgumentError if there was no step.
 *
 * @example
 * import { pipe } from 'fp-ts/lib/function.js'
 * import { batches, dense, fit, key, last, sgd, softmaxCrossEntropy, supervised, tensor } from 'pullback'
 * const data = { inputs: tensor([[0, 1], [1, 0]]), targets: tensor([0, 1], 'i32') }
 * const training = pipe(dense(2, 2), supervised(softmaxCrossEntropy()), fit(sgd(0.5), batches(data, { size: 2 })))
 * const { params } = (await pipe(key(0), training, last)).model()
 *
 * @category Training
 * @since 0.1.0
 */
export const last = takes('last', { run: needs.run }, () => lastUnchecked)

const lastUnchecked = async <A>(run: AsyncIterable<A>): Promise<A> => {
  let report: readonly [A] | null = null
  for await (const next of run) report = [next]
  if (report === null)
    throw new ArgumentError('A run without steps has no last report: train for at least one epoch.')
  return report[0]
}
