/**
 * The whole job: the same network learns to write sums from the last digit and from the first.
 *
 * @module
 */
import { pipe } from 'fp-ts/lib/function.js'
import { getOrElse } from 'fp-ts/lib/Option.js'
import { type AnyTensor, type FloatDType, init, key, toValues, tree } from 'pullback'
import type { Progress, Settings } from '../example.ts'
import type { Corpus, Order } from './corpus.ts'
import type { Outcome, SumsEvent, SumsRun } from './events.ts'
import { network } from './model.ts'
import { type Checked, train } from './train.ts'

type Stage<R> = AsyncGenerator<SumsEvent | Progress, R, void>

const goal = 0.95

/** How training ended. */
export const outcomeOf = (checks: readonly Checked[]): Outcome => {
  const { step: steps, exact, seconds } = checks.at(-1) as Checked
  const enough = checks.find(check => check.exact >= goal)?.step
  return { steps, exact, ...(enough === undefined ? {} : { enough }), seconds }
}

async function* inOrder(
  order: Order,
  corpus: Corpus,
  { engine, dtype, short }: Settings,
): Stage<readonly Checked[]> {
  yield { event: 'begin', order }
  const training = train(corpus, {
    order,
    epochs: short ? 4 : 8,
    every: 100,
    dtype: pipe(
      dtype,
      getOrElse((): FloatDType => 'f32'),
    ),
    engine,
  })
  for (;;) {
    const { done, value } = await training.next()
    if (done) return value
    yield 'event' in value ? value : { event: 'step', ...value }
  }
}

/** Trains in both orders for 8 epochs; short runs for 4 epochs, from the last digit only. */
export async function* runSums(corpus: Corpus, settings: Settings): Stage<SumsRun> {
  const counts = tree.leaves(init(network)(key(0)).params).map(leaf => toValues(leaf as AnyTensor).length)
  const parameters = counts.reduce((sum, count) => sum + count, 0)
  const { seed, train: known, heldOut } = corpus
  yield { event: 'data', train: known.length, heldOut: heldOut.length, parameters, seed }
  const last = yield* inOrder('last', corpus, settings)
  const first = settings.short ? null : yield* inOrder('first', corpus, settings)
  yield { event: 'result', last: outcomeOf(last), ...(first === null ? {} : { first: outcomeOf(first) }) }
  return { corpus, parameters, last, first }
}
