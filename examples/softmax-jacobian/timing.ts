/**
 * The cost of the three ways, compiled, by the number of classes.
 *
 * @module
 */
import { type Engine, empty, fold, key, oneHot, op, random, scalar, type Tensor, tensor } from 'pullback'
import type { Columns } from './columns.ts'
import { batchSize } from './data.ts'
import { type Form, forms, losses } from './loss.ts'

/** What a gradient costs: the median over the rounds. */
export interface Timing {
  readonly form: Form
  readonly classes: number
  /** Microseconds for a gradient step on the scores of a batch of 16. */
  readonly us: number
}

const one = scalar(1, 'f64') as Tensor<[]>

/** Gradient steps on the scores themselves, which stay in the engine: each call does one. */
const stepsBy =
  (form: Form, engine: Engine) =>
  (classes: number): (() => unknown) => {
    const scores = random.normal([classes, batchSize], 0, 1, { dtype: 'f64' })(
      key(classes),
    ) as Columns<number>
    const labels = tensor(
      Array.from({ length: batchSize }, (_, b) => b % classes),
      'i32',
    )
    const targets: Columns<number> = op.transpose()(oneHot(classes, { dtype: 'f64' })(labels))
    const descend = (x: Columns<number>, y: Columns<number>) =>
      [op.sub(x, losses[form](y)(x)[1](one)), empty, empty] as const
    const steps = fold(descend, scores, engine)
    return () => steps.advance(() => targets)
  }

const median = (xs: readonly number[]): number =>
  xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)] as number

/** Microseconds for a call, measured over as many calls as take the given time. */
const measure = (call: () => unknown, milliseconds: number): number => {
  const start = performance.now()
  let calls = 0
  do {
    call()
    calls += 1
  } while (performance.now() - start < milliseconds)
  return ((performance.now() - start) * 1000) / calls
}

/** Times all forms in turns, so that whatever else the machine does meets them alike. */
export const timings = (
  sizes: readonly number[],
  {
    engine,
    rounds,
    milliseconds,
  }: { readonly engine: Engine; readonly rounds: number; readonly milliseconds: number },
): readonly Timing[] =>
  sizes.flatMap(classes => {
    const calls = forms.map(form => stepsBy(form, engine)(classes))
    for (const call of calls) measure(call, milliseconds)
    const turns = Array.from({ length: rounds }, () => calls.map(call => measure(call, milliseconds)))
    return forms.map((form, i) => ({ form, classes, us: median(turns.map(turn => turn[i] as number)) }))
  })
