/**
 * All examples: those of the notebooks in their order, and then others.
 *
 * @module
 */

import { curvature } from './curvature/index.ts'
import { digitRows } from './digit-rows/index.ts'
import { digits, start } from './digits/index.ts'
import { fashionMnist } from './fashion-mnist/index.ts'
import { gradientPenalty } from './gradient-penalty/index.ts'
import { influence } from './influence/index.ts'
import { lenet } from './lenet/index.ts'
import { mnist } from './mnist/index.ts'
import { newton } from './newton/index.ts'
import { normAndDropout } from './norm-and-dropout/index.ts'
import { oscillator } from './oscillator/index.ts'
import { type Playable, playable } from './play.ts'
import { residualMlp } from './residual-mlp/index.ts'
import { softmaxJacobian } from './softmax-jacobian/index.ts'
import { spiral } from './spiral/index.ts'
import { sums } from './sums/index.ts'

/** All examples. */
export const examples: readonly Playable[] = [
  playable(mnist),
  playable(digits),
  playable(start),
  playable(fashionMnist),
  playable(spiral),
  playable(softmaxJacobian),
  playable(lenet),
  playable(digitRows),
  playable(sums),
  playable(normAndDropout),
  playable(residualMlp),
  playable(curvature),
  playable(newton),
  playable(gradientPenalty),
  playable(oscillator),
  playable(influence),
]
