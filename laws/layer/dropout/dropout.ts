/**
 * Laws of dropout, of entries and of whole examples.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import {
  dropout as dropoutLayer,
  dropPath as dropPathLayer,
  evaluation,
  type Key,
  ones,
  op,
  type Tensor,
  toValues,
  training,
} from '../../../src/index.ts'
import { keys, kinkSafe, tensors } from '../../arbitraries.ts'
import { every, exact, holds } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import type { TreeLayer } from '../same.ts'

type Dropout = (rate: number) => TreeLayer

const anyRate: Arbitrary<number> = fc.integer({ min: 1, max: 15 }).map(n => n / 16)
// No entry is zero, so that a zero in the output means dropped.
const inputs = tensors([8, 16], { entries: kinkSafe })
// So many examples that it does not happen to all of them alike.
const many = [128, 32] as const

/** What is dropped together, and how often it is tried. */
export interface Dropped {
  readonly name: string
  readonly rates: Arbitrary<number>
  /** How many independent draws there are for 128 examples of 32 entries. */
  readonly draws: number
}

/** Laws of layers that drop entries in training; by default of `dropout`. */
export const dropoutLaws = (
  dropout: Dropout = dropoutLayer as unknown as Dropout,
  { name, rates, draws }: Dropped = { name: 'dropout', rates: anyRate, draws: 128 * 32 },
): LawSet => {
  const run = (rate: number, x: Tensor, k: Key) => {
    const [y, pullback] = dropout(rate).run({}, x, {}, training(k))
    return [y as Tensor, (dy: Tensor) => pullback(dy)[1]] as const
  }
  const maskOf = (rate: number, k: Key): Tensor => run(rate, ones(many, 'f64'), k)[0]
  return lawSet(name, [
    law(
      '36a',
      'the same key gives the same mask, another key another',
      [rates, keys, keys],
      (rate, k, other) => {
        const mask = maskOf(rate, k)
        const same = exact(k, other).error === 0
        return every(
          exact(mask, maskOf(rate, k)),
          holds(same || exact(mask, maskOf(rate, other)).error > 0, mask, maskOf(rate, other)),
        )
      },
    ),
    law('36b', 'evaluation is the identity', [rates, inputs, inputs], (rate, x, dy) => {
      const [y, pullback] = dropout(rate).run({}, x, {}, evaluation)
      return every(exact(y, x), exact(pullback(dy)[1], dy))
    }),
    law('36c', 'training drops some entries and keeps others', [rates, keys], (rate, k) => {
      const values = toValues(maskOf(rate, k))
      return holds(
        values.some(value => value === 0) && values.some(value => value !== 0),
        maskOf(rate, k),
        'some zero, some not',
      )
    }),
    law('36d', 'each entry is dropped or scaled by 1 / (1 - rate)', [rates, inputs, keys], (rate, x, k) => {
      const [before, after] = [toValues(x), toValues(run(rate, x, k)[0])]
      const wrong = after.findIndex((y, i) => y !== 0 && y !== (before[i] as number) * (1 / (1 - rate)))
      return holds(wrong === -1, after, before)
    }),
    law('36e', 'value and pullback use one mask', [rates, inputs, keys], (rate, x, k) => {
      const [y, pullback] = run(rate, x as Tensor, k)
      return exact(pullback(x), y)
    }),
    law('36f', 'entries are dropped at the rate', [rates, keys], (rate, k) => {
      const values = toValues(maskOf(rate, k))
      const dropped = values.filter(value => value === 0).length / values.length
      return {
        lhs: dropped,
        rhs: rate,
        error: Math.abs(dropped - rate),
        bound: 8 * Math.sqrt((rate * (1 - rate)) / draws),
      }
    }),
    law('36g', 'at rate 0 training is the identity', [inputs, keys], (x, k) => exact(run(0, x, k)[0], x)),
    law('36h', 'the mask does not depend on the input', [rates, inputs, keys], (rate, x, k) => {
      const mask = run(rate, ones([8, 16], 'f64') as Tensor, k)[0]
      return exact(run(rate, x, k)[0], op.mul(x, mask))
    }),
  ])
}

/** Laws of layers that drop whole examples in training; by default of `dropPath`. */
export const dropPathLaws = (dropPath: Dropout = dropPathLayer as unknown as Dropout): LawSet => {
  const rates = fc.constantFrom(1 / 4, 1 / 2, 3 / 4)
  return lawSet(
    'dropPath',
    [
      law('36i', 'an example is dropped as a whole or not at all', [rates, keys], (rate, k) => {
        const [y] = dropPath(rate).run({}, ones(many, 'f64'), {}, training(k))
        const sums = op.sum([1])(y as Tensor)
        return holds(
          toValues(sums).every(sum => sum === 0 || Math.abs(sum - 32 / (1 - rate)) < 1e-9),
          sums,
          'all or nothing',
        )
      }),
    ],
    [dropoutLaws(dropPath, { name: 'dropPath', rates, draws: 128 })],
  )
}
