/**
 * The end of a run.
 *
 * @module
 */
import { needs, takes } from '../tensor/contract/index.ts'
import { ArgumentError } from '../tensor/error.ts'
import { isRecord } from '../tensor/stranger.ts'

// Not any iterable: the numbers from 0 on have no last.
const reports = needs.described(
  'the reports of a run, as fit(…)(key) gives them,',
  x =>
    needs.run.holds(x) &&
    (Array.isArray(x) ? x.length === 0 || isRecord(x.at(-1)) : Symbol.asyncIterator in (x as object)),
  x => (typeof x === 'function' ? 'It still wants a key: fit(…)(key(0)).' : undefined),
)

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
export const last = takes('last', { run: reports }, () => lastUnchecked)

const lastUnchecked = async <A>(run: AsyncIterable<A>): Promise<A> => {
  // Of an array the last is there already, and one that announces billions of reports is not gone through.
  if (Array.isArray(run) && run.length > 0) return run.at(-1)
  let report: readonly [A] | null = null
  for await (const next of run) report = [next]
  if (report === null)
    throw new ArgumentError('A run without steps has no last report: train for at least one epoch.')
  return report[0]
}
