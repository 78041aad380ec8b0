import { describe } from 'vitest'
import { dropoutLaws } from '../../laws/layer/dropout/dropout.ts'
import { forget, type TreeLayer } from '../../laws/layer/same.ts'
import { dropout, key, op, random, type Tensor, training } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { rerun } from './wrongLayer.ts'

const dropoutWith = (change: (own: TreeLayer) => TreeLayer) => (rate: number) => change(forget(dropout(rate)))
let stale: ReturnType<typeof key> = key(0)

const dropouts: readonly Mutant[] = [
  {
    name: 'dropout that is the identity in training',
    mutant: dropoutLaws(
      dropoutWith(own => rerun(own, run => (p, x, s) => run(p, x, s, { mode: 'evaluation' }))),
    ),
    twin: dropoutLaws(),
    killedBy: ['36c', '36f'],
  },
  {
    name: 'dropout that drops in evaluation',
    mutant: dropoutLaws(dropoutWith(own => rerun(own, run => (p, x, s) => run(p, x, s, training(key(0)))))),
    twin: dropoutLaws(),
    killedBy: ['36b'],
  },
  {
    name: 'dropout with a stale mask: that of the run before',
    mutant: dropoutLaws(
      dropoutWith(own =>
        rerun(own, run => (p, x, s, context) => {
          const before = stale
          if (context.mode === 'training') stale = context.key
          return run(p, x, s, context.mode === 'training' ? training(before) : context)
        }),
      ),
    ),
    twin: dropoutLaws(),
    killedBy: ['36a'],
  },
  {
    name: 'dropout with another mask on the way back',
    mutant: dropoutLaws(
      dropoutWith(own =>
        rerun(own, run => (p, x, s, context) => {
          const [y, , next] = run(p, x, s, context)
          const other = context.mode === 'training' ? training(random.foldIn(1)(context.key)) : context
          return [y, run(p, x, s, other)[1], next]
        }),
      ),
    ),
    twin: dropoutLaws(),
    killedBy: ['36e'],
  },
  {
    name: 'dropout that forgets to scale',
    mutant: dropoutLaws(rate =>
      rerun(forget(dropout(rate)), run => (p, x, s, context) => {
        const [y, pullback, next] = run(p, x, s, context)
        const factor = context.mode === 'training' ? 1 - rate : 1
        return [op.scale(factor)(y as Tensor), pullback, next]
      }),
    ),
    twin: dropoutLaws(),
    killedBy: ['36d', '36e'],
  },
  {
    name: 'dropout that keeps at the rate',
    mutant: dropoutLaws(rate => forget(dropout(1 - rate))),
    twin: dropoutLaws(),
    killedBy: ['36d', '36f'],
  },
]

describe('dropout', () => testMutants(dropouts))
