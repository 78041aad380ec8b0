/**
 * Laws of the use of layers: `init`, `predict` and `smoothOf` are their runs.
 *
 * @module
 */
import {
  cached,
  compose,
  dense,
  dropout,
  evaluation,
  init,
  isTensor,
  lstm,
  meanOnlyBatchNorm,
  predict,
  predictWithState,
  smoothOf,
  tree,
} from '../../src/index.ts'
import { keys, tensors } from '../arbitraries.ts'
import { every, exact, holds } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { runsOf } from './point.ts'
import { forget, seen } from './same.ts'

type AnyMap = (x: unknown) => readonly [value: unknown, pullback: (db: unknown) => unknown]

const layer = forget(compose(dense(3, 4), meanOnlyBatchNorm(4), dropout(0.5), dense(4, 2)))
/** One whose state is what came before, in evaluation as well. */
const remembering = forget(cached({ capacity: 3, batch: 2 })(lstm(3, 2)))
const runs = runsOf(layer, tensors([4, 3]))

/** Laws of what users call. */
export const useLaws: LawSet = lawSet('init, predict and smoothOf', [
  law('22c', 'predict gives the value of a run in evaluation', [runs], ({ params, input, state }) =>
    exact(predict(layer, { params, state })(input), layer.run(params, input, state, evaluation)[0]),
  ),
  law(
    '22e',
    'predictWithState gives the value of a run in evaluation, and the state after it',
    [runs],
    ({ params, input, state }) => {
      const [value, , next] = layer.run(params, input, state, evaluation)
      return exact(predictWithState(layer, { params, state })(input), [value, next])
    },
  ),
  law(
    '22f',
    'predictWithState gives the state after a run, also where evaluation changes it',
    [runsOf(remembering, tensors([2, 2, 3]))],
    ({ params, input, state }) => {
      const [value, , next] = remembering.run(params, input, state, evaluation)
      return every(
        exact(predictWithState(remembering, { params, state })(input), [value, next]),
        holds(exact(next, state).error > 0, next, 'another state'),
      )
    },
  ),
  law('22d', 'smoothOf is the run as a smooth map, by default in evaluation', [runs], run => {
    const { params, input, state, context, db } = run
    const map = smoothOf(layer, state, context) as AnyMap
    const [value, pullback] = map([params, input])
    const { state: _, dp, dx, value: own } = seen(layer, run)
    const [plain] = smoothOf(layer, state)([params, input])
    return exact(
      [value, pullback(db), plain],
      [own, [dp, dx], layer.run(params, input, state, evaluation)[0]],
    )
  }),
  law('P4', 'init gives f32 by default, and f64 by an option', [keys], k =>
    every(
      holds(
        tree.leaves(init(layer, { dtype: 'f64' })(k)).every(leaf => isTensor(leaf) && leaf.dtype === 'f64'),
        init(layer, { dtype: 'f64' })(k),
        'f64',
      ),
      holds(
        tree.leaves(init(layer)(k)).every(leaf => isTensor(leaf) && leaf.dtype === 'f32'),
        init(layer)(k),
        'f32',
      ),
    ),
  ),
])
