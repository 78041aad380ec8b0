// Wrong trials of functions, wrong batching and wrong losses of scalars and of no example, each of which a named law must kill.
import { describe } from 'vitest'
import { arbitrary, layerLaws, optimiserLaws, smoothLaws } from '../../laws/index.ts'
import { sinusoidalPositionsLaws } from '../../laws/layer/attention/positions.ts'
import { forget } from '../../laws/layer/same.ts'
import { klDivergenceLaws } from '../../laws/loss/distributions.ts'
import { trialLaws, type Way, ways } from '../../laws/oracle/pure.ts'
import {
  dense,
  fromValues,
  klDivergence,
  op,
  ShapeError,
  sgd,
  sinusoidalPositions,
  smooth,
  type Tensor,
  TracingError,
  tree,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { rerun } from './wrongLayer.ts'

const jvp = ways.filter(({ name }) => name === 'jvp')
const jvpBy = (run: Way['run']): readonly Way[] => jvp.map(way => ({ ...way, run }))
const vector = arbitrary.tensors([3])

const mutants: readonly Mutant[] = [
  {
    name: 'a trial of nothing',
    mutant: trialLaws(jvpBy(f => x => [1, 2, 3].map(() => f(x)))),
    twin: trialLaws(jvp),
    killedBy: ['D13c', 'D13d', 'D13e', 'D13f'],
  },
  {
    name: 'a trial that looks at the numbers of the result only',
    mutant: trialLaws(
      jvpBy(f => x => {
        const [one, other] = [f(x), f(x)].map(y => tree.tensors(y)[0] as Tensor)
        if (one!.shape.join() !== other!.shape.join()) throw new TracingError('two results')
        return smooth.jvp(() => one as Tensor)(x as never, x as never)
      }),
    ),
    twin: trialLaws(jvp),
    killedBy: ['D13c', 'D13d', 'D13e', 'D13f'],
  },
  {
    name: 'a trial that does not compare how many results there are',
    mutant: trialLaws(
      jvpBy(f => {
        const first = (a: Tensor) => tree.tensors(f(a))[0] as Tensor
        return x => smooth.jvp(first)(x, x)
      }),
    ),
    twin: trialLaws(jvp),
    killedBy: ['D13e'],
    survives: ['D13c', 'D13d', 'D13f'],
  },
  {
    name: 'a trial that forgets what it tried',
    mutant: trialLaws(jvpBy(f => x => smooth.jvp((a: Tensor) => f(a))(x, x))),
    twin: trialLaws(jvp),
    killedBy: ['D13f'],
    survives: ['D13c', 'D13d', 'D13e'],
  },
  {
    name: 'a trial once and for all, whatever the form of the argument',
    mutant: trialLaws(
      jvpBy(f => {
        let tried = false
        return x => {
          if (tried) return f(x)
          tried = true
          return smooth.jvp(f)(x, x)
        }
      }),
    ),
    twin: trialLaws(jvp),
    killedBy: ['D13f'],
    survives: ['D13c', 'D13d', 'D13e'],
  },
  {
    name: 'a divergence that halves what scalars give',
    mutant: klDivergenceLaws(options => targets => predictions => {
      const [y, pull] = klDivergence(options)(targets)(predictions)
      return predictions.shape.length === 0 ? [op.scale(0.5)(y), pull] : [y, pull]
    }),
    twin: klDivergenceLaws(),
    killedBy: ['L15b'],
    survives: ['L13', 'L14', 'L15'],
  },
  {
    name: 'a layer that takes the first example for all of a constant batch',
    mutant: smoothLaws(
      'gate',
      ([x, w]: readonly [Tensor, Tensor]) => {
        // What is the same for all examples has no axis of them: here it is read as if it had.
        const held = Object.hasOwn(w, 'all') ? w : op.scale(Object.hasOwn(x, 'all') ? 2 : 1)(w)
        return [op.mul(x, held), (dy: Tensor) => [op.mul(dy, held), op.mul(dy, x)]]
      },
      { point: arbitrary.tensors([3]).chain(x => vector.map(w => [x, w] as never)) },
    ),
    twin: smoothLaws(
      'gate',
      ([x, w]: readonly [Tensor, Tensor]) => [op.mul(x, w), (dy: Tensor) => [op.mul(dy, w), op.mul(dy, x)]],
      { point: arbitrary.tensors([3]).chain(x => vector.map(w => [x, w] as never)) },
    ),
    killedBy: ['D2'],
    survives: ['18', '19', '17'],
  },
  {
    name: 'positions whose waves slow down by equal differences',
    mutant: sinusoidalPositionsLaws(
      rerun(forget(sinusoidalPositions(6, { base: 100 })), () => (_, x) => {
        const { shape } = x as Tensor
        const [, time] = shape.length === 2 ? [1, ...shape] : shape
        const table = Array.from({ length: time as number }, (__, t) =>
          [1, 2 / 3, 1 / 3].flatMap(slope => [Math.sin(t * slope), Math.cos(t * slope)]),
        ).flat()
        const waves = op.broadcast(shape)(fromValues([time as number, 6], table, 'f64')) as Tensor
        return [op.add(x as Tensor, waves), dy => [{}, dy], {}]
      }),
    ),
    twin: sinusoidalPositionsLaws(),
    killedBy: ['R2b'],
    survives: ['R1', 'R2', 'R3'],
  },
  {
    name: 'an optimiser that counts its steps beside its state',
    mutant: (() => {
      const own = sgd(0.125)
      let steps = 0
      return optimiserLaws({
        ...own,
        update: (g, state, params, rates) =>
          own.update(smooth.scaleCotangent(++steps)(g), state, params, rates),
      })
    })(),
    twin: optimiserLaws(sgd(0.125)),
    killedBy: ['42c', '44d'],
  },
  {
    name: 'a layer that cannot do without examples',
    mutant: layerLaws(
      rerun(forget(dense(3, 2)), own => (params, x, state, context) => {
        const { shape } = x as Tensor
        if (shape[0] === 0) throw new ShapeError('no examples', [shape])
        return own(params, x, state, context)
      }),
      { input: [4, 3] },
    ),
    twin: layerLaws(dense(3, 2), { input: [4, 3] }),
    killedBy: ['30e'],
    survives: ['30a', '30b', '30c', '31a'],
  },
]

describe('trials, constants and nothing', () => testMutants(mutants))
