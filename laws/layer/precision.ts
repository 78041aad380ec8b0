/**
 * The two precisions of a layer's numbers agree: float32 is float64, rounded.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import { type Layer, tree } from '../../src/index.ts'
import { epsilon, every, norm, summed } from '../close.ts'
import { type Law, law } from '../law.ts'
import { converted, runsOf } from './point.ts'

/** Law 45: float32 agrees with float64, in value, pullback and state, at numbers that both can hold. */
export const precisionLaws = <A, B, P, S>(layer: Layer<A, B, P, S>, input: Arbitrary<A>): readonly Law[] => [
  law(
    '45',
    'float32 agrees with float64',
    [runsOf(layer, input)],
    ({ params, input: x, state, context, db }) => {
      const single = [params, x, state, db].map(part => converted(part, 'f32')) as [P, A, S, typeof db]
      const read = (dtype: 'f32' | 'f64') => {
        const [p, a, s, d] = single.map(part => converted(part, dtype)) as [P, A, S, typeof db]
        const [y, pullback, next] = layer.run(p, a, s, context)
        return [y, pullback(d as tree.Tree), next].map(part => converted(part, 'f64'))
      }
      const [narrow, wide] = [read('f32'), read('f64')]
      const near = summed(tree.count(params) + tree.count(x), epsilon.f32, norm([params, x, db]))
      return every(...narrow.map((part, i) => near(part, wide[i])))
    },
  ),
]
