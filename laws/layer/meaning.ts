/**
 * Formulas in operations that layers are held to.
 *
 * @module
 */

import type { Arbitrary } from 'fast-check'
import { type AnyLayer, evaluation, type Shape, type tree } from '../../src/index.ts'
import { summed } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import { samples } from '../samples.ts'
import { inputsOf, runsOf } from './point.ts'
import { forget } from './same.ts'

const close = summed(64, undefined, 64)

/**
 * P5: the value in evaluation is what the formula gives. That the gradient is the formula's follows, as other laws hold it to the
 * value: without this one they hold for a right layer that is another.
 */
export const meaningLaws = <P, A>(
  name: string,
  layer: AnyLayer,
  input: Shape | Arbitrary<A>,
  formula: (params: P, x: A) => unknown,
): LawSet =>
  lawSet(
    `${name} as a formula`,
    [
      law(
        'P5',
        'the value in evaluation is what its formula gives',
        [runsOf(forget(layer), inputsOf<unknown>(input) as Arbitrary<tree.Tree>)],
        ({ params, input: x, state }) =>
          close(forget(layer).run(params, x, state, evaluation)[0], formula(params as P, x as A)),
      ),
    ],
    [],
    samples.layer,
  )
