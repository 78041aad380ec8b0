/**
 * Laws of what attention sees: a set, and of it what does not come after.
 *
 * @module
 */
import fc from 'fast-check'
import { op, random, type Tensor, toValues, type tree } from '../../../src/index.ts'
import { keys } from '../../arbitraries.ts'
import { every, exact } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import type { TreeLayer } from '../same.ts'
import {
  after,
  followed,
  near,
  nothing,
  permuted,
  run,
  runs,
  sequences,
  sizes,
  time,
  upTo,
} from './sample.ts'

/** 32: the order of positions is not seen. */
export const equivarianceLaws = (layer: TreeLayer): readonly Law[] => [
  law(
    '32a',
    'positions in another order give the outputs in that order, and so do cotangents',
    [runs(layer, sequences), keys],
    (at, k) => {
      const order = Array.from(toValues(random.permutation(time)(k)))
      const [y, pullback] = run(layer, at)
      const [z, pullPermuted] = run(layer, { ...at, input: permuted(at.input, order) })
      const [dp, dx] = pullback(at.db as tree.Tree)
      return every(
        near(at.params, at.input)(z, permuted(y, order)),
        near(at.params, at.input, at.db)(pullPermuted(permuted(at.db, order)), [dp, permuted(dx, order)]),
      )
    },
  ),
]

/** 33: the future is not seen. */
export const causalityLaws = (layer: TreeLayer): readonly Law[] => [
  law(
    '33',
    'what comes after t changes nothing up to t, and what is asked up to t asks nothing of what comes after',
    [runs(layer, sequences), sequences, fc.integer({ min: 1, max: time - 1 }), sizes],
    (at, other, t, size) => {
      const x = op.scale(size)(at.input as Tensor)
      const [y, pullback] = run(layer, { ...at, input: x })
      const [z] = run(layer, { ...at, input: followed(upTo(x, t), after(op.scale(size)(other), t)) })
      const early = followed(upTo(at.db, t), nothing(after(at.db, t)))
      const [, dx] = pullback(early)
      return every(exact(upTo(z, t), upTo(y, t)), exact(after(dx, t), nothing(after(dx, t))))
    },
  ),
]
